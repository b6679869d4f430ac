"""Pressing a button: look at the workbook, take the snapshot, run the action, ask what must be asked, apply.

The one way from a click to a changed sheet, whoever holds the workbook.
"""

from collections.abc import Iterator
from dataclasses import replace

from raccord.cells import cell_name
from raccord.configuration.place import usual_language
from raccord.errors import RaccordError, SheetError, UsageError, Where
from raccord.failures import log_failure
from raccord.result_lines import SHEET_CELL
from raccord.sheet_choice import OWN_SHEETS, RESULT_SHEET, is_own_sheet
from raccord.translation import _, speak, speaking
from raccord_addin.buttons import Button, Touches, find_button
from raccord_addin.desk import Desk, open_desk
from raccord_addin.faults import told
from raccord_addin.hosts import Host, HostError
from raccord_addin.ops import Alert, Op, Reply, Say
from raccord_addin.snapshot import HEAD_ROWS, Book, Reach, SheetCells, Snapshot


def press(button_id: str, host: Host) -> None:
    """Do what a button does; whatever goes wrong is told to the user in a message box."""
    with speaking(usual_language()):
        _pressed(button_id, host)


def _pressed(button_id: str, host: Host) -> None:
    try:
        _press(button_id, host)
    except RaccordError as fault:
        _tell(host, told(fault))
    except HostError as fault:
        _tell(host, str(fault))
    except Exception as failure:  # noqa: BLE001 - a user never sees a traceback; the log has it
        _tell(host, log_failure(failure))


def _press(button_id: str, host: Host) -> None:
    button = find_button(button_id)
    if button is None:
        raise UsageError(
            "no-button",
            _("“{button}” is no button of Raccord's.", button=button_id),
            hint=_("Install the add-in again."),
        )
    book = host.look()
    speak(usual_language(book.language))
    _check_book(book, button)
    snapshot = _snapshot(button, book, host)
    desk = open_desk(snapshot, host.progress, configured=button.needs_configuration)
    host.apply(_answered(button, snapshot, desk, host))


def _answered(button: Button, snapshot: Snapshot, desk: Desk, host: Host) -> tuple[Op, ...]:
    """The operations of the action, after its question if it has one; none when the answer is no."""
    action = button.load()
    reply: Reply = action(snapshot, desk)
    if reply.question is None:
        return tuple(reply.ops)
    if not host.ask(reply.question.text):
        return (Say(""),)
    return tuple(action(replace(snapshot, answer=reply.question.token), desk).ops)


def _snapshot(button: Button, book: Book, host: Host) -> Snapshot:
    own = dict(_own_sheets(button, book, host))
    if button.reads is Reach.NOTHING:
        return Snapshot(book, own=own)
    if button.reads is Reach.SHOWN:
        shown = _named_by(own.get(RESULT_SHEET), book)
        return Snapshot(book, host.read(shown) if shown else None, own)
    name = _subject(book, own.get(RESULT_SHEET))
    _check_sheet(book, name, button)
    return Snapshot(book, host.read(name, HEAD_ROWS if button.reads is Reach.HEAD else None), own)


def _own_sheets(button: Button, book: Book, host: Host) -> Iterator[tuple[str, SheetCells]]:
    """The sheets that Raccord wrote, each whole where the button needs it; one of their names may be the user's."""
    for name in OWN_SHEETS:
        state = book.sheet(name)
        if state is not None:
            cells = host.read(state.name, None if name in button.own else HEAD_ROWS)
            _check_own(cells)
            yield name, cells


def _subject(book: Book, result: SheetCells | None) -> str:
    """The worked-on sheet: the active one; on a chart or a sheet of Raccord's own, the one of the result sheet."""
    if book.sheet(book.active) and not is_own_sheet(book.active):
        return book.active
    if named := _named_by(result, book):
        return named
    raise SheetError(
        "no-subject",
        _("“{sheet}” is no sheet of customers.", sheet=book.active),
        hint=_("Go to the sheet with your customers and click again."),
        where=Where(sheet=book.active),
    )


def _named_by(result: SheetCells | None, book: Book) -> str | None:
    """The sheet that a result sheet is about, if it is still there."""
    named = result.cell(*SHEET_CELL) if result else None
    state = book.sheet(named) if isinstance(named, str) else None
    return state.name if state and not is_own_sheet(state.name) else None


def _check_book(book: Book, button: Button) -> None:
    if button.touches is Touches.NOTHING:
        return
    if not book.writable:
        raise SheetError(
            "book-read-only",
            _("“{book}” is open for reading only, so Raccord cannot write into it.", book=book.name),
            hint=_("Save it under another name, or open it for editing, and click again."),
        )
    if book.locked:
        raise SheetError(
            "book-locked",
            _("The structure of “{book}” is protected, so Raccord cannot add its sheets.", book=book.name),
            hint=_("Unprotect the workbook's structure and click again."),
        )


def _check_sheet(book: Book, name: str, button: Button) -> None:
    state = book.sheet(name)
    if button.touches is Touches.SHEET and state is not None and state.protected:
        raise SheetError(
            "sheet-protected",
            _("The sheet “{name}” is protected, so Raccord cannot write into it.", name=name),
            message=_("Nothing was changed."),
            hint=_("Unprotect the sheet and click again."),
            where=Where(sheet=name),
        )


def _check_own(cells: SheetCells) -> None:
    """Raccord empties its own sheets, so one of their names on what may be a sheet of the user's stops everything."""
    first = cells.cell(1, 1)
    if cells.rows and not (isinstance(first, str) and first.startswith(RESULT_SHEET)):
        raise SheetError(
            "foreign-sheet",
            _("The sheet “{sheet}” has a name that Raccord needs for a sheet of its own.", sheet=cells.name),
            message=_(
                "Cell A1 of such a sheet begins with {word}, and this one does not. Nothing was changed.",
                word=RESULT_SHEET,
            ),
            hint=_(
                "If the sheet is yours, rename it. If Raccord made it, write {word} into its cell A1. Then "
                "click again.",
                word=RESULT_SHEET,
            ),
            where=Where(sheet=cells.name, cell=cell_name(cells.name, 1, 1)),
        )


def _tell(host: Host, text: str) -> None:
    try:
        host.apply((Say(text.splitlines()[0]), Alert(text)))
    except HostError as fault:
        host.progress(str(fault))
