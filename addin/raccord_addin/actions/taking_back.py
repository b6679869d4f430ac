"""Taking back: restore points on a sheet of their own, restore to the selected one, undo the last import (SPEC §7)."""

from collections.abc import Iterator, Sequence

from raccord.cells import RawCell
from raccord.errors import UsageError
from raccord.journal import Operation, Reversal, list_operations, restore, undo
from raccord.journal.labels import shown_label
from raccord.journal.operations import local_time
from raccord.sheet_choice import POINTS_SHEET
from raccord.translation import Texts, _
from raccord.values import shown
from raccord_addin.actions.clearing import taken_back_ops
from raccord_addin.actions.marking import button_label
from raccord_addin.actions.operation_words import KINDS, operation_text
from raccord_addin.actions.pages import page_ops
from raccord_addin.desk import Desk
from raccord_addin.ops import (
    Cell,
    Freeze,
    Op,
    Question,
    Reply,
    Say,
    Show,
)
from raccord_addin.snapshot import Snapshot

HEADER_LINE = 3
_WIDTHS = (10, 18, 20, 20, 44, 14, 26)
_TITLES = Texts("Raccord: restore points. Select a line, then click Restore to go back to just before it.")
_HEADERS = (
    Texts("Point"), Texts("Before"), Texts("At (local time)"), Texts("By"), Texts("File or label"), Texts("Customers"),
)  # fmt: skip
_CONFLICTS = (
    Texts("Kept, because it changed since"), Texts("Customer"), Texts("Field"), Texts("Expected"), Texts("Found"),
    Texts("Would be"), Texts("Why"),
)  # fmt: skip


def list_points(_snapshot: Snapshot, desk: Desk) -> Reply:
    """List every operation of the journal, the newest first.

    Raises:
        DatabaseError: there is no base yet, or it cannot be opened.
    """
    with desk.base() as database:
        operations = list_operations(database)
    said = desk.words("select-point", button=button_label("restore", desk))
    return Reply((*_points_ops(operations, desk), Show(POINTS_SHEET, HEADER_LINE + 1), Say(said)))


def restore_selected(snapshot: Snapshot, desk: Desk) -> Reply:
    """Ask, then take the base back to the point of the selected line; list the points where none is selected.

    Raises:
        RaccordError: the point is gone, or the base cannot be used.
    """
    point = _selected_point(snapshot)
    if point is None:
        return list_points(snapshot, desk)
    with desk.base() as database:
        operations = list_operations(database)
        chosen = _operation(operations, point)
        token = f"restore {point} of {operations[0].number}"
        if snapshot.answer != token:
            count = sum(one.number >= point for one in operations)
            text = desk.words("ask-restore", point=point, what=operation_text(chosen, desk), count=count)
            return Reply(question=Question(token, text))
        return _reversed(restore(database, point), snapshot, desk, list_operations(database))


def undo_last(snapshot: Snapshot, desk: Desk) -> Reply:
    """Ask, then take the last import back.

    Raises:
        RaccordError: there is no import to undo, or the base cannot be used.
    """
    with desk.base() as database:
        last = next((one for one in list_operations(database) if one.can_be_undone), None)
        if last is None:
            raise UsageError("nothing-to-undo-here", _("There is no import to undo."), hint=_("Import a sheet first."))
        token = f"undo {last.number}"
        if snapshot.answer != token:
            text = desk.words("ask-undo", point=last.number, what=operation_text(last, desk), count=last.customers)
            return Reply(question=Question(token, text))
        return _reversed(undo(database, last.number), snapshot, desk, list_operations(database))


def _reversed(done: Reversal, snapshot: Snapshot, desk: Desk, operations: Sequence[Operation]) -> Reply:
    said = desk.words(
        "reversed",
        customers=done.customers,
        cells=done.cells,
        removed=done.removed,
        back=done.brought_back,
        conflicts=done.conflict_count,
        point=done.operation,
    )
    shown = (*_points_ops(operations, desk, done), Show(POINTS_SHEET, HEADER_LINE + 1))
    return Reply((*shown, *taken_back_ops(snapshot, done.reverted, desk), Say(said)))


def _selected_point(snapshot: Snapshot) -> int | None:
    """The point of the selected line, when the sheet of points is in front."""
    points, book = (snapshot.own or {}).get(POINTS_SHEET), snapshot.book
    if points is None or book.active.casefold() != points.name.casefold() or not book.selection:
        return None
    row = book.selection[0].first_row
    number: RawCell = points.cell(row, 1) if row > HEADER_LINE else None
    return int(number) if isinstance(number, float) else None


def _operation(operations: Sequence[Operation], number: int) -> Operation:
    found = next((one for one in operations if one.number == number), None)
    if found is None:
        hint = _("List the points again, and select one of them.")
        raise UsageError(
            "point-gone", _("There is no restore point {number} in this customer base.", number=number), hint=hint
        )
    return found


def _points_ops(operations: Sequence[Operation], desk: Desk, done: Reversal | None = None) -> list[Op]:
    rows: list[list[Cell]] = [[_TITLES[desk.language]], [], [*(one[desk.language] for one in _HEADERS), ""]]
    rows += [_line(one, desk) for one in operations]
    conflicts = list(_conflict_lines(done, desk)) if done and done.conflicts else []
    headings = [HEADER_LINE, *([len(rows) + 2] if conflicts else [])]
    page = page_ops(POINTS_SHEET, _WIDTHS, [*rows, *conflicts], headings)
    return [*page, Freeze(POINTS_SHEET, HEADER_LINE)]


def _line(one: Operation, desk: Desk) -> list[Cell]:
    undone = _("taken back by {number}", number=one.undone_by) if one.undone_by else None
    what = one.file or shown_label(one)
    return [
        one.number, KINDS[one.kind][desk.language], local_time(one.at), one.author, what, one.customers, undone,
    ]  # fmt: skip


def _conflict_lines(done: Reversal, desk: Desk) -> Iterator[list[Cell]]:
    yield []
    yield [one[desk.language] for one in _CONFLICTS]
    for one in done.conflicts:
        field = desk.catalogue.by_name[one.field] if one.field else None
        label, kind = (field.label_in(desk.language), field.type) if field else (None, None)
        values = (shown(each, kind) for each in (one.expected, one.current, one.wanted))
        yield [None, one.customer, label, *values, _(one.reason)]
