"""Templates: an empty sheet of a catalogue, marked and ready."""

import openpyxl
import pytest

from raccord import default_catalogue, read_grids
from raccord.catalogue import Catalogue, Field, FieldType
from raccord.marks import MODE_WORDS, UpdateMode, parse_mark
from raccord.sheet import understand
from raccord.sheet_layouts import dropdown_words, sheet_modes
from raccord.templating import write_template
from raccord.translation import LANGUAGES
from support.workbooks import first_rows


def text(name, label, **rules):
    return Field(name, FieldType.TEXT, {"en": label}, **rules)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("ending", ["xlsx", "ods", "csv"])
def test_template_marks_every_field(tmp_path, ending, language):
    """A template in any language feeds every field of the catalogue, each by its default mode, without a warning."""
    catalogue = default_catalogue()
    path = tmp_path / f"Template.{ending}"

    write_template(catalogue, path, language)

    table = understand(read_grids(path)[0], catalogue)
    assert [(feed.field.name, feed.mode) for feed in table.feeds] == list(sheet_modes(catalogue).items())
    assert [feed.field.name for feed in table.keys] == ["id", "external_id"]
    assert table.warnings == ()
    assert first_rows(path)[0][0] == MODE_WORDS[UpdateMode.KEY][language]
    assert len(first_rows(path)) == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_dropdown_words_are_marks(language):
    """Every word of the update row's dropdown is read as its mode, and none holds a comma, which would split it."""
    words = dropdown_words(language)

    assert [parse_mark(word).mode for word in words] == list(UpdateMode)
    assert not any("," in word for word in words)


def test_choices_and_booleans_have_dropdowns(tmp_path):
    """A choice offers the catalogue's values, a boolean yes and no in the template's language, and text nothing."""
    fields = (
        text("name", "Name", required=True),
        Field("class", FieldType.CHOICE, choices=("A", "B")),
        Field("protected", FieldType.BOOLEAN),
    )
    path = tmp_path / "Template.xlsx"

    write_template(Catalogue(fields), path, "fr")

    rules = {str(rule.sqref): rule for rule in openpyxl.load_workbook(path).active.data_validations.dataValidation}
    assert {ref: rule.formula1 for ref, rule in rules.items() if "1048576" in ref} == {
        "C3:C1048576": '"A,B"',
        "D3:D1048576": '"oui,non"',
    }
    assert rules["B2"].prompt == "Texte. Obligatoire pour un nouveau client."


def test_header_that_names_no_field_is_named_by_its_mark(tmp_path):
    """A label without a letter, or one that is Raccord's own word, still leads to its field."""
    catalogue = Catalogue((text("arrow", "→"), text("mine", "Raccord")))
    path = tmp_path / "Template.csv"

    write_template(catalogue, path)

    assert first_rows(path) == [["Key", "Keep → arrow", "Keep"], ["ID", "→", "mine"]]
    assert [feed.field.name for feed in understand(read_grids(path)[0], catalogue).feeds] == ["id", "arrow", "mine"]


def test_ninth_key_is_kept(tmp_path):
    """A catalogue of nine keys still gives a sheet that can be imported: the identity fields come first."""
    keys = [text(f"key_{number}", f"Key {number}", update=UpdateMode.KEY) for number in range(9)]
    catalogue = Catalogue((*keys, text("external_id", "External ID", update=UpdateMode.KEEP)))
    path = tmp_path / "Template.csv"

    write_template(catalogue, path)

    marked = understand(read_grids(path)[0], catalogue).keys
    assert len(marked) == 8
    assert {"id", "external_id"} <= {key.field.name for key in marked}
