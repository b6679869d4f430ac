"""Judging keys runs over every database family."""

from support.every_family import base_url

__all__ = ["base_url"]
