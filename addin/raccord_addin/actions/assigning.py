"""Assigning fields: the update row of the selected columns offers every field of the catalogue (SPEC §7)."""

from raccord.cells import CellRange, column_letters
from raccord.configuration.workbook import FIRST_ROW
from raccord.result_rules import column_areas
from raccord.sheet_choice import SETTINGS_SHEET
from raccord_addin.actions.head import better_header_row, head_of, mark_ops, selected_columns, subject
from raccord_addin.actions.settings import settings_ops
from raccord_addin.desk import Desk
from raccord_addin.ops import Reply, Say, SetDropdown, Show
from raccord_addin.settings import FIELDS_COLUMN, field_marks
from raccord_addin.snapshot import Snapshot


def assign_field(snapshot: Snapshot, desk: Desk) -> Reply:
    """Offer a list of fields, each with its usual mode, in the update row of the selected columns.

    The list lies on the settings sheet, because a cell's own list may have only 255 characters in Excel.

    Raises:
        SheetError: no column is selected.
    """
    head = head_of(snapshot, better_header_row(subject(snapshot), desk))
    columns = selected_columns(snapshot, head)
    last = FIRST_ROW + len(field_marks(desk.catalogue, desk.language)) - 1
    source = CellRange(FIRST_ROW, FIELDS_COLUMN, last, FIELDS_COLUMN)
    cells = column_areas(columns, head.update_row, head.update_row)
    first = f"{column_letters(columns[0])}{head.update_row}"
    return Reply(
        (
            *settings_ops(snapshot, desk),
            *mark_ops(head, {}, desk),
            SetDropdown(head.sheet, cells, source_sheet=SETTINGS_SHEET, source=source),
            Show(head.sheet, head.update_row, columns[0]),
            Say(desk.words("choose-field", cell=first)),
        )
    )
