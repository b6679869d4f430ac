"""The options of an import that decide its plan."""

from dataclasses import dataclass

from raccord.catalogue import Field
from raccord.marks import ImportMode, OnDuplicate
from raccord.planning.decisions import GivenDecision
from raccord.values import Value


@dataclass(frozen=True, slots=True)
class ScopeCondition:
    """Only customers whose field has this value may be seen, changed or deleted (SPEC §4)."""

    field: Field
    value: Value

    def __str__(self) -> str:
        """Write the condition as the user does: `owner=x@example.org`."""
        return f"{self.field.name}={self.value}"


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """Import mode, what to do with duplicates, the scope, and what the user has decided about single rows."""

    mode: ImportMode = ImportMode.UPDATE
    on_duplicate: OnDuplicate = OnDuplicate.REJECT
    scope: tuple[ScopeCondition, ...] = ()
    decisions: tuple[GivenDecision, ...] = ()
