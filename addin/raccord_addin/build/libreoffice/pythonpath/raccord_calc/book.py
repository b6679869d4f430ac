"""The workbook that operations change, in the window in which a button was pressed."""

from __future__ import annotations

from contextlib import contextmanager
from typing import Any, Iterator, Mapping, NamedTuple

Op = Mapping[str, Any]
"""An operation as the engine sends it."""
_OWN = "raccord"


class Book(NamedTuple):
    """A document and the view of it in one window."""

    document: Any
    controller: Any

    def sheet(self, op: Op) -> Any:
        """The sheet that an operation is about."""
        return self.document.Sheets.getByName(op["sheet"])


def is_own(name: str) -> bool:
    """Tell whether a sheet has a name that Raccord gives its own."""
    return name.lower() == _OWN or name.lower().startswith(f"{_OWN} ")


@contextmanager
def row_heights_as_they_are(document: Any) -> Iterator[None]:
    """Leave the heights of rows alone: measuring all their cells takes ten times as long as writing one."""
    before = document.IsAdjustHeightEnabled
    document.IsAdjustHeightEnabled = False
    try:
        yield
    finally:
        document.IsAdjustHeightEnabled = before
