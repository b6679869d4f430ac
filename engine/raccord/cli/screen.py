"""What the command line writes where: results to standard output, messages to standard error, nothing unescaped."""

import codecs
import json
import os
import sys
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Self

from raccord.errors import RaccordError

if TYPE_CHECKING:
    from rich.console import RenderableType

_IN_ASCII = {
    "→": "->",
    "…": "...",
    "“": '"',
    "”": '"',
    "’": "'",
    "–": "-",
    "\xa0": " ",
    "\u202f": " ",
    "«": '"',
    "»": '"',
    "„": '"',
}
_REORDERING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@dataclass(frozen=True, slots=True)
class Screen:
    """Standard output and standard error; neither fails on a character that its encoding lacks."""

    out: IO[str]
    err: IO[str]

    @classmethod
    def standard(cls) -> Self:
        """The streams of the process."""
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, TextIOWrapper):
                stream.reconfigure(errors=_NEAREST)
        return cls(_or_nowhere(sys.stdout), _or_nowhere(sys.stderr))

    def say(self, text: str) -> None:
        """Write a message to standard error."""
        self.err.write(clean_lines(text) + "\n")

    def error(self, fault: RaccordError) -> None:
        """Write an error to standard error: place, title, message, hint."""
        self.say(str(fault))

    def json_stream(self) -> IO[str]:
        """Standard output for JSON, which is UTF-8 whatever the terminal is set to."""
        if isinstance(self.out, TextIOWrapper):
            self.out.reconfigure(encoding="utf-8", errors="backslashreplace")
        return self.out

    def json(self, value: Any) -> None:
        """Write one JSON value to standard output."""
        self.json_stream().write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")

    def show(self, *parts: "RenderableType") -> None:
        """Write to standard output: a str as one line, so that commands and paths stay whole, all else to the width.

        Without a terminal the width is 80 columns.
        """
        from rich.console import Console  # noqa: PLC0415 - 50 ms, and JSON does without

        console = Console(file=self.out, highlight=False, markup=False, emoji=False)
        for part in parts:
            console.print(clean(part) if isinstance(part, str) else part, soft_wrap=isinstance(part, str))

    def table(self, headers: Sequence[str], rows: Sequence[Sequence[object]], figures: Collection[str] = ()) -> None:
        """Write a table; a column of whole numbers, or one whose header is in `figures`, is set flush right."""
        from rich.table import Table  # noqa: PLC0415 - as above
        from rich.text import Text  # noqa: PLC0415 - as above

        table = Table(box=None, pad_edge=False, header_style="bold")
        for number, header in enumerate(headers):
            whole = rows and all(isinstance(row[number], int) for row in rows)
            right = whole or header in figures
            table.add_column(header, justify="right" if right else "left", overflow="fold", no_wrap=header in figures)
        for row in rows:
            table.add_row(*(Text("" if cell is None else clean(str(cell))) for cell in row))
        self.show(table)

    def flush(self) -> None:
        """Write out what is held back, so that a closed pipe shows itself."""
        self.out.flush()
        self.err.flush()

    def abandon(self) -> None:
        """Leave standard output, whose reader is gone, without the interpreter's own complaint at exit."""
        if self.out is sys.__stdout__:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, self.out.fileno())
            os.close(nowhere)


def _or_nowhere(stream: IO[str] | None) -> IO[str]:
    """A stream, or one that leads nowhere where a job was started without it."""
    return Path(os.devnull).open("w", encoding="utf-8") if stream is None else stream


def _nearest(fault: UnicodeError) -> tuple[str, int]:
    if not isinstance(fault, UnicodeEncodeError):
        raise fault
    unknown = fault.object[fault.start : fault.end]
    return "".join(_IN_ASCII.get(char, "?") for char in unknown), fault.end


_NEAREST = "raccord-nearest"
codecs.register_error(_NEAREST, _nearest)


def clean(text: str) -> str:
    """Make text of unknown origin safe and one line long: no terminal control and no reordering of what follows."""
    return text if text.isprintable() else "".join(map(_visible, text))


def clean_lines(text: str) -> str:
    """Make text safe and keep its lines."""
    return "\n".join(map(clean, text.split("\n")))


def _visible(char: str) -> str:
    category = unicodedata.category(char)
    if char in "\t\n\r" or category in {"Zl", "Zp"}:
        return " "
    return "\ufffd" if category in {"Cc", "Cs"} or char in _REORDERING else char
