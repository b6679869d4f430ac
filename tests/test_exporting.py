"""Exports: what they hold, and that they change nothing when they come back unchanged."""

import string
import unicodedata
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from raccord import default_catalogue, preview, read_grids
from raccord.catalogue import Catalogue, Field, FieldType
from raccord.cells import SPREADSHEET_ERRORS
from raccord.database import open_database
from raccord.errors import FileError
from raccord.exporting import export
from raccord.marks import UpdateMode
from raccord.planning import ScopeCondition
from raccord.translation import LANGUAGES
from raccord.values.numerals import decimal_text
from support.bases import CHOICES, catalogue_of_all_types, fill_base, job
from support.workbooks import first_rows

FORMATS = ["xlsx", "ods", "csv"]
ALL_TYPES = catalogue_of_all_types()
FORMULA_LIKE = ["=1+1", "+33 1 23", "-5", "@sum(A1)", "=cmd|' /C calc'!A0", "-", "'=1", "''x", "'tis"]
NASTY_TEXTS = [
    *FORMULA_LIKE,
    "00750",
    "1e5",
    "1.234",
    "2026-11-22",
    "TRUE",
    "_x0041_",
    "_x0041_x0042_",
    "<r>x</r>",
    "<r><t>x</t></r>",
    "a  b   c",
    "a\tb",
    "first\n\nthird",
    "🏭 Œuvre",
    "שלום עליכם",
    "a\u00a0b\u2028c\x85d",
    'a;"b",c|d',
    "]]>&amp;<!--",
    "x" * 32_767,
]


def written(tmp_path: Path, customers, ending: str, catalogue: Catalogue = ALL_TYPES, language: str = "en") -> Path:
    """Make a base of customers and export it."""
    url = fill_base(tmp_path / "base.db", catalogue, customers)
    out = tmp_path / f"Export.{ending}"
    with open_database(url, catalogue) as database:
        export(database, out, language)
    return out


def outcomes(path: Path, url: str, catalogue: Catalogue):
    """Preview an export against the base that it came from."""
    with preview(job(read_grids(path)[0], catalogue, url)) as report:
        return report.plan.summary, list(report.plan.rows())


def assert_comes_back_unchanged(
    folder: Path, customers, ending: str, catalogue: Catalogue = ALL_TYPES, language: str = "en"
) -> None:
    out = written(folder, customers, ending, catalogue, language)
    summary, rows = outcomes(out, f"sqlite:///{folder / 'base.db'}", catalogue)
    troubled = [(row.row, row.outcome, row.changes, [one.text for one in row.messages]) for row in rows]
    assert (summary.rows, summary.unchanged, summary.cells_changed) == (len(customers),) * 2 + (0,), troubled


def is_canonical(text: str) -> bool:
    """Tell whether an import can have put the text into a base."""
    return (
        text == unicodedata.normalize("NFC", text.strip()) != "" and "\r" not in text and text not in SPREADSHEET_ERRORS
    )


CHARACTERS = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff")
TEXTS = (
    st.one_of(
        st.sampled_from(NASTY_TEXTS),
        st.text(st.sampled_from("=+-@'\t\n;,|\"0123456789.:/ax_AF<>&")),
        st.text(CHARACTERS),
    )
    .map(lambda text: unicodedata.normalize("NFC", text.strip()))
    .filter(is_canonical)
)
LINES = TEXTS.map(lambda text: text.replace("\n", " ")).filter(is_canonical)
NAMES = st.text(string.ascii_letters + string.digits + "-_=+@'", min_size=1, max_size=12)
MOMENTS = st.datetimes().map(lambda moment: moment.replace(microsecond=0))
DECIMALS = st.decimals(allow_nan=False, allow_infinity=False) | st.decimals(-10_000, 10_000, places=3)
VALUES = {
    "external_id": NAMES,
    "text": TEXTS,
    "multiline": TEXTS,
    "integer": st.integers(-(2**63) + 1, 2**63 - 1) | st.integers(-(10**15) - 2, 10**15 + 2),
    "decimal": DECIMALS.map(decimal_text).filter(lambda text: len(text) < 1_000),
    "boolean": st.booleans(),
    "date": st.dates().map(date.isoformat),
    "time": MOMENTS.map(lambda moment: moment.time().isoformat()),
    "datetime": MOMENTS.map(datetime.isoformat),
    "email": NAMES.map(lambda name: f"x{name.replace('@', '')}@example.org"),
    "phone": LINES,
    "url": LINES,
    "choice": st.sampled_from(CHOICES),
    "choices": st.lists(st.sampled_from(CHOICES), min_size=1, unique=True).map(
        lambda chosen: "; ".join(choice for choice in CHOICES if choice in chosen)
    ),
}
CUSTOMERS = st.lists(
    st.fixed_dictionaries({}, optional=VALUES), max_size=6, unique_by=lambda one: one.get("external_id", id(one))
)


@pytest.mark.parametrize("ending", FORMATS)
@settings(
    max_examples=25,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
@given(customers=CUSTOMERS)
@example(customers=[{"text": text} for text in NASTY_TEXTS])
def test_export_comes_back_unchanged(ending, customers):
    """Whatever the customers hold, importing their own export finds every row unchanged, in every format."""
    with TemporaryDirectory() as folder:
        assert_comes_back_unchanged(Path(folder), customers, ending)


@pytest.mark.parametrize("ending", FORMATS)
def test_active_customers_by_id_below_marks_and_headers(tmp_path, ending):
    """An export has the update row, the labels of the language, and the active customers in the order of their ids."""
    customers = [
        {"id": 7, "external_id": "C7", "name": "Œuvre", "zip": "01000", "city": "Bourg"},
        {"id": 3, "external_id": "C3", "name": "Dupont", "zip": "75001", "city": "Paris"},
        {"id": 5, "name": "Gone", "zip": "1", "city": "x", "deleted_at": "2026-11-22T14:30:00Z"},
    ]

    marks, headers, *rows = first_rows(written(tmp_path, customers, ending, default_catalogue(), "de"))

    assert marks[:3] == ["Schlüssel", "Schlüssel", "Behalten"]
    assert headers[:5] == ["ID", "Externe ID", "Firma", "Straße", "PLZ"]
    assert [[str(cell or "").removesuffix(".0") for cell in row[:6]] for row in rows] == [
        ["3", "C3", "Dupont", "", "75001", "Paris"],
        ["7", "C7", "Œuvre", "", "01000", "Bourg"],
    ]


@pytest.mark.parametrize("ending", FORMATS)
def test_equal_bases_give_equal_bytes(tmp_path, ending):
    """Exporting twice gives the same bytes."""
    first = written(tmp_path, [{"text": "=1", "decimal": "0.1", "date": "2026-11-22"}], ending).read_bytes()

    assert written(tmp_path, [], ending).read_bytes() == first


@pytest.mark.parametrize("ending", FORMATS)
def test_an_edited_export_changes_only_what_was_edited(tmp_path, ending):
    """When a customer changes after the export, importing the export shows that change alone."""
    out = written(tmp_path, [{"id": 1, "text": "old", "integer": 2**53 + 1}, {"id": 2, "text": "kept"}], ending)
    url = f"sqlite:///{tmp_path / 'base.db'}"
    with open_database(url, ALL_TYPES) as database, database.writing() as connection:
        table = database.customers.table
        connection.execute(update(table).where(table.c.id == 1).values(text="new"))

    summary, rows = outcomes(out, url, ALL_TYPES)

    assert (summary.updated, summary.unchanged, summary.cells_changed) == (1, 1, 1)
    assert [(change.field, change.old, change.new) for change in rows[0].changes] == [("text", "new", "old")]


@pytest.mark.parametrize("ending", ["xlsx", "ods"])
def test_dates_before_1900_stand_beside_real_dates(tmp_path, ending):
    """An old date is ISO text, a new one a real date cell; the column is read as a whole."""
    customers = [{"date": "1850-01-02", "datetime": "1899-12-31T23:59:59"}, {"date": "2026-11-22"}]

    assert_comes_back_unchanged(tmp_path, customers, ending)

    column = ALL_TYPES.fields.index(ALL_TYPES.by_name["date"]) + 1
    cells = [row[column] for row in first_rows(tmp_path / f"Export.{ending}")[2:]]
    assert cells == ["1850-01-02", date(2026, 11, 22)]


@pytest.mark.parametrize(("ending", "text"), [("xlsx", "x" * 32_768), ("ods", "a\x01b")])
def test_text_that_does_not_fit_names_customer_and_field(tmp_path, ending, text):
    """A text that the format cannot hold is an error that names the customer and the field; no file is left."""
    with pytest.raises(FileError, match="The multiline of customer 2 cannot be written"):
        written(tmp_path, [{"text": "fine"}, {"multiline": text}], ending)

    assert not (tmp_path / f"Export.{ending}").exists()


def test_scope_limits_the_customers(tmp_path):
    """Only the customers of the scope are exported, compared by folding."""
    url = fill_base(tmp_path / "base.db", ALL_TYPES, [{"email": "A@example.org"}, {"email": "b@example.org"}, {}])
    scope = [ScopeCondition(ALL_TYPES.by_name["email"], "a@EXAMPLE.org")]

    with open_database(url, ALL_TYPES) as database:
        count = export(database, tmp_path / "Export.csv", scope=scope)

    assert count == 1
    assert len(first_rows(tmp_path / "Export.csv")) == 3


def test_values_of_another_program_are_written_as_text(tmp_path):
    """What is no date or number in a field of dates or numbers is exported as it stands."""
    odd = {"date": "22/11/2026", "decimal": "1,5", "time": "9:05", "datetime": "2026-W47-7"}

    row = first_rows(written(tmp_path, [odd], "xlsx"))[2]

    assert {cell for cell in row if isinstance(cell, str)} == set(odd.values())


def test_a_blank_text_is_a_blank_cell(tmp_path):
    """White space alone is no value."""
    assert first_rows(written(tmp_path, [{"text": " \t "}], "xlsx"))[2] == [1]


def test_error_text_cannot_come_back(tmp_path):
    """A text spelled like a spreadsheet error is the documented exception: its row comes back invalid."""
    out = written(tmp_path, [{"text": "#N/A"}], "xlsx")

    summary, _ = outcomes(out, f"sqlite:///{tmp_path / 'base.db'}", ALL_TYPES)

    assert (summary.invalid, summary.cells_changed) == (1, 0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_default_catalogue_comes_back_unchanged(tmp_path, language):
    """A customer of the default catalogue comes back unchanged from a csv file in each language."""
    customer = {"external_id": "C-1", "name": "=Dupont", "zip": "01000", "city": "Bourg", "phone": "+33 1 23 45"}
    customer |= {"last_call": "2026-11-22T14:30:00", "annual_revenue": "1.234", "protected": True}

    assert_comes_back_unchanged(tmp_path, [customer], "csv", default_catalogue(), language)


def test_field_types_are_all_covered():
    """The property test gives values to every type."""
    assert set(VALUES) == {*map(str, FieldType), "external_id"}
    assert all(isinstance(one, Field) and one.update is UpdateMode.OVERWRITE_OR_CLEAR for one in ALL_TYPES.fields[1:])
    assert decimal_text(Decimal("1.50")) == "1.5"
