"""The settings of a workbook, kept on a sheet of its own that people can read and change (SPEC §9).

A workbook can name a profile of the user's configuration; it never brings a URL, a path or code (SPEC §10).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeVar

from raccord.catalogue import ID, Catalogue
from raccord.cells import RawCell, cell_name, is_blank
from raccord.configuration.user import UserConfiguration, quoted
from raccord.errors import SheetError, UsageError, Where
from raccord.marks import IMPORT_MODE_WORDS, ImportMode, OnDuplicate, mark_text, plain
from raccord.planning.options import ScopeCondition
from raccord.sheet_choice import SETTINGS_SHEET
from raccord.translation import Texts, _, language
from raccord.values import SheetLocale, sheet_locale
from raccord_addin.snapshot import SheetCells

Choice = TypeVar("Choice", bound=StrEnum)


class Setting(StrEnum):
    """The lines of the settings sheet, in order."""

    MODE = "mode"
    ON_DUPLICATE = "on_duplicate"
    PROFILE = "profile"
    SCOPE = "scope"
    LOCALE = "locale"


LABELS: dict[Setting, dict[str, str]] = {
    Setting.MODE: {"en": "Import mode", "fr": "Mode d'import", "de": "Importmodus"},
    Setting.ON_DUPLICATE: {"en": "Duplicate rows", "fr": "Lignes en double", "de": "Doppelte Zeilen"},
    Setting.PROFILE: {"en": "Customer base", "fr": "Base clients", "de": "Kundendatenbank"},
    Setting.SCOPE: {"en": "Only customers with", "fr": "Seulement les clients avec", "de": "Nur Kunden mit"},
    Setting.LOCALE: {"en": "Numbers and dates of", "fr": "Nombres et dates de", "de": "Zahlen und Daten aus"},
}
EXPLANATIONS: dict[Setting, Texts] = {
    Setting.MODE: Texts("What becomes of rows without a customer, and of customers without a row."),
    Setting.ON_DUPLICATE: Texts("When several rows mean one customer: leave all out, or apply the first or the last."),
    Setting.PROFILE: Texts("The name of a base in your configuration; blank for your usual one."),
    Setting.SCOPE: Texts("For example owner = anna@example.org: no other customer is seen, changed or deleted."),
    Setting.LOCALE: Texts("How 1,234 or 03/04/2026 is meant: fr-FR, de-DE, en-US … Blank: doubtful ones are invalid."),
}
ON_DUPLICATE_WORDS: dict[OnDuplicate, dict[str, str]] = {
    OnDuplicate.REJECT: {"en": "Leave all out", "fr": "Les écarter", "de": "Alle auslassen"},
    OnDuplicate.FIRST: {"en": "First row", "fr": "Première ligne", "de": "Erste Zeile"},
    OnDuplicate.LAST: {"en": "Last row", "fr": "Dernière ligne", "de": "Letzte Zeile"},
}
FIRST_ROW = 4
VALUE_COLUMN = 2
FIELDS_COLUMN = 5
"""The column that lists every field with its usual mode, from `FIRST_ROW` on: what Assign field offers."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a workbook asks for; `profile` names a base of the user's configuration."""

    mode: ImportMode = ImportMode.UPDATE
    on_duplicate: OnDuplicate = OnDuplicate.REJECT
    profile: str | None = None
    scope: tuple[ScopeCondition, ...] = ()
    locale: SheetLocale | None = None


def field_marks(catalogue: Catalogue, language: str) -> tuple[str, ...]:
    """Every field of the catalogue as a mark that feeds it, in its usual mode: `Keep → Name`."""
    return tuple(
        mark_text(one.default_mode, language, one.label_in(language))
        for one in catalogue.by_name.values()
        if one.name != ID
    )


def setting_rows(cells: SheetCells | None) -> dict[Setting, int]:
    """The row of each setting on the sheet, by its label; one without has the row of its order if that is free."""
    labelled: dict[Setting, int] = {}
    for number, row in enumerate(cells.rows if cells else (), 1):
        if one := _labelled(row[0] if row else None):
            labelled[one] = number
    usual = {one: FIRST_ROW + at for at, one in enumerate(Setting)}
    return {one: row for one, row in usual.items() if row not in labelled.values()} | labelled


def read_settings(cells: SheetCells | None, catalogue: Catalogue, configuration: UserConfiguration) -> Settings:
    """Read the settings sheet; without one, everything has its default.

    Raises:
        SheetError: a value that the setting does not have, or a line without its label, with its cell.
    """
    if cells is None:
        return Settings()
    rows = setting_rows(cells)
    _check_labels(cells, rows)
    given = {one: _text(cells.cell(rows[one], VALUE_COLUMN)) if one in rows else "" for one in Setting}
    settings = Settings(
        _one_of(IMPORT_MODE_WORDS, Setting.MODE, given, rows) or ImportMode.UPDATE,
        _one_of(ON_DUPLICATE_WORDS, Setting.ON_DUPLICATE, given, rows) or OnDuplicate.REJECT,
        _profile(given[Setting.PROFILE], configuration, rows),
        locale=_locale(given[Setting.LOCALE], rows),
    )
    return replace(settings, scope=_scope(given[Setting.SCOPE], catalogue, settings.locale, rows))


def _check_labels(cells: SheetCells, rows: Mapping[Setting, int]) -> None:
    """Refuse a line that has lost its label: which setting its value is meant for would be a guess."""
    for one, row in rows.items():
        line = [cells.cell(row, column) for column in (1, VALUE_COLUMN)]
        if any(not is_blank(cell) for cell in line) and not _labelled(line[0]):
            raise SheetError(
                "missing-label",
                _("The label “{label}” is missing here.", label=LABELS[one][language()]),
                message=_("Raccord finds a setting by its label."),
                hint=_("Click Settings, which writes the labels again, and look at the values."),
                where=Where(sheet=SETTINGS_SHEET, cell=cell_name(SETTINGS_SHEET, row, 1)),
            )


def _labelled(cell: RawCell) -> Setting | None:
    """The setting that a cell is the label of."""
    known = {plain(word): one for one, words in LABELS.items() for word in words.values()}
    return known.get(plain(cell)) if isinstance(cell, str) else None


def _one_of(
    words: Mapping[Choice, Mapping[str, str]],
    setting: Setting,
    given: Mapping[Setting, str],
    rows: Mapping[Setting, int],
) -> Choice | None:
    text = given[setting]
    for choice, names in words.items():
        if plain(text) in {plain(choice.value), *map(plain, names.values())}:
            return choice
    if not text:
        return None
    allowed = ", ".join(names[language()] for names in words.values())
    raise _fault(
        rows[setting],
        _("“{text}” is none of the values of “{label}”.", text=text, label=LABELS[setting][language()]),
        _("Use one of: {allowed}.", allowed=allowed),
    )


def _profile(name: str, configuration: UserConfiguration, rows: Mapping[Setting, int]) -> str | None:
    """The name of a profile, and nothing that is not one: a workbook never brings a URL."""
    if not name:
        return None
    if name not in configuration.profiles:
        known = ", ".join(configuration.profiles) or _("none yet")
        title = _("{name} is no base of your configuration.", name=quoted(name))
        raise _fault(
            rows[Setting.PROFILE], title, _("Empty the cell for your usual base, or use one of: {known}.", known=known)
        )
    return name


def _scope(
    text: str, catalogue: Catalogue, locale: SheetLocale | None, rows: Mapping[Setting, int]
) -> tuple[ScopeCondition, ...]:
    from raccord.configuration.imports import scope_condition  # noqa: PLC0415 - loads YAML and pydantic

    if not text:
        return ()
    name, equals, value = text.partition("=")
    one = catalogue.named(name)
    if not equals or one is None:
        title = _("“{text}” does not say which customers are meant.", text=text)
        raise _fault(rows[Setting.SCOPE], title, _("Write a field, = and its value: owner = anna@example.org."))
    try:
        return (scope_condition(one, value.strip(), locale),)
    except UsageError as fault:
        hint = fault.hint or _("Correct the value, or empty the cell.")
        raise _fault(rows[Setting.SCOPE], fault.title, hint, fault.message) from fault


def _locale(name: str, rows: Mapping[Setting, int]) -> SheetLocale | None:
    try:
        return sheet_locale(name) if name else None
    except UsageError as fault:
        raise _fault(rows[Setting.LOCALE], fault.title, fault.hint) from fault


def _fault(row: int, title: str, hint: str, message: str = "") -> SheetError:
    cell = cell_name(SETTINGS_SHEET, row, VALUE_COLUMN)
    where = Where(sheet=SETTINGS_SHEET, cell=cell)
    return SheetError("bad-setting", title, message=message, hint=hint, where=where)


def _text(cell: RawCell) -> str:
    return "" if is_blank(cell) else str(cell).strip()
