"""Values on their way out: as JSON (SPEC §8) and as text for people."""

from raccord.catalogue import Field, FieldType
from raccord.values.parsing import Value


def json_value(one: Field, stored: str | int | None) -> Value:
    """Give a stored value its JSON form: booleans as booleans, blank text as null, all else as it is stored."""
    if stored is None or (isinstance(stored, str) and not stored.strip()):
        return None
    return bool(stored) if one.type is FieldType.BOOLEAN else stored


def shown(value: Value) -> str:
    """Write a value for a person: blank as nothing, booleans as yes and no, times to the minute where that is all."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value).replace("T", " ").removesuffix(":00") if _is_datetime(value) else str(value)


def plural(count: int, noun: str) -> str:
    """Count things in words: `1 customer`, `1,200 customers`."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def _is_datetime(value: str | int) -> bool:
    return isinstance(value, str) and len(value) == 19 and value[10] == "T" and value[4] == value[7] == "-"  # noqa: PLR2004
