"""The sample files in templates/ work as they are."""

from pathlib import Path
from zipfile import ZipFile

import pytest

import raccord
from raccord.cells import Grid
from raccord.columns import Marking
from raccord.configuration.imports import load_import_configuration
from raccord.marks import ImportMode, UpdateMode
from raccord.sheet import understand
from raccord.templating import write_template_files
from raccord.translation import LANGUAGES
from raccord.values import sheet_locale

TEMPLATES = Path(__file__).parent.parent / "templates"
CATALOGUE = raccord.default_catalogue()


def sample_job(folder: Path) -> raccord.Job:
    """The import of the sample sheet into a base of its own."""
    grid = raccord.choose_grid(raccord.read_grids(TEMPLATES / "sample-clients.csv"))
    return raccord.Job(grid, CATALOGUE, f"sqlite:///{folder / 'base.db'}", "sample-clients.csv")


def test_sample_sheet_creates_its_customers(tmp_path):
    """All 25 rows of the sample are new customers, with their leading zeros and accents."""
    with raccord.import_sheet(sample_job(tmp_path)) as report:
        summary, first = report.plan.summary, next(report.plan.rows())

    assert (summary.rows, summary.created) == (25, 25)
    assert {change.field: change.new for change in first.changes}["zip"] == "01000"
    assert {change.field: change.new for change in first.changes}["name"] == "Boulangerie du Marché"


def test_sample_sheet_again_changes_nothing(tmp_path):
    """Importing the sample a second time finds every customer and changes none."""
    with raccord.import_sheet(sample_job(tmp_path)):
        pass

    with raccord.preview(sample_job(tmp_path)) as report:
        assert report.plan.summary.unchanged == 25


def test_import_example_describes_a_sheet_without_marks(tmp_path):
    """The example configuration maps an unmarked export by its headers, and restricts the import to its scope."""
    example = load_import_configuration(TEMPLATES / "import-example.yaml", CATALOGUE)
    headers = list(example.columns)
    row = ["K-1", "Bäckerei am Dom", "01067", "Dresden", "+49 30 23125 001", "31.12.2026", "1.234,5", "geheim"]
    grid = Grid.of(example.sheet or "", [["Kundenliste"], [], headers, row])
    marking = Marking(columns=example.columns, header_row=example.header_row)
    options = raccord.ImportOptions(example.mode or ImportMode.ADD, scope=example.scope)
    locale = sheet_locale(example.locale or "")
    database = f"sqlite:///{tmp_path / 'base.db'}"

    with raccord.preview(raccord.Job(grid, CATALOGUE, database, None, marking, options, locale)) as report:
        created = {change.field: change.new for change in next(report.plan.rows()).changes}

    assert [column.mode for column in understand(grid, CATALOGUE, marking).columns][-1] is UpdateMode.IGNORE
    assert created["phone"] == created["mobile"] == "+49 30 23125 001"
    assert (created["last_call"], created["annual_revenue"]) == ("2026-12-31T00:00:00", "1234.5")
    assert created["owner"] == "vertrieb-de@example.com"
    assert "geheim" not in created.values()


def test_import_example_spells_out_every_setting():
    """The example shows each setting of SPEC §9, so that a user can cut it down."""
    example = load_import_configuration(TEMPLATES / "import-example.yaml", CATALOGUE)

    assert None not in (example.sheet, example.header_row, example.mode, example.on_duplicate, example.locale)
    assert example.scope
    assert {choice.mode for choice in example.columns.values()} >= {UpdateMode.KEY, UpdateMode.FILL, UpdateMode.IGNORE}


def parts(path: Path) -> dict[str, bytes]:
    """The parts of a package in order, unpacked: how tightly they are packed depends on the zlib at hand."""
    with ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The template workbooks as this code writes them."""
    folder = tmp_path_factory.mktemp("templates")
    write_template_files(CATALOGUE, folder)
    return folder


@pytest.mark.parametrize(
    "name", [f"template-{language}.{ending}" for language in LANGUAGES for ending in ("xlsx", "ods")]
)
def test_template_workbooks_are_those_of_the_catalogue(written, name):
    """Each workbook in templates/ is, part by part, what the catalogue gives; if not, run `make docs`."""
    assert list(parts(TEMPLATES / name)) == list(parts(written / name))
    assert parts(TEMPLATES / name) == parts(written / name)


def test_every_template_workbook_is_written_by_make_docs(written):
    """No workbook lies in templates/ that nothing keeps up to date."""
    kept = {path.name for path in TEMPLATES.iterdir() if path.suffix in {".xlsx", ".ods"}}

    assert kept == {path.name for path in written.iterdir()}
