"""The errors that stop a run, as one tree.

RaccordError
├── UsageError            options that make no sense together
├── FileError             a workbook that cannot be read or written
├── CatalogueError        a catalogue that breaks the format
├── ConfigurationError    a user or import configuration that breaks the format
├── SheetError            marks, headers and columns that cannot be used
├── DatabaseError         a base that cannot be opened, or is not as the catalogue says
│   └── AppliedError      all was written, but not reported
└── RefusedError          refused for safety; nothing was written

Bad user data in a row is no exception: it is an outcome and a message (see `messages`).
"""

from dataclasses import dataclass

from raccord.secrecy import scrubbed
from raccord.translation import _


@dataclass(frozen=True, slots=True)
class Where:
    """A place a user can go to: `Clients!C7` in a workbook, or a file with a line and a key."""

    sheet: str | None = None
    cell: str | None = None
    file: str | None = None
    line: int | None = None
    key: str | None = None

    def __str__(self) -> str:
        """Name the place the way the user sees it."""
        if self.cell:
            return self.cell
        parts = [self.file or self.sheet or ""]
        if self.line:
            parts.append(_("line {line}", line=self.line))
        if self.key:
            parts.append(self.key)
        return ", ".join(part for part in parts if part)


class RaccordError(Exception):
    """What is wrong (`title`), details (`message`), what to do (`hint`) and where (`where`).

    `code` is stable and names the error in the documentation; `exit_status` is the command line's (SPEC §8).
    """

    exit_status = 2

    def __init__(self, code: str, title: str, *, message: str = "", hint: str = "", where: Where | None = None) -> None:
        super().__init__(title)
        self.code = code
        self.title = title
        self.message = message
        self.hint = hint
        self.where = where or Where()

    def __str__(self) -> str:
        """Give the whole text: place, title, message and hint, a line each; no password that a user has misplaced."""
        place = str(self.where)
        title = _("{label}: {text}", label=place, text=self.title) if place else self.title
        return scrubbed("\n".join(line for line in (title, self.message, self.hint) if line))


class UsageError(RaccordError):
    """Options that make no sense together."""


class FileError(RaccordError):
    """A workbook that cannot be read or written."""


class CatalogueError(RaccordError):
    """A catalogue that breaks the format of SPEC §1."""


class ConfigurationError(RaccordError):
    """A user configuration or an import configuration that breaks its format."""


class SheetError(RaccordError):
    """Marks, headers or columns that cannot be used (SPEC §2)."""


class DatabaseError(RaccordError):
    """A customer base that cannot be opened, or differs from its catalogue."""


class AppliedError(DatabaseError):
    """All was written, and then the base could not be read for the report."""

    exit_status = 1


class RefusedError(RaccordError):
    """Refused for safety; nothing was written."""

    exit_status = 3
