"""The outcome of every row, decided in the order of the Readings (SPEC §3, §4)."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from oracle import merge
from oracle.catalogue import Field, parse
from oracle.matching import Candidate, Matcher, kept, scope_values, seen
from oracle.merge import Change
from oracle.sheet import Sheet, read
from oracle.values import INVALID, Typed, fold, is_blank
from oracle.world import Scalar, World

CHANGING = ("created", "updated", "restored")
APPLICABLE = ("created", "updated", "unchanged", "restored")


@dataclass(slots=True)
class Row:
    """One row on its way to an outcome; `target` is the one customer it means, active or to be restored."""

    number: int
    typed: Mapping[str, Typed]
    best: list[Candidate] = field(default_factory=list)
    target: Candidate | None = None
    restores: bool = False
    outcome: str = ""
    kinds: list[str] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    blanks_kept: int = 0

    @property
    def values(self) -> dict[str, Scalar]:
        """The readable values."""
        return {name: value for name, value in self.typed.items() if value is not INVALID}

    @property
    def is_valid(self) -> bool:
        """Whether every cell is readable."""
        return INVALID not in self.typed.values()

    @property
    def is_open(self) -> bool:
        """Whether no rule has settled the outcome yet."""
        return not self.outcome

    @property
    def is_matched(self) -> bool:
        """Whether exactly one active customer matches."""
        return len(self.best) == 1

    def settle(self, outcome: str, kind: str) -> None:
        """Give the row the outcome; the first one stays, the kinds add up."""
        self.outcome = self.outcome or outcome
        self.kinds.append(kind)


class Plan:
    """The rows of a world with their outcomes, and the customers that go to the bin."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.fields: dict[str, Field] = parse(world.catalogue_data)
        self.sheet: Sheet = read(world.rows, self.fields, world.options)
        self.scope = scope_values(self.fields, world.options)
        self.active = seen(world.customers, self.fields, world.options, binned=False)
        self.binned = seen(world.customers, self.fields, world.options, binned=True)
        self.matcher = Matcher(self.fields, self.sheet.keys)
        self.rows = [Row(row.number, row.values) for row in self.sheet.rows]
        self._decide()
        self.blocked = self._blocked()
        self.deletions = [] if self.blocked else self._deletions()

    @property
    def mode(self) -> str:
        """The import mode."""
        return self.world.options.mode

    @property
    def is_refused(self) -> bool:
        """Whether more than 20 % of the active customers, and more than 10, would go without their exact number."""
        many = len(self.deletions) > 10 and len(self.deletions) * 5 > len(self.active)
        return many and self.world.options.confirm_deletions != len(self.deletions)

    @property
    def changes_customers(self) -> bool:
        """Whether any customer would be made, changed, brought back or deleted."""
        return bool(self.deletions) or any(row.outcome in CHANGING for row in self.rows)

    def _decide(self) -> None:
        self._repeated()
        for row in self.rows:
            if row.is_open:
                self._match(row)
        for row in self.rows:
            if not row.is_valid:
                row.settle("invalid", "invalid-cell")
            elif row.is_open:
                self._without_other_rows(row)
        self._duplicates()
        for row in filter(lambda row: row.is_open, self.rows):
            self._check(row)
        self._unique_twice()
        for row in filter(lambda row: row.is_open, self.rows):
            self._finish(row)

    def _match(self, row: Row) -> None:
        if all(row.typed[key] is not INVALID for key in self.sheet.keys):
            row.best = self.matcher.best(row.values, self.active)
            row.target = row.best[0] if row.is_matched else None

    def _repeated(self) -> None:
        first: dict[tuple[Scalar, ...], int] = {}
        for row in filter(lambda row: row.is_valid, self.rows):
            if first.setdefault(tuple(row.values.values()), row.number) != row.number:
                row.settle("repeated", "repeated")

    def _without_other_rows(self, row: Row) -> None:
        may_restore = self.mode in ("update", "update_delete") and not row.best
        binned = self.matcher.binned(row.values, self.binned) if may_restore else []
        if len(row.best) > 1:
            row.settle("ambiguous", "ambiguous")
        elif len(binned) > 1:
            row.settle("ambiguous", "ambiguous-restore")
        elif binned:
            row.target, row.restores = binned[0], True
        elif self.mode == "add" and row.is_matched:
            row.settle("duplicate", "already-there")
        elif self.mode == "update_only" and not row.is_matched:
            row.settle("ignored", "unmatched")

    def _duplicates(self) -> None:
        rows = [row for row in self.rows if row.is_open]
        related = {
            place: {other for other in range(len(rows)) if other != place and self._related(row, rows[other])}
            for place, row in enumerate(rows)
        }
        stays = kept(related, related, self.world.options.on_duplicate)
        for place in set(related) - stays:
            rows[place].settle("duplicate", "duplicate-match" if rows[place].target else "duplicate-new")

    def _related(self, row: Row, other: Row) -> bool:
        if row.target and other.target:
            return row.target.customer == other.target.customer
        return not row.target and not other.target and self.matcher.fits(row.values, other.values)

    def old(self, row: Row) -> Mapping[str, Scalar]:
        """Give the values of the row's customer before the import; a new one has none."""
        if not row.target:
            return {}
        return self.world.customers[row.target.customer].fields

    def _check(self, row: Row) -> None:
        """Work out the row's changes, then what forbids them."""
        if row.target:
            row.changes = merge.changes_of(self.fields, self.sheet.modes, self.old(row), row.values)
        else:
            row.changes = merge.created_changes(self.sheet.modes, row.values, self.scope)
        gives = self._gives(row)
        if not row.target and any(field.required and name not in gives for name, field in self.fields.items()):
            row.settle("ignored", "missing-required")
            return
        for change in row.changes:
            self._check_change(row, change)
        if any(self._is_taken(self.fields[name], value, row) for name, value in self._unique_given(row).items()):
            row.settle("invalid", "unique-taken")

    def _gives(self, row: Row) -> dict[str, Scalar]:
        """Give the filled values that the row writes; a restored customer also brings back all it had."""
        had = self.old(row) if row.restores else {}
        after = {**had, **{change.field: change.new for change in row.changes}}
        return {name: value for name, value in after.items() if not is_blank(value)}

    def _unique_given(self, row: Row) -> dict[str, Scalar]:
        return {name: value for name, value in self._gives(row).items() if self.fields[name].unique}

    def _check_change(self, row: Row, change: Change) -> None:
        rules = self.fields[change.field]
        if rules.required and change.new is None:
            row.settle("invalid", "clears-required")
        if rules.immutable and change.old is not None:
            row.settle("invalid", "changes-immutable")
        wanted = self.scope.get(change.field)
        if not row.target and wanted is not None and fold(rules, change.new) != fold(rules, wanted):
            row.settle("invalid", "outside-scope")

    def _is_taken(self, rules: Field, value: Scalar, row: Row) -> bool:
        """An external id is compared with every other customer, other unique fields with the active ones."""
        return any(
            fold(rules, customer.fields[rules.name]) == fold(rules, value)
            for number, customer in self.world.customers.items()
            if not (row.target and row.target.customer == number)
            and (rules.name == "external_id" or not customer.binned)
        )

    def _unique_twice(self) -> None:
        rows = [row for row in self.rows if row.is_open]
        given = [
            {(name, fold(self.fields[name], value)) for name, value in self._unique_given(row).items()} for row in rows
        ]
        for place, row in enumerate(rows):
            if any(given[place] & given[other] for other in range(len(rows)) if other != place):
                row.settle("duplicate", "duplicate-unique")

    def _finish(self, row: Row) -> None:
        if row.target:
            row.outcome = "restored" if row.restores else "updated" if row.changes else "unchanged"
            row.blanks_kept = merge.count_blanks_kept(self.sheet.modes, self.old(row), row.values)
        else:
            row.outcome = "created"
        row.kinds.extend(["restored"] if row.restores else [])
        row.kinds.extend("leading-zeros" for change in row.changes if self._loses_zeros(change))

    def _loses_zeros(self, change: Change) -> bool:
        old, new = str(change.old), str(change.new)
        digits = old.isascii() and old.isdigit() and new.isascii() and new.isdigit()
        return self.fields[change.field].type == "text" and digits and len(new) < len(old)

    def _blocked(self) -> str | None:
        if self.mode != "update_delete":
            return None
        if any(row.typed[key] is INVALID for row in self.rows for key in self.sheet.keys):
            return "blocked-unreadable-key"
        return None if any(row.outcome in APPLICABLE for row in self.rows) else "blocked-no-rows"

    def _deletions(self) -> list[int]:
        if self.mode != "update_delete":
            return []
        mentioned = {candidate.customer for row in self.rows for candidate in row.best}
        return [
            number
            for number, values in sorted(self.active.items())
            if number not in mentioned and values.get("protected") is not True
        ]
