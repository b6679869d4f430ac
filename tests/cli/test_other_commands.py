"""raccord export, template, suggest-keys, database, addin and demo."""

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

import raccord as raccord_package
from raccord.database.schema import JOURNAL_VERSION
from raccord.files import read_grids
from support.command_line import ANNA, BERT, HEADERS, Command, query

Sheet = Callable[..., Path]
SCHEMA = "SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'customers'"


def rows(path: Path) -> list[list[object]]:
    return [list(row) for row in read_grids(path)[0].read()]


@pytest.mark.parametrize("ending", ["xlsx", "ods", "csv"])
@pytest.mark.usefixtures("base")
def test_export_comes_back_without_changes(raccord: Command, ending: str) -> None:
    """An export holds every customer below marks and headers, and importing it changes nothing."""
    out = Path(f"out.{ending}")

    assert raccord("export", out, "--json").json == {"file": str(out), "customers": 2}
    report = raccord("import", out, "--json")

    assert report.status == 0
    assert report.json["summary"]["unchanged"] == 2
    assert rows(out)[1][0:3] == ["ID", "External ID", "Name"]


def test_export_language_by_option_then_configuration(raccord: Command, base: Path, world: Path) -> None:
    """--language comes before the configuration's language, in the file and in what is said."""
    assert base.exists()
    (world / "config.yaml").write_text("language: de\n", encoding="utf-8")

    raccord("export", "de.csv")
    told = raccord("export", "fr.csv", "--language", "fr")

    assert rows(Path("de.csv"))[0][0] == "Schlüssel"
    assert rows(Path("fr.csv"))[0][0] == "Clé"
    assert told.out == "2 clients écrits dans fr.csv\n"


@pytest.mark.usefixtures("base")
def test_export_within_a_scope(raccord: Command) -> None:
    """--scope exports only the customers with that value."""
    assert raccord("export", "lyon.csv", "--scope", "city=lyon", "--json").json["customers"] == 1
    assert rows(Path("lyon.csv"))[2][2] == "Bert"


@pytest.mark.parametrize("words", [("export", "out.xlsx"), ("export",), ("export", "no/where.xlsx")])
def test_export_without_a_base_or_a_place_exits_2(raccord: Command, words: tuple[str, ...]) -> None:
    """Export needs a base and a place to write to."""
    result = raccord(*words)

    assert (result.status, result.out) == (2, "")
    assert not Path("out.xlsx").exists()


@pytest.mark.parametrize(("language", "mark"), [("en", "Key"), ("fr", "Clé"), ("de", "Schlüssel")])
def test_template_carries_its_marks(raccord: Command, language: str, mark: str) -> None:
    """A template has marks and headers in the language asked for, and previews without any option."""
    result = raccord("template", "new.xlsx", "--language", language, "--json")

    assert result.json == {"file": "new.xlsx"}
    assert mark in [cell for row in rows(Path("new.xlsx"))[:20] for cell in row]
    assert raccord("preview", "new.xlsx").status == 0


def test_suggest_keys_prints_the_specified_json(raccord: Command, base: Path, sheet: Sheet) -> None:
    """Suggestions have the keys of the specification, the best first."""
    assert base.exists()
    path = sheet(HEADERS, ANNA, BERT, ("C3", "Bert", "1000", "Köln", ""))

    found = raccord("suggest-keys", path, "--json").json

    assert found[0] == {
        "keys": ["external_id"],
        "unique_in_sheet": 1.0,
        "unique_in_base": 1.0,
        "matched": 2,
        "ambiguous": 0,
        "new": 1,
        "keyless": 0,
    }
    assert f"raccord preview {path} --key external_id" in raccord("suggest-keys", path).out.replace("\n", " ")


def test_suggest_keys_without_any_candidate(raccord: Command, sheet: Sheet) -> None:
    """A sheet whose columns cannot identify gives an empty list."""
    path = sheet(("Latitude", "Protected"), ("1.5", "yes"))

    assert raccord("suggest-keys", path, "--json").json == []
    assert "No column" in raccord("suggest-keys", path).out


def test_database_create_then_check(raccord: Command) -> None:
    """Create makes the base and is happy the second time; check counts what it holds."""
    created = raccord("database", "create", "--json").json
    again = raccord("database", "create", "--json").json

    assert (created["created"], created["added_columns"]) == (True, [])
    assert (again["created"], again["added_columns"], again["upgraded"]) == (False, [], False)
    assert query(Path("base.db"), SCHEMA)
    assert raccord("database", "check", "--json").json == {
        "database": created["database"],
        "customers": 0,
        "in_bin": 0,
        "operations": 0,
        "journal_version": JOURNAL_VERSION,
        "warnings": [],
    }
    assert "is complete" in raccord("database", "create").out
    assert "fits the catalogue" in raccord("database").out


def test_database_create_adds_the_catalogues_new_fields(raccord: Command, base: Path, tmp_path: Path) -> None:
    """A field that the catalogue gained is an error until database create adds its column."""
    assert base.exists()
    text = (Path(raccord_package.__file__).parent / "resources" / "catalogue.yaml").read_text(encoding="utf-8")
    catalogue = tmp_path / "more.yaml"
    catalogue.write_text(text + "  - {name: shoe, type: integer}\n", encoding="utf-8")

    before = raccord("database", "check", "--catalogue", catalogue)
    made = raccord("database", "create", "--catalogue", catalogue, "--json")

    assert before.status == 2
    assert "has no column for shoe" in before.err
    assert "raccord database create" in before.err
    assert made.json["added_columns"] == ["shoe"]
    assert raccord("database", "check", "--catalogue", catalogue).status == 0


@pytest.mark.parametrize(
    ("url", "text"),
    [
        ("oracle://scott:tiger@host/x", "oracle"),
        ("nothing://", "nothing"),
        ("://", "URL"),
        ("sqlite:///text.db", "no SQLite database"),
        ("sqlite:///other.db", "no customer base of Raccord's"),
    ],
)
def test_database_that_cannot_be_used(raccord: Command, url: str, text: str) -> None:
    """A URL that leads nowhere useful is an error; the password in it is never shown."""
    Path("text.db").write_text("hello " * 1000)
    with sqlite3.connect("other.db") as connection:
        connection.execute("CREATE TABLE t (x)")
    connection.close()

    result = raccord("database", "check", "--database", url)

    assert (result.status, result.out) == (2, "")
    assert text in result.err
    assert "tiger" not in result.err


def test_addin_build_writes_both_add_ins(raccord: Command) -> None:
    """Both files are in the folder, which is made, and their names are printed."""
    result = raccord("addin", "build", "new/folder", "--json")

    assert (result.status, sorted(path.name for path in Path("new/folder").iterdir())) == (
        0,
        ["raccord.oxt", "raccord.xlam"],
    )
    assert [Path(name).is_file() for name in json.loads(result.out)] == [True, True]


def test_addin_installs_only_what_there_is(raccord: Command) -> None:
    """A program that Raccord has no add-in for is a usage error with those it has."""
    result = raccord("addin", "install", "word")

    assert (result.status, "excel, libreoffice" in result.err) == (2, True)


def test_addin_status_speaks_of_both_programs(raccord: Command) -> None:
    """Without an action, `raccord addin` tells what is installed where."""
    result = raccord("addin", "--json")

    assert [one["program"] for one in json.loads(result.out)] == ["excel", "libreoffice"]


def test_addin_build_needs_a_folder(raccord: Command) -> None:
    """Addin build without a folder is a usage error that shows how to write it."""
    assert "Missing: FOLDER. Write: raccord addin build FOLDER." in " ".join(raccord("addin", "build").err.split())


def test_demo_runs_in_its_folder(raccord: Command) -> None:
    """The demo runs through, shows the tour, leaves its files in the folder given, and names its base if asked to."""
    result = raccord("demo", "tour", "--buttons")

    assert result.status == 0, result.err
    assert "raccord" in result.out
    assert list(Path("tour").iterdir())
    assert not Path("base.db").exists()
    assert f"demo: sqlite:///{Path('tour', 'customers.db').absolute()}" in Path("config.yaml").read_text("utf-8")
