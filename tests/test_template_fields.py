"""What a template says and checks of each field: its note, its example, and the rule of the cells below it."""

from pathlib import Path

import pytest

from raccord import default_catalogue
from raccord.catalogue import Catalogue, Field, FieldType
from raccord.catalogue_files import load_catalogue
from raccord.field_notes import example_of
from raccord.files.layouts import CellRule, Content
from raccord.templating import template_layout
from raccord.translation import LANGUAGES
from raccord.values import Fault, cell_parser, sheet_locale

TEMPLATES = Path(__file__).parent.parent / "templates"


def text(name, label, **rules):
    return Field(name, FieldType.TEXT, {"en": label}, **rules)


def columns_of(*fields, language="en"):
    """The columns of a template by their headers."""
    return {column.header: column for column in template_layout(Catalogue(fields), language).columns}


def test_each_type_has_its_rule():
    """What an import would refuse is refused when it is typed; what it may read all the same is only warned about."""
    fields = [Field(kind.value, kind, choices=("A",) if "choice" in kind else ()) for kind in FieldType]

    rules = {
        header: column.rule for header, column in columns_of(*fields, text("short", "Short", max_length=5)).items()
    }

    assert {header: (rule.content, rule.strict) for header, rule in rules.items() if rule} == {
        "ID": (Content.INTEGER, True),
        "integer": (Content.INTEGER, True),
        "decimal": (Content.NUMBER, True),
        "boolean": (Content.WORD, False),
        "date": (Content.DAY, False),
        "datetime": (Content.DAY, False),
        "time": (Content.CLOCK, False),
        "choice": (Content.WORD, True),
        "Short": (Content.LENGTH, True),
    }
    assert rules["ID"].least == 1
    assert rules["Short"] == CellRule(Content.LENGTH, (), 0, 5, "At most 5 characters are possible here.", strict=True)


def test_a_note_says_what_a_field_takes():
    """Description, type, length, characters, example, required, unique, immutable: a line each, nothing else."""
    catalogue = default_catalogue()

    notes = {column.header: column.note for column in template_layout(catalogue, "en").columns}

    assert notes["External ID"].split("\n") == [
        "The customer's number in your own system.",
        "Text.",
        "At most 40 characters.",
        "Only letters without accents, digits and - _ { } .",
        "Example: K-1042",
        "Optional.",
        "Unique: no two customers have the same.",
        "Never changes once it is given.",
    ]
    assert "Example: 01000\nRequired for a new customer." in notes["ZIP"]
    assert notes["Category"].startswith("One of: A, B, C, D, Prospect.\nExample: A\n")
    assert notes["Last call"] == "A date and time, such as 2026-11-22 14:30.\nOptional."


def test_catalogue_of_one_language_is_a_template_in_each():
    """Where a language is missing, English stands in, then whatever language there is, then the name."""
    one = Field("siret", FieldType.TEXT, {"fr": "SIRET"}, description={"fr": "14 chiffres"}, example={"fr": "x"})
    both = Field("town", FieldType.TEXT, {"en": "Town", "fr": "Ville"})

    columns = columns_of(one, both, text("plain", ""), language="de")

    assert list(columns) == ["ID", "SIRET", "Town", "plain"]
    assert columns["SIRET"].note == "14 chiffres\nText.\nBeispiel: x\nOptional."


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["catalogue", "dolibarr", "suitecrm"])
def test_examples_are_values_of_their_fields(name, language):
    """Each example of a shipped catalogue, typed in the language's locale, is read without a fault."""
    for one in load_catalogue(TEMPLATES / f"{name}.yaml").fields:
        example = example_of(one, language)
        if example:
            read = cell_parser(one, sheet_locale(language))(example)
            assert read is not None, one.name
            assert not isinstance(read, Fault), (one.name, example, read)


def test_a_note_shows_the_first_of_many_choices():
    """A note stays a note when the catalogue has hundreds of choices, and keeps out what no file can hold."""
    one = Field("kind", FieldType.CHOICE, choices=tuple(f"k{n}" for n in range(200)), description={"en": "a\nb\x01"})

    first, second, *_ = columns_of(one)["kind"].note.split("\n")

    assert first == "a b "
    assert second.endswith("k28, k29 ….")
