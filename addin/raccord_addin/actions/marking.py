"""Marking: a mode's word in the update row of every selected column (SPEC §7)."""

from raccord.cells import column_letters
from raccord.marks import MODE_WORDS, UpdateMode, mark_text
from raccord_addin.actions.head import (
    SheetHead,
    better_header_row,
    check_marks,
    head_of,
    mark_ops,
    selected_columns,
    subject,
)
from raccord_addin.buttons import find_button
from raccord_addin.desk import Desk
from raccord_addin.ops import Reply, Say
from raccord_addin.snapshot import Snapshot


def mark(mode: UpdateMode, snapshot: Snapshot, desk: Desk) -> Reply:
    """Mark the selected columns; a field that a mark names stays named.

    Raises:
        SheetError: no column is selected, or the new mark cannot be used where it would stand.
    """
    head = head_of(snapshot, better_header_row(subject(snapshot), desk))
    columns = selected_columns(snapshot, head)
    new = {column: mark_text(mode, desk.language, head.target(column)) for column in columns}
    check_marks(subject(snapshot), head, new, desk)
    return Reply((*mark_ops(head, new, desk), Say(_said(mode, head, columns, desk))))


def _said(mode: UpdateMode, head: SheetHead, columns: list[int], desk: Desk) -> str:
    named = ", ".join(f"{column_letters(column)} “{head.headers.get(column, '')}”" for column in columns)
    sentences = [desk.words("marked", mode=MODE_WORDS[mode][desk.language], columns=named)]
    for column in columns:
        header = head.headers.get(column, "")
        if mode is not UpdateMode.IGNORE and not head.target(column) and desk.catalogue.named(header) is None:
            sentences.append(desk.words("no-field", header=header, button=button_label("assign_field", desk)))
    return " ".join(sentences)


def button_label(name: str, desk: Desk) -> str:
    """The label of a button in the user's language."""
    button = find_button(name)
    return button.label[desk.language] if button else name
