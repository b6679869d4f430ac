"""Bars of text: a share as a row of blocks."""

BLOCK = "█"


def bar(count: int, whole: int, width: int) -> str:
    """The share that a count has of a whole, at most `width` characters; what is there at all has at least one."""
    if not count or not whole:
        return ""
    return BLOCK * max(1, round(min(count / whole, 1) * width))
