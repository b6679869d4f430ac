"""Strategies of raw cells: a typed value as a spreadsheet would hold it, with the noise of real sheets."""

import unicodedata
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from oracle.catalogue import TEXT_TYPES, Field
from oracle.values import NO, YES
from oracle.world import Scalar
from raccord.cells import FORMULA_WITHOUT_VALUE, ErrorCell, RawCell

DATE_STYLES = ("%Y-%m-%d", "%Y-%m-%d", "%Y-%m-%d", "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%d-%m-%Y", "%Y/%m/%d")
NOISES = (
    lambda text: text,
    str.upper,
    str.lower,
    lambda text: unicodedata.normalize("NFD", text),
    lambda text: f" {text}\t",
    lambda text: f"\u00a0{text}\u202f",
    lambda text: text.replace(" ", "\u00a0"),
    lambda text: text.replace(" ", "  "),
    lambda text: text.replace("\n", "\r\n"),
)
ERRORS: tuple[RawCell, ...] = (ErrorCell("#N/A"), "#REF!", " #DIV/0! ", FORMULA_WITHOUT_VALUE)
BLANKS: tuple[RawCell, ...] = (None, "", "  ", "\u00a0", "\n")
ODD_TEXTS: tuple[RawCell, ...] = (
    75001.0,
    3.5,
    1e-7,
    True,
    date(2026, 11, 22),
    datetime(2026, 11, 22, 14, 30),
    time(14, 30),
    "=1+1",
)
JUNK: dict[str, tuple[RawCell, ...]] = {
    "text": ODD_TEXTS,
    "multiline": ODD_TEXTS,
    "url": (3.5, "a\nb"),
    "phone": (612345678.0, "06\n07"),
    "email": ("nobody", "a@b@c", "@x", "a b@c", 5),
    "choice": ("Bronze", 1),
    "choices": ("Gold; Bronze", "Bronze"),
    "integer": (1.5, True, "seven", "1.5", date(2026, 1, 1), 1e15),
    "decimal": (True, "12,34,5", "12 %", "some", "1.234.56", 0.1, 0.25, "0,125", date(2026, 1, 1)),
    "boolean": ("perhaps", 2, 0.5, date(2026, 1, 1)),
    "date": (45000.0, "soon", datetime(2026, 1, 1, 14, 30), "31/31/2026", True),
    "datetime": (45000.5, "soon", "2026-01-01T10:00Z", datetime(2026, 1, 1, 0, 0, 0, 400_000)),
    "time": ("25:00", "noon", timedelta(days=1), 0.5, datetime(2026, 1, 1, 14, 30)),
}


def noisy(text: str) -> st.SearchStrategy[str]:
    """The same text in another case, composition or spacing."""
    return st.sampled_from(NOISES).map(lambda noise: noise(text))


def junk(field: Field) -> st.SearchStrategy[RawCell]:
    """A cell that this field mostly cannot read, or reads as something odd."""
    return st.sampled_from(("0", 0, -1, "x", 2.5, *ERRORS) if field.name == "id" else (*JUNK[field.type], *ERRORS))


def shown(field: Field, value: Scalar, style: str, locale: str | None) -> st.SearchStrategy[RawCell]:
    """A value of the field as a sheet may show it; `style` is the column's own date format."""
    if value is None:
        return st.sampled_from(BLANKS)
    if field.type in TEXT_TYPES:
        return _shown_text(field, str(value))
    if field.type == "boolean":
        words = sorted(YES if value else NO)
        return st.sampled_from([bool(value), int(value), float(value), *words, words[0].upper()])
    if field.type == "integer":
        return st.sampled_from([int(value), float(value), str(value), f" {value}", f"{value:,}".replace(",", "\u00a0")])
    if field.type == "decimal":
        return st.sampled_from(_shown_decimal(str(value), locale))
    return st.sampled_from(_shown_moment(field.type, str(value), style))


def _shown_text(field: Field, text: str) -> st.SearchStrategy[RawCell]:
    if field.type == "choices":
        parts = text.split("; ")
        joined = st.permutations(parts).flatmap(
            lambda order: st.sampled_from(("; ", ",", "\n")).map(lambda by: by.join(order))
        )
        return joined.flatmap(noisy)
    if text.isdigit() and not text.startswith("0"):
        return st.one_of(noisy(text), st.sampled_from((int(text), float(text))))
    return noisy(text)


def _shown_decimal(text: str, locale: str | None) -> list[RawCell]:
    """Numbers and their texts; a point that a French sheet could not tell from a group is never written."""
    english, plain_comma = f"{Decimal(text):,}", text.replace(".", ",")
    german = english.translate(str.maketrans(",.", ".,"))
    french = english.translate(str.maketrans(",.", "\u202f,"))
    texts = [french, plain_comma, f"{french} €", f"EUR {plain_comma}", english.replace(",", "'")]
    texts += [] if locale == "fr-FR" else [english, german, text]
    return [float(text), *texts]


def _shown_moment(kind: str, text: str, style: str) -> list[RawCell]:
    if kind == "time":
        at = time.fromisoformat(text)
        return [at, timedelta(hours=at.hour, minutes=at.minute, seconds=at.second), text, at.replace(microsecond=400)]
    moment = datetime.fromisoformat(text)
    day = moment.strftime(style)
    if kind == "date":
        return [moment.date(), moment, day, f" {day} "]
    written = f"{day} {moment:%H:%M:%S}"
    return [moment, written, written.replace(" ", "T"), moment + timedelta(microseconds=300)]
