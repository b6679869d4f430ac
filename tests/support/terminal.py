"""A terminal for the command line: a stream that says it is one, and what a person would see of it."""

import re
from io import StringIO

ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


class Terminal(StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """Say so."""
        return True

    @property
    def seen(self) -> str:
        """What was written, without colours."""
        return ESCAPES.sub("", self.getvalue())
