"""The locale of a sheet: its decimal mark and whether its dates have the month first."""

from dataclasses import dataclass

from raccord.errors import UsageError
from raccord.translation import _


@dataclass(frozen=True, slots=True)
class SheetLocale:
    """How a locale writes numbers and dates.

    `month_first` is None where the year comes first, which does not tell how 03/04/2026 is meant.
    """

    decimal_mark: str
    grouping_mark: str
    month_first: bool | None


def sheet_locale(name: str) -> SheetLocale:
    """Look a locale up by its name, such as `fr`, `de-AT` or `en_US`; raises UsageError for an unknown one."""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - only when a locale is given

    try:
        locale = Locale.parse(name.strip().replace("_", "-"), sep="-")
    except (UnknownLocaleError, ValueError) as fault:
        raise UsageError(
            "unknown-locale",
            _("“{name}” is no locale.", name=name),
            hint=_("Give a language and a country, such as fr-FR, de-AT or en-US."),
        ) from fault
    symbols = locale.number_symbols["latn"]
    pattern = str(locale.date_formats["short"].pattern)
    year_first = pattern.find("y") < min(pattern.find("M"), pattern.find("d"))
    month_first = None if year_first else pattern.find("M") < pattern.find("d")
    return SheetLocale(symbols["decimal"], symbols["group"], month_first)
