"""The labels of operations as people read them: the journal keeps those of Raccord's own in English for everybody."""

import re

from raccord.journal.operations import Operation, OperationKind
from raccord.translation import N_, _

_OWN = {
    OperationKind.BIN: ("brought back", N_("brought back")),
    OperationKind.PURGE: (r"older than (?P<days>\d+) days", N_("older than {days} days")),
    OperationKind.UNDO: (r"of (?P<number>\d+)", N_("of {number}")),
    OperationKind.RESTORE: (r"to (?P<number>\d+)", N_("to {number}")),
}
"""How each kind of operation is labelled, and how that is said."""


def shown_label(one: Operation) -> str | None:
    """The label of an operation in the language spoken; what a user has written stays."""
    pattern, text = _OWN.get(one.kind, ("", ""))
    found = re.fullmatch(pattern, one.label) if pattern and one.label else None
    return _(text, **found.groupdict()) if found else one.label
