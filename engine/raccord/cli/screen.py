"""What the command line writes where: results to standard output, messages to standard error, nothing unescaped."""

import codecs
import json
import os
import sys
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import StringIO, TextIOWrapper
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Self

from raccord.errors import FileError, RaccordError
from raccord.translation import _

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.text import Text

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
    "●": "*",
    "│": "|",
    "█": "#",
    "·": "-",
}
_WITHOUT_WIDTH = 1_000_000
_BETWEEN_COLUMNS = 2
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
        """Write a message to standard error; where it cannot be written either, the exit status has to do."""
        try:
            self.err.write(clean_lines(text) + "\n")
            self.err.flush()
        except OSError:
            _abandon(self.err)

    def error(self, fault: RaccordError) -> None:
        """Write an error to standard error: place, title, message, hint."""
        self.say(str(fault))

    def json_stream(self) -> IO[str]:
        """Standard output for JSON, which is UTF-8 whatever the terminal is set to."""
        if isinstance(self.out, TextIOWrapper):
            self.out.reconfigure(encoding="utf-8", errors="backslashreplace")
        return self.out

    def json(self, value: Any) -> None:
        """Write one JSON value to standard output; raises FileError."""
        with self.printing():
            self.json_stream().write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")

    @property
    def is_terminal(self) -> bool:
        """Tell whether a person looks at standard output; else it is plain text, and no line is broken."""
        return self.out.isatty()

    @property
    def width(self) -> int:
        """How many columns the terminal has; as many as one likes without one."""
        return _console(self.out).width if self.is_terminal else _WITHOUT_WIDTH

    def show(self, *parts: "RenderableType") -> None:
        """Write to standard output: a str as one line, so that commands and paths stay whole, all else to the width.

        Without a terminal nothing has a width, a colour, or blanks at the end of a line. Raises FileError.
        """
        if self.is_terminal:
            _print(_console(self.out), parts)
            return
        plain = _console(StringIO(), _WITHOUT_WIDTH)
        with plain.capture() as printed:
            _print(plain, parts)
        with self.printing():
            self.out.writelines(f"{line.rstrip()}\n" for line in printed.get().removesuffix("\n").split("\n"))

    def table(self, headers: Sequence[str], rows: Sequence[Sequence[object]], figures: Collection[str] = ()) -> None:
        """Write a table; a column of whole numbers, or one whose header is in `figures`, is set flush right.

        A cell may be a rich Text, or a tuple of texts, each of which stays on one line where it fits.
        """
        from rich.table import Table  # noqa: PLC0415 - JSON does without rich

        table = Table(box=None, pad_edge=False, header_style="bold")
        for number, header in enumerate(headers):
            cells = [row[number] for row in rows if row[number] is not None]
            whole = cells and all(isinstance(cell, int) for cell in cells)
            right = whole or header in figures
            table.add_column(header, justify="right" if right else "left", overflow="fold", no_wrap=header in figures)
        left = self.width - sum(_column_widths(headers, rows)) - _BETWEEN_COLUMNS * (len(headers) - 1)
        for row in rows:
            table.add_row(*(_cell(cell, left) for cell in row))
        self.show(table)

    def flush(self) -> None:
        """Write out what is held back, so that a closed pipe shows itself; raises FileError for a full disk."""
        with self.printing():
            self.out.flush()

    @contextmanager
    def printing(self) -> Iterator[None]:
        """Write to standard output; raises FileError where it cannot be, but for a reader who is gone."""
        try:
            yield
        except BrokenPipeError:
            raise
        except OSError as fault:
            self.abandon()
            raise FileError(
                "cannot-print",
                _("What was to be printed cannot be written: {reason}.", reason=fault.strerror or fault),
                hint=_("Free some space, or send it elsewhere."),
            ) from fault

    def abandon(self) -> None:
        """Leave standard output, which nobody reads, without the interpreter's own complaint at exit."""
        _abandon(self.out)


def _abandon(stream: IO[str]) -> None:
    if stream in {sys.__stdout__, sys.__stderr__}:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


def _console(out: IO[str], width: int | None = None) -> "Console":
    from rich.console import Console  # noqa: PLC0415 - 50 ms, and JSON does without

    return Console(file=out, width=width, highlight=False, markup=False, emoji=False)


def _print(console: "Console", parts: "Iterable[RenderableType]") -> None:
    for part in parts:
        console.print(clean(part) if isinstance(part, str) else part, soft_wrap=isinstance(part, str))


def _column_widths(headers: Sequence[str], rows: Sequence[Sequence[object]]) -> Iterator[int]:
    """The width that each column needs, but for cells of several parts, which take what is left."""
    from rich.cells import cell_len  # noqa: PLC0415 - JSON does without rich

    for number, header in enumerate(headers):
        cells = [row[number] for row in rows]
        if not any(isinstance(cell, tuple) for cell in cells):
            yield max(map(cell_len, [header, *(str(cell) for cell in cells if cell is not None)]))


def _cell(cell: object, width: int) -> "Text":
    from rich.text import Text  # noqa: PLC0415 - as above

    if isinstance(cell, Text):
        return cell
    if isinstance(cell, tuple):
        return Text("\n".join(_packed([clean(part) for part in cell], width)))
    return Text("" if cell is None else clean(str(cell)))


def _packed(parts: Sequence[str], width: int) -> Iterator[str]:
    """Parts in lines, as many on each as fit whole."""
    from rich.cells import cell_len  # noqa: PLC0415 - as above

    line = ""
    for part in parts:
        longer = f"{line}; {part}" if line else part
        if line and cell_len(longer) >= width:
            yield f"{line};"
            longer = part
        line = longer
    yield line


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
