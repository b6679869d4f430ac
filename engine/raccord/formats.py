"""How each language writes numbers and moments in texts for people; what machines read is written the same in all."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Format:
    """The marks of a language's numbers, its order of a day, and what stands before a percent sign."""

    grouping_mark: str
    decimal_mark: str
    day: str
    before_percent: str


FORMATS = {
    "en": Format(",", ".", "{0.year:04}-{0.month:02}-{0.day:02}", ""),
    "fr": Format("\u202f", ",", "{0.day:02}/{0.month:02}/{0.year:04}", "\u202f"),
    "de": Format(".", ",", "{0.day:02}.{0.month:02}.{0.year:04}", "\u00a0"),
}
"""English keeps the international order of a day: 03/04/2026 is another day in London than in New York."""


_HALF_A_PERCENT, _ALL_BUT_FEW = 0.005, 0.99


def grouped(count: int, language: str) -> str:
    """A whole number with its thousands set apart."""
    return f"{count:,}".replace(",", FORMATS[language].grouping_mark)


def percent(share: float, language: str) -> str:
    """A share between 0 and 1 in whole percent, which says neither all nor none where there are others."""
    sign = f"{FORMATS[language].before_percent}%"
    if 0 < share < _HALF_A_PERCENT:
        return f"<1{sign}"
    return f"{100 * (min(share, _ALL_BUT_FEW) if share < 1 else share):.0f}{sign}"


def decimal(text: str, language: str) -> str:
    """A number that is written with a point, such as `1234.5`, with the language's decimal mark."""
    return text.replace(".", FORMATS[language].decimal_mark)


def day(one: date, language: str) -> str:
    """A day."""
    return FORMATS[language].day.format(one)


def moment(at: datetime, language: str, *, seconds: bool = False) -> str:
    """A day and the time of it, to the minute; to the second where that is asked for or there are any."""
    rest = f":{at.second:02}" if seconds or at.second else ""
    return f"{day(at, language)} {at.hour:02}:{at.minute:02}{rest}"
