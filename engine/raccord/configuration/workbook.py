"""The settings of a workbook, read from its sheet `Raccord settings` (SPEC §9).

A workbook can name a profile of the user's configuration; it never brings a URL, a path or code (SPEC §10).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import TypeVar

from raccord.catalogue import Catalogue
from raccord.cells import Grid, RawCell, RawRow, cell_name, is_blank
from raccord.configuration.user import UserConfiguration, quoted
from raccord.errors import SheetError, UsageError, Where
from raccord.marks import IMPORT_MODE_WORDS, ImportMode, OnDuplicate, plain
from raccord.planning.options import ScopeCondition
from raccord.sheet_choice import SETTINGS_SHEET
from raccord.translation import _, language
from raccord.values import SheetLocale, sheet_locale

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
ON_DUPLICATE_WORDS: dict[OnDuplicate, dict[str, str]] = {
    OnDuplicate.REJECT: {"en": "Leave all out", "fr": "Les écarter", "de": "Alle auslassen"},
    OnDuplicate.FIRST: {"en": "First row", "fr": "Première ligne", "de": "Erste Zeile"},
    OnDuplicate.LAST: {"en": "Last row", "fr": "Dernière ligne", "de": "Letzte Zeile"},
}
FIRST_ROW = 4
VALUE_COLUMN = 2
_READ_ROWS = 100
"""How many rows of a file's settings sheet are looked at: the settings, wherever somebody has moved them."""
_OWN_TITLE = "raccord"


@dataclass(frozen=True, slots=True)
class Settings:
    """What a workbook asks for; `profile` names a base of the user's configuration."""

    mode: ImportMode = ImportMode.UPDATE
    on_duplicate: OnDuplicate = OnDuplicate.REJECT
    profile: str | None = None
    scope: tuple[ScopeCondition, ...] = ()
    locale: SheetLocale | None = None


@dataclass(frozen=True)
class SettingsSheet:
    """The values of a settings sheet, each by its row and as text; without a sheet there are none.

    A value is judged when it is asked for, so that one which does not count does no harm. Each question raises
    SheetError, with the cell, for a value that the setting does not have.
    """

    rows: Mapping[Setting, int]
    given: Mapping[Setting, str]

    def mode(self) -> ImportMode | None:
        """The import mode."""
        return self._one_of(IMPORT_MODE_WORDS, Setting.MODE)

    def on_duplicate(self) -> OnDuplicate | None:
        """What becomes of several rows for one customer."""
        return self._one_of(ON_DUPLICATE_WORDS, Setting.ON_DUPLICATE)

    def profile(self, configuration: UserConfiguration) -> str | None:
        """The name of a profile, and nothing that is not one: a workbook never brings a URL."""
        name = self.given.get(Setting.PROFILE)
        if not name:
            return None
        if name not in configuration.profiles:
            known = ", ".join(configuration.profiles) or _("none yet")
            title = _("{name} is no base of your configuration.", name=quoted(name))
            raise self._fault(
                Setting.PROFILE,
                title,
                _("Empty the cell for your usual base, or use one of: {known}.", known=known),
            )
        return name

    def locale_name(self) -> str | None:
        """The locale by which numbers and dates are read, as it is called; see `locale`."""
        return self.given.get(Setting.LOCALE) if self.locale() else None

    def locale(self) -> SheetLocale | None:
        """The locale by which numbers and dates are read."""
        name = self.given.get(Setting.LOCALE)
        try:
            return sheet_locale(name) if name else None
        except UsageError as fault:
            raise self._fault(Setting.LOCALE, fault.title, fault.hint) from fault

    def scope(self, catalogue: Catalogue, locale: SheetLocale | None) -> tuple[ScopeCondition, ...]:
        """Which customers may be seen, changed and deleted; none are left out without a condition."""
        from raccord.configuration.imports import scope_condition  # noqa: PLC0415 - loads YAML and pydantic

        text = self.given.get(Setting.SCOPE)
        if not text:
            return ()
        name, equals, value = text.partition("=")
        one = catalogue.named(name)
        if not equals or one is None:
            title = _("“{text}” does not say which customers are meant.", text=text)
            raise self._fault(Setting.SCOPE, title, _("Write a field, = and its value: owner = anna@example.org."))
        try:
            return (scope_condition(one, value.strip(), locale),)
        except UsageError as fault:
            hint = fault.hint or _("Correct the value, or empty the cell.")
            raise self._fault(Setting.SCOPE, fault.title, hint, fault.message) from fault

    def _one_of(self, words: Mapping[Choice, Mapping[str, str]], setting: Setting) -> Choice | None:
        text = self.given.get(setting, "")
        for choice, names in words.items():
            if plain(text) in {plain(choice.value), *map(plain, names.values())}:
                return choice
        if not text:
            return None
        allowed = ", ".join(names[language()] for names in words.values())
        raise self._fault(
            setting,
            _("“{text}” is none of the values of “{label}”.", text=text, label=LABELS[setting][language()]),
            _("Use one of: {allowed}.", allowed=allowed),
        )

    def _fault(self, setting: Setting, title: str, hint: str, message: str = "") -> SheetError:
        cell = cell_name(SETTINGS_SHEET, self.rows[setting], VALUE_COLUMN)
        where = Where(sheet=SETTINGS_SHEET, cell=cell)
        return SheetError("bad-setting", title, message=message, hint=hint, where=where)


def settings_sheet(rows: Sequence[RawRow]) -> SettingsSheet:
    """Find the settings in the rows of their sheet; raises SheetError for a line without its label, with its cell."""
    found = setting_rows(rows)
    _check_labels(rows, found)
    return SettingsSheet(found, {one: _text(_cell(rows, row, VALUE_COLUMN)) for one, row in found.items()})


def settings_in(grids: Sequence[Grid]) -> SettingsSheet:
    """The settings of a file: those of its settings sheet, if it has one that is Raccord's own; raises SheetError."""
    named = (grid for grid in grids if grid.name.casefold() == SETTINGS_SHEET.casefold())
    rows = next((list(islice(grid.read(), _READ_ROWS)) for grid in named), [])
    own = plain(_text(_cell(rows, 1, 1))).startswith(_OWN_TITLE)
    return settings_sheet(rows if own else ())


def read_settings(rows: Sequence[RawRow], catalogue: Catalogue, configuration: UserConfiguration) -> Settings:
    """Read all settings of a sheet; without one, everything has its default.

    Raises:
        SheetError: a value that the setting does not have, or a line without its label, with its cell.
    """
    sheet = settings_sheet(rows)
    locale = sheet.locale()
    return Settings(
        sheet.mode() or ImportMode.UPDATE,
        sheet.on_duplicate() or OnDuplicate.REJECT,
        sheet.profile(configuration),
        sheet.scope(catalogue, locale),
        locale,
    )


def setting_rows(rows: Sequence[RawRow]) -> dict[Setting, int]:
    """The row of each setting on the sheet, by its label; one without has the row of its order if that is free."""
    labelled: dict[Setting, int] = {}
    for number, row in enumerate(rows, 1):
        if one := _labelled(row[0] if row else None):
            labelled[one] = number
    usual = {one: FIRST_ROW + at for at, one in enumerate(Setting)}
    return {one: row for one, row in usual.items() if row not in labelled.values()} | labelled


def _check_labels(rows: Sequence[RawRow], found: Mapping[Setting, int]) -> None:
    """Refuse a line that has lost its label: which setting its value is meant for would be a guess."""
    for one, row in found.items():
        line = [_cell(rows, row, column) for column in (1, VALUE_COLUMN)]
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


def _cell(rows: Sequence[RawRow], row: int, column: int) -> RawCell:
    """The cell at a row and column, both counted from 1; None beyond the sheet."""
    cells = rows[row - 1] if row <= len(rows) else ()
    return cells[column - 1] if column <= len(cells) else None


def _text(cell: RawCell) -> str:
    return "" if is_blank(cell) else str(cell).strip()
