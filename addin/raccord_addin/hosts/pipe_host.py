"""LibreOffice as a host: the component in its process is asked over a channel, and does what UNO is needed for."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol

from raccord.translation import N_, _
from raccord_addin.hosts import HostError
from raccord_addin.ops import Op, PutCells, PutLinks, op_json
from raccord_addin.snapshot import Book, SheetCells

MOST_ROWS = 10_000
"""How many rows one message holds, so that progress can be shown between them."""
_BLOCKS = {PutCells.kind, PutLinks.kind}
_READING = N_("Raccord: reading cells ({done:,} of {rows:,} rows)")
_WRITING = N_("Raccord: writing cells ({done:,} of {rows:,} rows)")


class Channel(Protocol):
    """Where messages go and answers come from."""

    def send(self, message: Mapping[str, Any]) -> None:
        """Send a message."""

    def receive(self) -> Mapping[str, Any]:
        """Wait for the next message."""


class PipeHost:
    """The workbook in which a button of LibreOffice was pressed."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel

    def look(self) -> Book:
        """Tell what the book is and where the user is in it.

        Raises:
            HostError: LibreOffice cannot tell.
        """
        return Book.from_json(self._ask("look"))

    def read(self, sheet: str, most: int | None = None) -> SheetCells:
        """Read a sheet's cells, at most its first `most` rows, in slices.

        Raises:
            HostError: there is no such sheet.
        """
        size = self._ask("size", sheet=sheet, most=most)
        read: dict[str, list[Any]] = {"rows": [], "kinds": [], "errors": []}
        for first, last in _slices(size["rows"]):
            self._show(_READING, first - 1, size["rows"])
            part = self._ask("read", sheet=sheet, first=first, last=last, columns=size["columns"])
            for name, held in read.items():
                held.extend(part[name])
        return SheetCells.from_json({"name": sheet, "hidden": size["hidden"], "merged": size["merged"], **read})

    def apply(self, ops: Sequence[Op]) -> None:
        """Carry out operations in order; those before a refused one were carried out.

        Raises:
            HostError: LibreOffice refuses one of them.
        """
        parts = [part for op in ops for part in _parts(op)]
        rows, done = sum(map(_height, parts)), 0
        for together in _batches(parts):
            self._show(_WRITING, done, rows)
            self._ask("apply", ops=together)
            done += sum(map(_height, together))

    def progress(self, text: str) -> None:
        """Show in the status bar what is going on."""
        self._channel.send({"do": "progress", "text": text})

    def ask(self, text: str) -> bool:
        """Ask a yes-or-no question in a message box."""
        return self._ask("ask", text=text)["answer"] is True

    def _ask(self, do: str, **facts: Any) -> Mapping[str, Any]:
        self._channel.send({"do": do, **facts})
        answer = self._channel.receive()
        if "failed" in answer:
            raise HostError(answer["failed"])
        return answer

    def _show(self, text: str, done: int, rows: int) -> None:
        """Show how far it is, where it takes more than one message."""
        if rows > MOST_ROWS:
            self.progress(_(text, done=done, rows=rows))


def _slices(rows: int) -> Iterator[tuple[int, int]]:
    for first in range(1, rows + 1, MOST_ROWS):
        yield first, min(first + MOST_ROWS - 1, rows)


def _parts(op: Op) -> Iterator[dict[str, Any]]:
    """An operation as JSON values, a large block of cells in slices."""
    if not isinstance(op, (PutCells, PutLinks)):
        yield op_json(op)
        return
    for first, last in _slices(len(op.rows)):
        yield {**op_json(op), "row": op.row + first - 1, "rows": list(op.rows[first - 1 : last])}


def _height(part: Mapping[str, Any]) -> int:
    return len(part.get("rows", ())) if part["op"] in _BLOCKS else 1


def _batches(parts: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """Parts that travel together: as many as one message holds."""
    together: list[dict[str, Any]] = []
    rows = 0
    for part in parts:
        if together and rows + _height(part) > MOST_ROWS:
            yield together
            together, rows = [], 0
        together.append(part)
        rows += _height(part)
    if together:
        yield together
