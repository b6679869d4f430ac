"""Templates: an empty workbook of a catalogue, marked, explained and ready to be filled in."""

from datetime import date, datetime
from zipfile import ZipFile

import openpyxl
import pytest

import raccord
from raccord import choose_grid, default_catalogue, read_grids
from raccord.catalogue import Catalogue, Field, FieldType
from raccord.marks import MODE_WORDS, UpdateMode, parse_mark
from raccord.sheet import understand
from raccord.sheet_layouts import dropdown_words, sheet_modes
from raccord.templating import template_layout, write_template
from raccord.translation import LANGUAGES
from raccord_addin.buttons import find_button
from support.workbooks import first_rows, rows

WORKBOOKS = ["xlsx", "ods"]


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
    """A choice offers the catalogue's values, a boolean yes and no in the template's language, to every row below."""
    fields = (
        text("name", "Name", required=True),
        Field("class", FieldType.CHOICE, choices=("A", "B")),
        Field("protected", FieldType.BOOLEAN),
    )
    path = tmp_path / "Template.xlsx"

    write_template(Catalogue(fields), path, "fr")

    rules = openpyxl.load_workbook(path).worksheets[0].data_validations.dataValidation
    assert {str(rule.sqref): (rule.formula1, rule.errorStyle or "stop") for rule in rules if rule.type == "list"} == {
        **dict.fromkeys(("A1", "B1", "C1", "D1"), (f'"{",".join(dropdown_words("fr"))}"', "stop")),
        "C3:C1048576": ('"A,B"', "stop"),
        "D3:D1048576": ('"oui,non"', "warning"),
    }  # fmt: skip
    assert not any(rule.showErrorMessage for rule in rules if str(rule.sqref).endswith("1"))


def test_digits_in_text_columns_are_no_errors(tmp_path):
    """Excel puts no mark on a text of digits, whose offer to make a number of it would cost the leading zeros."""
    path = tmp_path / "Template.xlsx"

    write_template(Catalogue((text("zip", "ZIP"), Field("count", FieldType.INTEGER), text("note", "Note"))), path)

    with ZipFile(path) as package:
        sheet = package.read("xl/worksheets/sheet1.xml").decode()
    assert '<ignoredError sqref="B3:B1048576 D3:D1048576" numberStoredAsText="1"/>' in sheet


def test_rules_reach_the_last_row(tmp_path):
    """In xlsx every rule holds from row 3 to the last row there is, in ods for as many rows."""
    for ending in WORKBOOKS:
        write_template(default_catalogue(), tmp_path / f"Template.{ending}")
    book = openpyxl.load_workbook(tmp_path / "Template.xlsx")
    below = [rule for rule in book.worksheets[0].data_validations.dataValidation if not str(rule.sqref).endswith("1")]
    with ZipFile(tmp_path / "Template.ods") as package:
        content = package.read("content.xml").decode()

    assert len(below) == 23
    assert all(str(rule.sqref).endswith("1048576") and rule.showErrorMessage for rule in below)
    assert 'table:number-rows-repeated="1048574"' in content
    assert content.count('table:content-validation-name="column-') == 23


@pytest.mark.parametrize("ending", WORKBOOKS)
def test_notes_are_on_the_headers(tmp_path, ending):
    """Every header has its note in the file, and no other cell has one."""
    path = tmp_path / f"Template.{ending}"
    notes = [column.note for column in template_layout(default_catalogue(), "de").columns]

    write_template(default_catalogue(), path, "de")

    if ending == "xlsx":
        cells = [cell for row in openpyxl.load_workbook(path).worksheets[0].iter_rows() for cell in row if cell.comment]
        assert [cell.comment.text for cell in cells] == notes
        assert {cell.row for cell in cells} == {2}
    else:
        with ZipFile(path) as package:
            content = package.read("content.xml").decode()
        head = content.split("</table:table-row>")[1]
        assert head.count("<office:annotation") == content.count("<office:annotation") == len(notes)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("ending", WORKBOOKS)
def test_page_is_second_and_never_customers(tmp_path, ending, language):
    """The page names every mode and button that it speaks of, and is not imported even when the marks are gone."""
    path = tmp_path / f"Template.{ending}"
    write_template(default_catalogue(), path, language)

    data, page = read_grids(path)

    assert choose_grid([data, page]) is data
    assert choose_grid([page, data]) is data
    unmarked = raccord.Grid.of(data.name, [["x"]])
    assert choose_grid([page, unmarked]) is unmarked
    lines = [(*row, "")[:2] for row in rows(page) if row]
    assert str(lines[0][0]).startswith("Raccord")
    words = [word for word, _ in lines]
    assert {mode[language] for mode in MODE_WORDS.values()} <= set(words)
    labels = [find_button(name).label[language] for name in ("preview", "import", "undo")]
    assert [word[3:] for word in words if word[:2] in {"1.", "2.", "3."}] == labels
    assert any(find_button("help").label[language] in text for _, text in lines)


@pytest.mark.parametrize("ending", WORKBOOKS)
def test_nothing_in_a_template_runs(tmp_path, ending):
    """No formula, no macro, no link, also of a catalogue whose words look like them."""
    words = {"en": "=HYPERLINK(1)"}
    field = Field("name", FieldType.TEXT, words, description=words, example={"en": "http://x.example"})
    choice = Field("kind", FieldType.CHOICE, {"en": "+1"}, choices=("=cmd|1", 'a "b"', "<r>x</r>"))
    path = tmp_path / f"Template.{ending}"

    write_template(Catalogue((field, choice)), path)

    with ZipFile(path) as package:
        names, parts = package.namelist(), [package.read(name).decode() for name in package.namelist()]
    assert not any(word in name.casefold() for name in names for word in ("vba", "basic", "script", "external"))
    found = [
        word for part in parts for word in ("<f>", "<f ", "table:formula", "xlink:href", "<hyperlink") if word in part
    ]
    assert found == []
    assert first_rows(path)[1] == ["ID", "=HYPERLINK(1)", "+1"]


def test_filled_in_template_is_imported_whole(tmp_path):
    """What is written below the headers of an xlsx template, typed as its columns ask, is in the customer after."""
    path = tmp_path / "Template.xlsx"
    write_template(default_catalogue(), path, "fr")
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    values = {
        "external_id": "007", "name": "Boulangerie du Lac", "street": "12 rue des Tilleuls", "zip": "01000",
        "city": "Bourg-en-Bresse", "country": "France", "contact": "Accueil", "phone": "0199001234",
        "mobile": "+33 6 39 98 12 34", "email": "contact@example.com", "website": "https://www.example.com",
        "category": "Prospect", "call_interval": 30, "call_duration": 45, "last_call": datetime(2026, 11, 22, 14, 30),
        "last_missed_call": datetime(2026, 11, 23), "blocked_until": date(2026, 12, 1), "opening_hours": "lun\nmar",
        "annual_revenue": 1234.5, "latitude": 46.2052, "longitude": 5.2258, "owner": "ventes@example.com",
        "notes": "Fermé le lundi", "protected": "oui",
    }  # fmt: skip
    for column, value in enumerate(values.values(), 2):
        sheet.cell(3, column, value)
    book.save(path)
    job = raccord.Job(choose_grid(read_grids(path)), default_catalogue(), f"sqlite:///{tmp_path / 'base.db'}")

    with raccord.import_sheet(job) as report:
        summary, row = report.plan.summary, next(report.plan.rows())

    assert (summary.rows, summary.created) == (1, 1)
    shown = {"last_call": "2026-11-22T14:30:00", "last_missed_call": "2026-11-23T00:00:00", "protected": True}
    shown |= {"blocked_until": "2026-12-01", "annual_revenue": "1234.5", "latitude": "46.2052", "longitude": "5.2258"}
    assert {change.field: change.new for change in row.changes} == values | shown


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
