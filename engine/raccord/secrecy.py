"""Passwords in text: none reaches a message, a log or a file (SPEC §10)."""

import json
import re
from collections.abc import Iterator
from urllib.parse import quote, quote_plus

HIDDEN = "***"
_SHORTEST = 4
# Up to the last @ of the line, as a password may hold any; what may be a port is one only up to the next blank.
_IN_ADDRESS = re.compile(r"(:/+[^\s:/@]*):(?!\*\*\*@|\s)(?:(?!\d+[/\s,])[^\n]*@|\S*@)")
_NAMED = re.compile(r"(?i)((?:password|passwd|pwd)(?:\s*=|['\"]\s*:)\s*)('[^'\n]*'?|\"[^\"\n]*\"?|[^\s&,)}]+)")
_known: set[str] = set()


def remember(password: str) -> None:
    """Have a password hidden from now on in what others write."""
    if len(password) >= _SHORTEST:
        _known.add(password)


def scrubbed(text: str) -> str:
    """The text without what stands where URLs and options have passwords, up to the last @ of the line."""
    return _NAMED.sub(rf"\1{HIDDEN}", _IN_ADDRESS.sub(rf"\1:{HIDDEN}@", text))


def scrubbed_foreign(text: str) -> str:
    """A text of others, such as a driver's report or a traceback: every password that this process knows is hidden."""
    for spelled in sorted({each for one in _known for each in _spellings(one)}, key=len, reverse=True):
        text = text.replace(spelled, HIDDEN)
    return scrubbed(text)


def _spellings(password: str) -> Iterator[str]:
    """As it is, in a URL, in Python's source and in JSON."""
    yield password
    yield from (quote(password, safe=""), quote(password, safe=" +"), quote(password), quote_plus(password))
    yield from (repr(password)[1:-1], json.dumps(password)[1:-1])
