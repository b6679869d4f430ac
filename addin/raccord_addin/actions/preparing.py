"""Preparing a sheet: the update row with suggested marks, and the list of keys that could be used (SPEC §7)."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from raccord.catalogue import EXTERNAL_ID, ID, Field
from raccord.cells import column_letters
from raccord.errors import DatabaseError, SheetError, Where
from raccord.formats import grouped, percent
from raccord.marks import ImportMode, UpdateMode, mark_text, parse_mark
from raccord.sheet_choice import KEYS_SHEET
from raccord.suggesting import Suggestion, keys_to_mark, suggest_keys
from raccord.translation import Texts, _
from raccord_addin.actions.head import SheetHead, better_header_row, head_of, mark_ops, marked_grid, subject
from raccord_addin.actions.importing import job_of
from raccord_addin.actions.marking import button_label
from raccord_addin.actions.pages import page_ops
from raccord_addin.desk import Desk
from raccord_addin.ops import Cell, Reply, Say, Show
from raccord_addin.snapshot import Snapshot

_KEYS_TITLE = Texts("Raccord: keys for “{sheet}”, the best first")
_KEYS_NOTE = Texts(
    "What becomes of {rows} rows (repeated ones left out), and the share of rows and customers told apart"
)
_KEYS_HEADERS = (
    Texts("Keys"), Texts("Unique in the sheet"), Texts("Unique in the base"), Texts("Rows matched"),
    Texts("Rows ambiguous"), Texts("Rows new"), Texts("Rows without key"),
)  # fmt: skip
_KEYS_WIDTHS = (44, 20, 24, 18, 18, 14, 18)
_HEADER_LINE = 3


def prepare(snapshot: Snapshot, desk: Desk) -> Reply:
    """Write the update row, and a mark for every column that names a field and has none; marks that are there stay.

    Identity columns and the best keys that the sheet and the base suggest are keys, the others have the catalogue's
    own mode.

    Raises:
        SheetError: the sheet is empty, or no row of it is known for its headers.
    """
    head = _head(snapshot, desk)
    fields = _mapped(head, desk)
    new = {column: one for column, one in fields.items() if column not in head.marks}
    keys = _keys(snapshot, head, fields, desk)
    marks = {column: mark_text(_mode(one, keys), desk.language) for column, one in new.items()}
    said = " ".join([_prepared_text(head, marks, desk), *_no_rows(snapshot, head, desk), *_left_out(head, desk)])
    return Reply((*mark_ops(head, marks, desk), Show(head.sheet, head.update_row, min(marks, default=1)), Say(said)))


def list_keys(snapshot: Snapshot, desk: Desk) -> Reply:
    """List the sets of columns that identify rows and customers, on a sheet of its own.

    Raises:
        RaccordError: the sheet or the base cannot be used.
    """
    job = job_of(snapshot, desk)
    headed = replace(job.marking, header_row=better_header_row(subject(snapshot), desk))
    found = suggest_keys(replace(job, marking=headed), progress=desk.progress)
    sheet = subject(snapshot).name
    if not found:
        return Reply((Say(desk.words("no-keys-found", sheet=sheet)),))
    rows: list[list[Cell]] = [
        [_KEYS_TITLE[desk.language].format(sheet=sheet)],
        [_KEYS_NOTE[desk.language].format(rows=grouped(found[0].rows, desk.language))],
        [one[desk.language] for one in _KEYS_HEADERS],
    ]
    rows += [_line(one, desk) for one in found]
    return Reply(
        (
            *page_ops(KEYS_SHEET, _KEYS_WIDTHS, rows, [_HEADER_LINE]),
            Show(KEYS_SHEET),
            Say(desk.words("keys-found")),
        )
    )


def _line(one: Suggestion, desk: Desk) -> list[Cell]:
    labels = " + ".join(desk.catalogue.by_name[name].label_in(desk.language) for name in one.keys)
    return [
        labels,
        *(percent(share, desk.language) for share in (one.unique_in_sheet, one.unique_in_base)),
        *map(float, one.counts),
    ]


def _head(snapshot: Snapshot, desk: Desk) -> SheetHead:
    """The head of the worked-on sheet; without marks, some header must name a field, or the row may be any."""
    cells = subject(snapshot)
    header_row = better_header_row(cells, desk)
    head = head_of(snapshot, header_row)
    if header_row is None and not head.marks:
        raise SheetError(
            "no-known-header",
            _(
                "No row of “{sheet}” names a customer's fields, so Raccord cannot tell which one holds the headers.",
                sheet=cells.name,
            ),
            message=_("Nothing was changed."),
            hint=_(
                "Write a header above each column, such as Name or ZIP, in a row right above the data; click "
                "again.\nIf it has headers of other words, choose their fields with {button}.",
                button=button_label("assign_field", desk),
            ),
            where=Where(sheet=cells.name),
        )
    return head


def _prepared_text(head: SheetHead, new: Mapping[int, str], desk: Desk) -> str:
    """Say where the marks are and what the keys are, or that one must be marked."""
    keys = ", ".join(_key_labels(head, new, desk))
    needed = not keys and desk.settings.mode is not ImportMode.ADD
    return desk.words(
        "prepared-without-key" if needed else "prepared",
        row=head.update_row,
        keys=keys or desk.words("none"),
        key=button_label("key", desk),
        button=button_label("preview", desk),
    )


def _key_labels(head: SheetHead, new: Mapping[int, str], desk: Desk) -> Iterator[str]:
    """What each column that is marked as a key holds."""
    fields = _mapped(head, desk)
    for column, text in sorted({**head.marks, **new}.items()):
        mark = parse_mark(text)
        if mark and mark.mode is UpdateMode.KEY:
            label = fields[column].label_in(desk.language) if column in fields else head.target(column)
            yield label or head.headers.get(column, "") or column_letters(column)


def _no_rows(snapshot: Snapshot, head: SheetHead, desk: Desk) -> Iterator[str]:
    if len(subject(snapshot).rows) <= head.header_row - head.inserts:
        yield desk.words("no-rows")


def _mapped(head: SheetHead, desk: Desk) -> Mapping[int, Field]:
    """The field of each column that names one; of two columns that name the same field, the first."""
    found: dict[int, Field] = {}
    for column, header in head.headers.items():
        one = desk.catalogue.named(head.target(column) or header)
        if one and one not in found.values():
            found[column] = one
    return found


def _keys(snapshot: Snapshot, head: SheetHead, fields: Mapping[int, Field], desk: Desk) -> set[str]:
    """The fields to be keys; without a base that can be read, the identity fields alone."""
    marks = {column: mark_text(UpdateMode.KEEP, desk.language) for column in fields if column not in head.marks}
    grid = marked_grid(subject(snapshot), head, marks)
    try:
        return set(keys_to_mark(replace(job_of(snapshot, desk), grid=grid), progress=desk.progress))
    except DatabaseError:
        return {one.name for one in fields.values() if one.name in {ID, EXTERNAL_ID}}


def _mode(one: Field, keys: set[str]) -> UpdateMode:
    if one.name in keys:
        return UpdateMode.KEY
    return UpdateMode.KEEP if one.default_mode is UpdateMode.KEY else one.default_mode


def _left_out(head: SheetHead, desk: Desk) -> Iterator[str]:
    """Name the columns that stay without a mark: those that name no field, and those whose field another one has."""
    mapped = _mapped(head, desk)
    feeders = {one.name: column for column, one in mapped.items()}
    unmapped: list[str] = []
    taken: list[str] = []
    for column, header in head.headers.items():
        if column in mapped or column in head.marks or head.is_own(column):
            continue
        place = f"{column_letters(column)} “{header}”"
        if one := desk.catalogue.named(header):
            taken.append(f"{place} ({column_letters(feeders[one.name])}: {one.label_in(desk.language)})")
        else:
            unmapped.append(place)
    if unmapped:
        yield desk.words("unmapped", headers=", ".join(unmapped))
    if taken:
        yield desk.words("field-taken", headers=", ".join(taken), button=button_label("assign_field", desk))
