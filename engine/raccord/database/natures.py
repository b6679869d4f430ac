"""What a column of a foreign table holds, and which values fit into it, as far as its type tells (SPEC §6)."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import Boolean, Column, Date, DateTime, Double, Enum, Float, Integer, Numeric, String, Time, Uuid
from sqlalchemy.dialects import mysql
from sqlalchemy.types import BigInteger, SmallInteger

from raccord.catalogue import TEXT_TYPES, Field, FieldType
from raccord.translation import N_, _
from raccord.values import Fault, Value
from raccord.values.numerals import decimal_text


class Nature(StrEnum):
    """A kind of column, the same in every family."""

    WHOLE = N_("whole numbers")
    NUMBER = N_("exact numbers")
    FLOAT = N_("approximate numbers")
    TRUTH = N_("booleans")
    DAY = N_("dates")
    MOMENT = N_("dates with a time")
    CLOCK = N_("times")
    TEXT = N_("text")
    UUID = N_("UUIDs")
    OTHER = N_("values of a type that Raccord does not know")


# Subclasses come before what they derive from.
_NATURES: tuple[tuple[type[Any], Nature], ...] = (
    (mysql.BIT, Nature.OTHER),
    (mysql.YEAR, Nature.OTHER),
    (mysql.SET, Nature.OTHER),
    (Boolean, Nature.TRUTH),
    (Integer, Nature.WHOLE),
    (Float, Nature.FLOAT),
    (Numeric, Nature.NUMBER),
    (DateTime, Nature.MOMENT),
    (Date, Nature.DAY),
    (Time, Nature.CLOCK),
    (Uuid, Nature.UUID),
    (String, Nature.TEXT),
)
_HELD = {
    FieldType.INTEGER: {Nature.WHOLE, Nature.NUMBER},
    FieldType.DECIMAL: {Nature.NUMBER, Nature.FLOAT, Nature.WHOLE, Nature.TEXT},
    FieldType.BOOLEAN: {Nature.TRUTH, Nature.WHOLE},
    FieldType.DATE: {Nature.DAY, Nature.TEXT},
    FieldType.TIME: {Nature.CLOCK, Nature.TEXT},
    FieldType.DATETIME: {Nature.MOMENT, Nature.TEXT},
}
_INTEGER_BITS = ((mysql.TINYINT, 8), (mysql.MEDIUMINT, 24), (SmallInteger, 16), (BigInteger, 64), (Integer, 32))
_TEXT_BYTES = ((mysql.TINYTEXT, 255), (mysql.TEXT, 65_535), (mysql.MEDIUMTEXT, 16_777_215))
# MariaDB's names of character sets, where Python calls them otherwise.
_ENCODINGS = {"latin1": "cp1252", "latin2": "iso8859-2", "latin5": "iso8859-9", "latin7": "iso8859-13", "utf8mb4": None}
_SINGLE_DIGITS, _DOUBLE_DIGITS = 6, 15
_DOUBLE_PRECISION = 25
_LAST_CHARACTER_OF_UTF8MB3 = "\uffff"


def nature_of(column: Column[Any]) -> Nature:
    """What the column holds."""
    return next((nature for kind, nature in _NATURES if isinstance(column.type, kind)), Nature.OTHER)


def can_hold(column: Column[Any], one: Field) -> bool:
    """Tell whether the column can hold the field without losing anything."""
    nature = nature_of(column)
    if one.type in TEXT_TYPES:
        return nature is Nature.TEXT
    if one.type is FieldType.INTEGER and nature is Nature.NUMBER:
        return not getattr(column.type, "scale", 0)
    return nature in _HELD[one.type]


@dataclass(frozen=True, slots=True)
class Limits:
    """The values that a column can hold; None where its type sets no limit."""

    length: int | None = None
    size: int | None = None
    encoding: str | None = None
    choices: tuple[str, ...] = ()
    lowest: int | None = None
    highest: int | None = None
    whole_digits: int | None = None
    decimals: int | None = None
    digits: int | None = None
    moments: tuple[str, str] | None = None

    def fault(self, one: Field, value: Value) -> Fault | None:
        """Why the column cannot hold a value of the field, if it cannot."""
        if value is None:
            return None
        if self.length is not None and len(str(value)) > self.length:
            return Fault("too-long", {"label": one.label_in(), "length": len(str(value)), "allowed": self.length})
        is_text = isinstance(value, str) and one.type is not FieldType.DECIMAL
        faults = self._text_faults(str(value)) if is_text else self._number_faults(Decimal(value))
        allowed = next(faults, None)
        if allowed is None:
            return None
        return Fault("does-not-fit", {"label": one.label_in(), "shown": str(value)[:60], "allowed": allowed})

    def _text_faults(self, value: str) -> Iterator[str]:
        if self.size is not None and len(value.encode()) > self.size:
            yield _("at most {size} bytes", size=self.size)
        if self.choices and value not in self.choices:
            yield _("one of {choices}", choices=", ".join(self.choices))
        if self.encoding and not _encodes(value, self.encoding):
            yield _("characters of {encoding}", encoding=self.encoding)
        if self.moments and not self.moments[0] <= value <= self.moments[1]:
            yield _("from {first} to {last}", first=self.moments[0], last=self.moments[1])

    def _number_faults(self, value: Decimal) -> Iterator[str]:
        decimals = max(0, -int(value.as_tuple().exponent))
        if self.decimals is not None and decimals > self.decimals:
            yield _("{count} decimals", count=self.decimals) if self.decimals else _("whole numbers")
        if self.lowest is not None and self.highest is not None and not self.lowest <= value <= self.highest:
            yield _("from {lowest} to {highest}", lowest=self.lowest, highest=self.highest)
        if self.whole_digits is not None and abs(value) >= Decimal(10) ** self.whole_digits:
            yield _("{count} digits before the decimal point", count=self.whole_digits)
        if self.digits is not None and len(decimal_text(abs(value)).replace(".", "").strip("0")) > self.digits:
            yield _("{count} digits", count=self.digits)


def limits_of(column: Column[Any], *, sized_numbers: bool) -> Limits:  # noqa: PLR0911 - one line a nature
    """The limits that a column's type sets; without `sized_numbers` every number has 64 bits, whatever its type."""
    kind: Any = column.type
    nature = nature_of(column)
    if not sized_numbers and nature in {Nature.WHOLE, Nature.FLOAT}:
        kind = BigInteger() if nature is Nature.WHOLE else Double()
    match nature:
        case Nature.WHOLE:
            lowest, highest = _whole_range(kind)
            return Limits(lowest=lowest, highest=highest, decimals=0)
        case Nature.NUMBER if kind.precision is not None:
            return Limits(whole_digits=kind.precision - (kind.scale or 0), decimals=kind.scale or 0)
        case Nature.FLOAT:
            return Limits(digits=_float_digits(kind), decimals=getattr(kind, "scale", None))
        case Nature.MOMENT if isinstance(kind, mysql.TIMESTAMP):
            return Limits(moments=("1970-01-02T00:00:00", "2038-01-18T00:00:00"))
        case Nature.TEXT if isinstance(kind, Enum):
            return Limits(choices=tuple(kind.enums))
        case Nature.TEXT:
            size = next((size for text, size in _TEXT_BYTES if isinstance(kind, text)), None)
            charset: str | None = getattr(kind, "charset", None)
            return Limits(length=kind.length, size=size, encoding=_ENCODINGS.get(charset or "", charset))
        case _:
            return Limits()


def _encodes(value: str, encoding: str) -> bool:
    if encoding in {"utf8", "utf8mb3"}:
        return max(value) <= _LAST_CHARACTER_OF_UTF8MB3
    try:
        value.encode(encoding)
    except LookupError:
        return True
    except UnicodeEncodeError:
        return False
    return True


def _whole_range(kind: Any) -> tuple[int, int]:
    bits = next(bits for integer, bits in _INTEGER_BITS if isinstance(kind, integer))
    if getattr(kind, "unsigned", False):
        return 0, 2**bits - 1
    return -(2 ** (bits - 1)), 2 ** (bits - 1) - 1


def _float_digits(kind: Any) -> int:
    """How many digits come back as they were written."""
    double = isinstance(kind, Double | mysql.DOUBLE) or (kind.precision or 0) >= _DOUBLE_PRECISION
    return _DOUBLE_DIGITS if double else _SINGLE_DIGITS
