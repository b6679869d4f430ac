"""Catalogues: the default one, the words that name fields, the rules of a file, and errors that name their place."""

from pathlib import Path

import pytest

from raccord.catalogue import Catalogue, Compare, Field, FieldType, header_words
from raccord.catalogue_files import SHIPPED, default_catalogue, load_catalogue
from raccord.errors import CatalogueError
from raccord.marks import UpdateMode
from raccord.translation import LANGUAGES
from support.front_half import CATALOGUE

ROOT = Path(__file__).parent.parent
A_FIELD = "fields:\n  - {name: a, type: text}\n"


def test_the_catalogue_that_ships_passes_its_checks():
    """It is the same catalogue, of the same types, as when its file is read like any other."""
    shipped, checked = default_catalogue(), load_catalogue(SHIPPED)

    assert shipped == checked
    assert repr(shipped) == repr(checked)


@pytest.fixture
def load(tmp_path):
    """Load a catalogue of a text, written to a file named fields.yaml."""

    def run(text, encoding="utf-8"):
        path = tmp_path / "fields.yaml"
        path.write_text(text, encoding=encoding)
        return load_catalogue(path)

    return run


@pytest.fixture
def error(load):
    """The error that a catalogue's text gives."""

    def run(text, **options) -> CatalogueError:
        with pytest.raises(CatalogueError) as caught:
            load(text, **options)
        return caught.value

    return run


def test_default_catalogue_has_the_fields_of_the_contract():
    """The fields of SPEC §1 are there, with their types."""
    types = {one.name: one.type.value for one in CATALOGUE.by_name.values()}

    assert types == {
        "id": "integer",
        "external_id": "text",
        **dict.fromkeys(["name", "street", "zip", "city", "country", "contact"], "text"),
        "phone": "phone",
        "mobile": "phone",
        "email": "email",
        "website": "url",
        "category": "choice",
        "call_interval": "integer",
        "call_duration": "integer",
        "last_call": "datetime",
        "last_missed_call": "datetime",
        "blocked_until": "date",
        "opening_hours": "multiline",
        **dict.fromkeys(["annual_revenue", "latitude", "longitude"], "decimal"),
        "owner": "email",
        "notes": "multiline",
        "protected": "boolean",
    }


def test_default_catalogue_labels_every_field_in_each_language():
    """English, French and German labels are there, and no two fields share a word."""
    assert all(set(one.label) == set(LANGUAGES) for one in CATALOGUE.by_name.values())
    words = [word for one in CATALOGUE.by_name.values() for word in header_words(one)]
    assert len(words) == len(set(words))


def test_default_catalogue_requires_name_zip_and_city():
    """A new customer needs these three."""
    assert [one.name for one in CATALOGUE.required] == ["name", "zip", "city"]


def test_default_external_id_keeps_its_rules():
    """It is a unique, case-sensitive, immutable key of at most 40 of the allowed characters."""
    one = CATALOGUE.by_name["external_id"]

    assert (one.unique, one.immutable, one.case_sensitive, one.max_length) == (True, True, True, 40)
    assert (one.default_mode, one.pattern) == (UpdateMode.KEY, r"[A-Za-z0-9_{}.\-]+")


def test_shipped_template_is_the_default_catalogue():
    """The file in templates/ and the one inside the package say the same."""
    assert load_catalogue(ROOT / "templates" / "catalogue.yaml") == default_catalogue()


def test_example_of_the_contract_is_read(load):
    """The catalogue of SPEC §1, with an existing table, is read once the fields it leaves out are there."""
    spec = (ROOT / "docs" / "specification.md").read_text(encoding="utf-8")
    example = spec.partition("```yaml\n")[2].partition("```")[0]
    left_out = "  - {name: zip, type: text}\n  - {name: city, type: text}\n"
    catalogue = load(example.replace("\ntable:", f"\n{left_out}table:"))

    assert [one.name for one in catalogue.fields] == ["external_id", "name", "zip", "city"]
    assert catalogue.named("KUNDENNUMMER") is catalogue.fields[0]
    assert catalogue.fields[1].default_mode is UpdateMode.KEEP
    assert catalogue.table is not None
    assert (catalogue.table.name, catalogue.table.id, dict(catalogue.table.where)) == (
        "llx_societe",
        "rowid",
        {"client": 1},
    )
    assert catalogue.table.columns["external_id"] == "code_client"


def test_every_property_of_a_field_is_read(load):
    """Type, rules, choices, default mode and comparison come from the file."""
    one = load(
        "fields:\n  - {name: tags, type: choices, required: true, unique: true, immutable: true, case_sensitive: true,"
        " max_length: 9, pattern: '.*', choices: [A, B b], update: fill, compare: exact, aliases: [x],"
        " label: {fr: é}}\n"
    ).fields[0]

    assert one == Field(
        "tags",
        FieldType.CHOICES,
        {"fr": "é"},
        ("x",),
        required=True,
        unique=True,
        immutable=True,
        case_sensitive=True,
        max_length=9,
        pattern=".*",
        choices=("A", "B b"),
        update=UpdateMode.FILL,
        compare=Compare.EXACT,
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_file_may_start_with_a_byte_order_mark(load, encoding):
    """Windows editors put one there."""
    assert load(A_FIELD, encoding=encoding).fields[0].name == "a"


@pytest.mark.parametrize(
    ("rules", "bounds"),
    [
        ("", (40, r"[A-Za-z0-9_{}.\-]+")),
        (", max_length: 90", (40, r"[A-Za-z0-9_{}.\-]+")),
        (", pattern: 'K\\d+'", (40, r"K\d+")),
    ],
)
def test_external_id_keeps_its_rules_unrepeated(load, rules, bounds):
    """An external id is unique, immutable, case-sensitive and short whatever the file says, and may be stricter."""
    one = load(f"fields:\n  - {{name: external_id, type: text, unique: false{rules}}}\n").fields[0]

    assert (one.unique, one.immutable, one.case_sensitive) == (True, True, True)
    assert (one.max_length, one.pattern) == bounds
    assert one.default_mode is UpdateMode.KEY


@pytest.mark.parametrize(
    ("body", "line", "key", "says"),
    [
        ("- {name: a, type: txt}", 2, "fields[1].type", ["'txt'", "'text'", "'choices'"]),
        ("- name: a\n    type: text\n    lable: x", 4, "fields[1].lable", ["unknown", "spelling"]),
        ("- {name: a}", 2, "fields[1].type", ["missing"]),
        ("- {name: a, type: text}\n  - {name: 5, type: text}", 3, "fields[2].name", ["Found 5", "llowed"]),
        ("- {name: a, type: text, update: always}", 2, "fields[1].update", ["'always'", "'fill'"]),
        ("- {name: a, type: text, compare: loosely}", 2, "fields[1].compare", ["'loosely'", "'digits'"]),
        ("- {name: a, type: text, required: maybe}", 2, "fields[1].required", ["'maybe'", "llowed"]),
        ("- {name: a, type: text, max_length: ten}", 2, "fields[1].max_length", ["'ten'", "llowed"]),
        ("- {name: a, type: text, max_length: 0}", 2, "fields[1].max_length", ["Found 0", "from 1 on"]),
        ("- {name: a, type: text, pattern: '['}", 2, "fields[1].pattern", ["'['", "regular expression"]),
        ("- {name: a, type: choice}", 2, "fields[1].choices", ["no choices", "List"]),
        ("- {name: a, type: text, choices: [A]}", 2, "fields[1].choices", ["has choices", "Only choice"]),
        ("- {name: a, type: choice, choices: ['A;B']}", 2, "fields[1].choices", ["semicolon", "allowed"]),
        ("- {name: a, type: choice, choices: [' A']}", 2, "fields[1].choices", ["space", "allowed"]),
        ("- name: a\n    type: choice\n    choices: [A, 2]", 4, "fields[1].choices[2]", ["Found 2", "llowed"]),
        ("- {name: a, type: integer, max_length: 3}", 2, "fields[1].max_length", ["integer", "Only fields of text"]),
        ("- {name: a, type: date, pattern: x}", 2, "fields[1].pattern", ["date", "Only fields of text"]),
        ("- {name: a, type: decimal, compare: exact}", 2, "fields[1].compare", ["decimal", "Only fields of text"]),
        ("- {name: a, type: text, update: overwrite_if_greater}", 2, "fields[1].update", ["no order", "datetime"]),
        ("- {name: Namé, type: text}", 2, "fields[1].name", ["“Namé”", "a-z"]),
        ("- {name: id, type: integer}", 2, "fields[1].name", ["“id”", "always there"]),
        ("- {name: deleted_at, type: date}", 2, "fields[1].name", ["“deleted_at”", "another name"]),
        ("- {name: a, type: text, label: Name}", 2, "fields[1].label", ["'Name'", "llowed"]),
        ("- {name: a, type: text, label: {es: x}}", 2, "fields[1].label", ["es", "en, fr, de"]),
        ("- {name: a, type: text, description: {es: x}}", 2, "fields[1].description", ["es", "en, fr, de"]),
        ("- {name: a, type: text, example: {en: 1}}", 2, "fields[1].example.en", ["Found 1", "llowed"]),
        ('- {name: a, type: text, label: {en: "A\\x01"}}', 2, "fields[1].label", ["control character", "workbook"]),
        ('- {name: a, type: choice, choices: ["A\\x01"]}', 2, "fields[1].choices", ["control character", "workbook"]),
        ("- {name: a, type: text}\n  - {name: a, type: text}", 3, "fields[2].name", ["share the word “a”", "Change"]),
        ("- {name: a, type: text}\n  - {name: b, type: text, aliases: [A.]}", 3, "fields[2].name", ["share", "alias"]),
        ("- {name: nr, type: text, label: {en: Id}}", 2, "fields[1].name", ["“id”", "share"]),
    ],
)  # fmt: skip
def test_bad_field_is_one_error_with_its_place(error, body, line, key, says):
    """The error names file, line and key, what was found and what is allowed."""
    fault = error(f"fields:\n  {body}\n")

    assert Path(fault.where.file or "").name == "fields.yaml"
    assert (fault.code, fault.where.line, fault.where.key) == ("bad-catalogue", line, key)
    assert all(words in str(fault) for words in says), str(fault)


@pytest.mark.parametrize(
    ("text", "key", "says"),
    [
        ("", "fields", "missing"),
        ("fields:\n", "fields", "nothing"),
        ("fields: []\n", "fields", "at least one"),
        ("just text", None, "'just text'"),
        (A_FIELD + "feilds: []\n", "feilds", "unknown"),
        (A_FIELD + "table: {name: t}\n", "table", "missing"),
        (A_FIELD + "table: {name: t, id: rowid, columns: {zz: q}}\n", "table.columns.zz", "Allowed: a."),
        (A_FIELD + "table: {name: t, id: rowid, columns: {id: q}}\n", "table.columns.id", "Allowed: a."),
        (A_FIELD + "table: {name: t, id: rowid, columns: {a: b}, where: {c: []}}\n", "table.where.c", "no value"),
    ],
)  # fmt: skip
def test_bad_file_is_one_error_with_its_key(error, text, key, says):
    """What is missing, unknown or of the wrong shape is named."""
    fault = error(text)

    assert fault.code == "bad-catalogue"
    assert (fault.where.key or "").startswith(key or "")
    assert says in str(fault)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("fields:\n\t- a\n", 2),
        ("fields: [\n", 2),
        ("a: 1\n---\nb: 2\n", 2),
        ("fields: !!python/object/apply:os.getcwd []\n", 1),
        ("fields: *nowhere\n", 1),
    ],
)
def test_text_that_is_no_yaml_is_named_by_its_line(error, text, line):
    """Broken YAML, and YAML that would run code, is refused with the line and what to do."""
    fault = error(text)

    assert (fault.code, fault.where.line) == ("not-yaml", line)
    assert "YAML" in fault.title
    assert fault.hint


def test_unreadable_file_is_named(tmp_path, error):
    """A file that is missing, a folder or not UTF-8 is one error with its path."""
    for path in (tmp_path / "missing.yaml", tmp_path):
        with pytest.raises(CatalogueError) as caught:
            load_catalogue(path)
        assert (caught.value.where.file, bool(caught.value.hint)) == (str(path), True)
    assert "UTF-8" in error("fields: é", encoding="latin-1").title


def test_fields_are_named_by_any_of_their_words():
    """Name, label in any language or alias name a field; an exact name wins over another field's word."""
    catalogue = Catalogue(
        (
            Field("ort", FieldType.TEXT, {"en": "City", "de": "Ort"}, aliases=("Ville, CP",)),
            Field("city", FieldType.TEXT, {"en": "Town"}),
        )
    )

    found = [catalogue.named(word) for word in ("city", "CITY", "ville cp", "ID", "", "x")]

    assert [one and one.name for one in found] == ["city", "ort", "ort", "id", None, None]


@pytest.mark.parametrize(
    ("one", "mode"),
    [
        (Field("id", FieldType.INTEGER), UpdateMode.KEY),
        (Field("external_id", FieldType.TEXT), UpdateMode.KEY),
        (Field("last_call", FieldType.DATETIME), UpdateMode.OVERWRITE_IF_GREATER),
        (Field("last_missed_call", FieldType.DATE), UpdateMode.OVERWRITE_IF_GREATER),
        (Field("last_call", FieldType.TEXT), UpdateMode.KEEP),
        (Field("last_call", FieldType.DATETIME, update=UpdateMode.FILL), UpdateMode.FILL),
        (Field("name", FieldType.TEXT), UpdateMode.KEEP),
    ],
)
def test_default_mode_of_a_field(one, mode):
    """Identity fields are keys, the last calls that have an order overwrite if greater, the rest is kept."""
    assert one.default_mode is mode


def test_labels_fall_back_to_english_and_to_the_name():
    """A language without a label uses English, else any other, a field without labels its name."""
    assert Field("a", FieldType.TEXT, {"en": "A", "de": "Ä"}).label_in("de") == "Ä"
    assert Field("a", FieldType.TEXT, {"en": "A"}).label_in("fr") == "A"
    assert Field("a", FieldType.TEXT, {"de": "Ä", "en": ""}).label_in("fr") == "Ä"
    assert Field("a", FieldType.TEXT).label_in("fr") == "a"


def test_phones_compare_by_digits_unless_told_otherwise():
    """Text compares as text and phones by their digits; the catalogue's word counts first."""
    assert Field("a", FieldType.PHONE).comparison is Compare.DIGITS
    assert Field("a", FieldType.PHONE, compare=Compare.EXACT).comparison is Compare.EXACT
    assert Field("a", FieldType.TEXT).comparison is Compare.TEXT


def test_a_customer_is_named_by_name_or_the_first_text():
    """`name` names a customer to a user, else the first text field, else nothing."""
    number, note = Field("n", FieldType.INTEGER), Field("note", FieldType.TEXT)

    assert CATALOGUE.naming is CATALOGUE.by_name["name"]
    assert Catalogue((number, note)).naming is note
    assert Catalogue((number,)).naming is None


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("fields:\n- {name: a, type: text, type: date}\n", "type"),
        ("fields: []\nfields: []\n", "fields"),
        ("fields:\n- {name: a, type: choice, choices: [A, a]}\n", "choices"),
        ("fields:\n- {name: external_id, type: integer}\n", "type"),
        ("fields:\n- {name: a, type: text, aliases: [Raccord]}\n", "name"),
    ],
)
def test_rules_that_would_bite_later_are_errors(tmp_path, text, key):
    """Equal keys, choices alike, an external id that is no text and the header Raccord are refused, with the key."""
    path = tmp_path / "catalogue.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CatalogueError) as caught:
        load_catalogue(path)
    assert key in str(caught.value.where)


@pytest.mark.parametrize("text", ["fields: [2026-13-45]", "fields: 0x_", "fields: " + "9" * 5000, "[" * 5000])
def test_yaml_that_python_cannot_hold_is_no_traceback(tmp_path, text):
    """Impossible dates, endless numbers and bottomless lists are one clear error."""
    path = tmp_path / "catalogue.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CatalogueError):
        load_catalogue(path)
