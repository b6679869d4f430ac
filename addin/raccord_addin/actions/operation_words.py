"""Words for the operations of the journal, in the user's language and time."""

from raccord.journal import Operation, OperationKind
from raccord.journal.labels import shown_label
from raccord.journal.operations import local_time
from raccord.translation import Texts
from raccord_addin.desk import Desk

KINDS: dict[OperationKind, Texts] = {
    OperationKind.IMPORT: Texts("import"),
    OperationKind.RESTORE: Texts("restore"),
    OperationKind.UNDO: Texts("undo"),
    OperationKind.POINT: Texts("point by hand"),
    OperationKind.BIN: Texts("recycle bin"),
    OperationKind.PURGE: Texts("emptied bin"),
}


def operation_text(one: Operation, desk: Desk) -> str:
    """Name an operation: what it was, of which file, and when."""
    named = one.file or shown_label(one)
    return ", ".join(part for part in (KINDS[one.kind][desk.language], named, local_time(one.at)) if part)
