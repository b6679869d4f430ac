"""Words for the operations of the journal, in the user's language and time."""

from raccord.journal import Operation, OperationKind
from raccord.journal.operations import local_time
from raccord_addin.desk import Desk

KINDS: dict[OperationKind, dict[str, str]] = {
    OperationKind.IMPORT: {"en": "import", "fr": "import", "de": "Import"},
    OperationKind.RESTORE: {"en": "restore", "fr": "restauration", "de": "Wiederherstellung"},
    OperationKind.UNDO: {"en": "undo", "fr": "annulation", "de": "Rücknahme"},
    OperationKind.POINT: {"en": "point by hand", "fr": "point manuel", "de": "Punkt von Hand"},
    OperationKind.BIN: {"en": "recycle bin", "fr": "corbeille", "de": "Papierkorb"},
    OperationKind.PURGE: {"en": "emptied bin", "fr": "corbeille vidée", "de": "Papierkorb geleert"},
}


def operation_text(one: Operation, desk: Desk) -> str:
    """Name an operation: what it was, of which file, and when."""
    named = one.file or one.label
    return ", ".join(part for part in (KINDS[one.kind][desk.language], named, local_time(one.at)) if part)
