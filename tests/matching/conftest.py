"""Matching runs over every database family, and by both matchers."""

from support.every_family import base_url
from support.matchers import matcher

__all__ = ["base_url", "matcher"]
