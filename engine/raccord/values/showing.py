"""Values on their way out: as JSON (SPEC §8) and as text for people."""

from collections.abc import Callable
from datetime import date, datetime

from raccord.catalogue import Field, FieldType
from raccord.formats import day, decimal, moment
from raccord.translation import _, language
from raccord.values.parsing import Value


def json_value(one: Field, stored: str | int | None) -> Value:
    """Give a stored value its JSON form: booleans as booleans, blank text as null, all else as it is stored."""
    if stored is None or (isinstance(stored, str) and not stored.strip()):
        return None
    return bool(stored) if one.type is FieldType.BOOLEAN else stored


def shown(value: Value, kind: FieldType | None = None) -> str:
    """Write a value for a person: blank as nothing, booleans as yes and no, times to the minute where that is all.

    Numbers and days are written in the way of the language where the field's type, `kind`, says that they are such.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    text = str(value)
    if kind in _LOCAL:
        try:
            return _LOCAL[kind](text)
        except ValueError:
            return text
    return text.replace("T", " ").removesuffix(":00") if _is_datetime(value) else text


_LOCAL: dict[FieldType | None, Callable[[str], str]] = {
    FieldType.DECIMAL: lambda text: decimal(text, language()),
    FieldType.DATE: lambda text: day(date.fromisoformat(text), language()),
    FieldType.DATETIME: lambda text: moment(datetime.fromisoformat(text), language()),
}


def _is_datetime(value: str | int) -> bool:
    return isinstance(value, str) and len(value) == 19 and value[10] == "T" and value[4] == value[7] == "-"  # noqa: PLR2004
