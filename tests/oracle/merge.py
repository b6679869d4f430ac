"""What becomes of one customer's cells (SPEC §4): pure functions over one row and one customer."""

from collections.abc import Mapping
from dataclasses import dataclass

from oracle.catalogue import Field
from oracle.values import is_blank, is_greater
from oracle.world import Scalar

Values = Mapping[str, Scalar]


@dataclass(frozen=True, slots=True)
class Change:
    """One cell that changes; a blank is None on either side."""

    field: str
    old: Scalar
    new: Scalar


def merged(field: Field, mode: str, old: Scalar, new: Scalar) -> Scalar:
    """Give what the customer's field becomes by the table of modes."""
    if mode in ("key", "fill"):
        return new if is_blank(old) else old
    if mode == "overwrite":
        return old if is_blank(new) else new
    if mode == "overwrite_or_clear":
        return new
    if mode == "overwrite_if_greater" and not is_blank(new):
        return new if is_blank(old) or is_greater(field, new, old) else old
    return old


def changes_of(fields: Mapping[str, Field], modes: Mapping[str, str], old: Values, row: Values) -> list[Change]:
    """Give the cells of a matched or restored customer that change; `id` is never written."""
    found = []
    for name, mode in modes.items():
        if name != "id":
            after = merged(fields[name], mode, old[name], row[name])
            if after != old[name] and not (is_blank(after) and is_blank(old[name])):
                found.append(Change(name, blank_as_none(old[name]), after))
    return found


def created_changes(modes: Mapping[str, str], row: Values, scope: Values) -> list[Change]:
    """Give the cells of a new customer: every mapped value, and the scope's where the row brings none."""
    brought = {name: row[name] for name in modes if name != "id" and not is_blank(row[name])}
    return [Change(name, None, value) for name, value in {**scope, **brought}.items()]


def count_blanks_kept(modes: Mapping[str, str], old: Values, row: Values) -> int:
    """Count the filled cells that an overwrite with a blank left alone."""
    return sum(is_blank(row[name]) and not is_blank(old[name]) for name, mode in modes.items() if mode == "overwrite")


def blank_as_none(value: Scalar) -> Scalar:
    """Report blank text as null (SPEC §8, Values)."""
    return None if is_blank(value) else value
