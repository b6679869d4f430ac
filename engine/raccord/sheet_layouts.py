"""Laying a sheet out: update row, headers and column kinds of exports and templates (SPEC §9)."""

from raccord import cell_rules
from raccord.catalogue import EXTERNAL_ID, ID, ID_FIELD, Catalogue, Field, FieldType
from raccord.colours import MODE_COLOURS
from raccord.files.layouts import ColumnKind, SheetColumn, SheetLayout
from raccord.hints import field_hint
from raccord.marks import MODE_WORDS, UpdateMode, is_own_header, mark_text
from raccord.sheet import MOST_KEYS
from raccord.translation import Texts

SHEET_NAMES = Texts("Customers")
_KINDS = {
    FieldType.INTEGER: ColumnKind.INTEGER,
    FieldType.DECIMAL: ColumnKind.NUMBER,
    FieldType.BOOLEAN: ColumnKind.BOOLEAN,
    FieldType.DATE: ColumnKind.DATE,
    FieldType.DATETIME: ColumnKind.DATETIME,
    FieldType.TIME: ColumnKind.TIME,
}


def sheet_layout(catalogue: Catalogue, language: str) -> SheetLayout:
    """Lay out the sheet of a catalogue: `id` first, then its fields in order, marked in `language`."""
    fields = (ID_FIELD, *catalogue.fields)
    modes = sheet_modes(catalogue)
    columns = tuple(_column(catalogue, one, modes[one.name], language) for one in fields)
    return SheetLayout(SHEET_NAMES[language], columns, dropdown_words(language))


def sheet_modes(catalogue: Catalogue) -> dict[str, UpdateMode]:
    """The mode of each field's column: the identity fields are keys, the rest have their default mode.

    A ninth key would make the sheet unusable, so keys beyond the eighth are kept as they are.
    """
    modes = {one.name: _mode(one) for one in (ID_FIELD, *catalogue.fields)}
    keys = sorted((name for name, mode in modes.items() if mode is UpdateMode.KEY), key=_is_no_identity)
    return modes | dict.fromkeys(keys[MOST_KEYS:], UpdateMode.KEEP)


def _mode(one: Field) -> UpdateMode:
    return one.default_mode if _is_no_identity(one.name) else UpdateMode.KEY


def _is_no_identity(name: str) -> bool:
    return name not in {ID, EXTERNAL_ID}


def dropdown_words(language: str) -> tuple[str, ...]:
    """The marks as a dropdown offers them: a comma would end a word there, and `parse_mark` reads a dash as well."""
    return tuple(words[language].replace(",", " –") for words in MODE_WORDS.values())


def _column(catalogue: Catalogue, one: Field, mode: UpdateMode, language: str) -> SheetColumn:
    label = one.label_in(language)
    header = one.name if is_own_header(label) else label
    target = "" if catalogue.named(header) is one else one.name
    kind = _KINDS.get(one.type, ColumnKind.TEXT)
    mark = mark_text(mode, language, target)
    rule = cell_rules.offered(one, language)
    return SheetColumn(header, mark, kind, MODE_COLOURS[mode], rule, field_hint(one, language))
