"""raccord preview and raccord import: options, report, exit status."""

from collections.abc import Callable
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from raccord.reporting import json_schema
from support.command_line import ANNA, BERT, HEADERS, MARKS, Command, query

Sheet = Callable[..., Path]


def names(path: Path = Path("base.db")) -> list[str]:
    return [name for (name,) in query(path, "SELECT name FROM customers WHERE deleted_at IS NULL ORDER BY id")]


def validate(report: object) -> None:
    Draft202012Validator(json_schema()).validate(report)


def test_preview_writes_nothing(raccord: Command, sheet: Sheet) -> None:
    """A preview shows what would be created and leaves no base behind."""
    result = raccord("preview", sheet(MARKS, HEADERS, ANNA))

    assert result.status == 0
    assert "created    1" in result.out
    assert "Nothing was written" in result.out
    assert not Path("base.db").exists()


def test_import_writes_and_names_its_restore_point(raccord: Command, sheet: Sheet) -> None:
    """An import creates the base and says how to take it back."""
    result = raccord("import", sheet(MARKS, HEADERS, ANNA, BERT))

    assert result.status == 0
    assert "raccord undo 1" in result.out
    assert names() == ["Anna", "Bert"]


def test_the_same_import_again_says_that_there_is_nothing_to_import(raccord: Command, sheet: Sheet) -> None:
    """It writes nothing, sets no restore point, says so, and its report is valid."""
    path = sheet(MARKS, HEADERS, ANNA, BERT)
    raccord("import", path)

    again, told = raccord("import", path), raccord("import", path, "--json")

    validate(told.json)
    assert (again.status, told.json["applied"], told.json["restore_point"]) == (0, False, None)
    assert again.out.startswith("Nothing to import from ")
    assert "nothing was written, and no restore point was set" in again.out
    assert query(Path("base.db"), "SELECT id FROM raccord_operation") == [(1,)]


def test_head_names_file_sheet_mode_and_columns(raccord: Command, book: Sheet) -> None:
    """The first lines say what is imported, and what each column means."""
    path = book(Clients=[(*MARKS, "Keep"), (*HEADERS, "Shoe size"), (*ANNA, 42)])

    out = raccord("preview", path, "--mode", "update").out

    assert out.startswith("Preview of clients.xlsx, sheet Clients, headers in row 2, mode update\n")
    assert "Key: External ID (A)\n" in out
    assert "Unmapped: Shoe size (F)\n" in out


@pytest.mark.usefixtures("base")
def test_changes_show_old_and_new(raccord: Command, sheet: Sheet) -> None:
    """A changed cell stands in the text with its old and its new value."""
    result = raccord("preview", sheet(MARKS, HEADERS, ("A1", "Anne", "", "", "")))

    assert "Name: Anna → Anne" in result.out


def test_only_the_first_rows_are_shown(raccord: Command, sheet: Sheet) -> None:
    """Twenty rows are listed; the text says how many more there are, and where."""
    rows = [(f"K{number}", f"Customer{number}", "75001", "Paris", "") for number in range(30)]

    out = raccord("preview", sheet(MARKS, HEADERS, *rows)).out

    assert "Customer19" in out
    assert "Customer20" not in out
    assert "… and 10 more: use --result or --json" in out


def test_header_row_is_told_where_a_title_stands_above(raccord: Command, sheet: Sheet) -> None:
    """Without marks the first filled row holds the headers; an error tells which, and the option names another."""
    path = sheet(("Customers of the south", "", ""), ("", "", ""), ("Name", "ZIP", "City"), ("A", "1", "x"))

    missed = raccord("preview", path, "--key", "name")
    found = raccord("preview", path, "--key", "name", "--header-row", "3")

    assert (missed.status, found.status) == (2, 0)
    assert "headers in row 3" in found.out


def test_row_in_need_of_attention_exits_1(raccord: Command, sheet: Sheet) -> None:
    """A row that cannot be applied is listed with its reason, and the exit status is 1."""
    result = raccord("import", sheet(MARKS, HEADERS, ANNA, ("B2", "", "", "", "")))

    assert result.status == 1
    assert "ignored" in result.out
    assert "Name, ZIP and City" in result.out.replace("\n", " ").replace("  ", " ")
    assert names() == ["Anna"]


@pytest.mark.parametrize("command", ["preview", "import"])
@pytest.mark.usefixtures("base")
def test_json_report_follows_the_schema(raccord: Command, sheet: Sheet, command: str) -> None:
    """The report on standard output is valid, whatever becomes of the rows; standard error stays empty."""
    rows = [ANNA, ANNA, ("B2", "Berta", "", "", ""), ("C3", "Cora", "1000", "Köln", ""), ("D4", "#N/A", "1", "X", "")]
    path = sheet((*MARKS, "Keep"), (*HEADERS, "Shoe size"), *rows)

    result = raccord(command, path, "--json", "--mode", "update-delete")

    validate(result.json)
    assert result.status == 1
    assert result.err == ""
    assert result.json["applied"] is (command == "import")
    outcomes = [row["outcome"] for row in result.json["rows"]]
    assert outcomes == ["unchanged", "repeated", "updated", "created", "invalid"]


def test_schema_refuses_what_the_report_never_holds(raccord: Command, sheet: Sheet) -> None:
    """The schema is strict: an unknown key, a missing one and a wrong type all break it."""
    report = raccord("preview", sheet(MARKS, HEADERS, ANNA), "--json").json
    validator = Draft202012Validator(json_schema())

    assert validator.is_valid(report)
    assert not validator.is_valid({**report, "more": 1})
    assert not validator.is_valid({key: value for key, value in report.items() if key != "fingerprint"})
    assert not validator.is_valid({**report, "applied": True})
    assert not validator.is_valid({**report, "rows": [{**report["rows"][0], "outcome": "fine"}]})


@pytest.mark.usefixtures("base")
def test_the_column_of_raccords_own_is_not_reported(raccord: Command, sheet: Sheet) -> None:
    """An annotated copy that comes back lists the columns of the user's, in words and as JSON."""
    path = sheet((*MARKS[:2], None), (*HEADERS[:2], "Raccord"), (*ANNA[:2], "unchanged"))

    columns = raccord("preview", path, "--json").json["columns"]

    assert [column["header"] for column in columns] == list(HEADERS[:2])
    assert "Raccord" not in raccord("preview", path).out


def test_json_has_the_ambiguous_rows_candidates(raccord: Command, sheet: Sheet) -> None:
    """An ambiguous row's candidates stand in the report, and their names in the text."""
    marks = ("Key", "Overwrite", "Keep", "Keep")
    headers = ("Name", "Phone", "ZIP", "City")
    raccord("import", sheet(headers, ("Anna", "1", "75001", "Paris"), ("Anna", "2", "69001", "Lyon")), "--mode", "add")
    path = sheet(marks, headers, ("Anna", "3", "", ""))

    report = raccord("preview", path, "--json").json
    text = raccord("preview", path)

    validate(report)
    assert [one["customer"] for one in report["rows"][0]["candidates"]] == [1, 2]
    assert text.status == 1
    assert "1 · Anna · 75001 Paris; 2 · Anna · 69001 Lyon" in " ".join(text.out.split())


@pytest.mark.usefixtures("base")
def test_key_option_replaces_the_default_key(raccord: Command, sheet: Sheet) -> None:
    """In a sheet without marks --key says by what to match."""
    path = sheet(HEADERS, ("", "Anna", "", "", "09 99"))

    report = raccord("preview", path, "--key", "name", "--overwrite", "phone", "--json").json

    assert report["rows"][0]["changes"] == [{"field": "phone", "old": "01 11", "new": "09 99"}]
    assert {column["header"]: column["mode"] for column in report["columns"]} == {
        "External ID": "keep",
        "Name": "key",
        "ZIP": "keep",
        "City": "keep",
        "Phone": "overwrite",
    }


MODES = ["key", "keep", "overwrite", "overwrite-or-clear", "fill", "ignore"]


@pytest.mark.parametrize("mode", MODES)
def test_every_mode_has_an_option(raccord: Command, sheet: Sheet, mode: str) -> None:
    """Each mode of the specification can be given to a field."""
    report = raccord("preview", sheet(HEADERS, ANNA), f"--{mode}", "phone", "--mode", "add", "--json").json

    assert report["columns"][4]["mode"] == mode.replace("-", "_")


def test_overwrite_if_greater_has_an_option(raccord: Command, sheet: Sheet) -> None:
    """The mode for numbers and dates is given like the others."""
    path = sheet((*HEADERS, "Annual revenue"), (*ANNA, 5))

    report = raccord("preview", path, "--overwrite-if-greater", "annual_revenue", "--json").json

    assert report["columns"][5]["mode"] == "overwrite_if_greater"


FIELD_WORDS = [
    ("FILE", "--key", "name", "zip"),
    ("FILE", "--key", "name,zip"),
    ("FILE", "--key", "name", "--key", "zip"),
    ("FILE", "--key", "Raison sociale", "PLZ"),
    ("FILE", "--key", "company, zip code"),
    ("--key", "name", "zip", "--", "FILE"),
    ("--key", "name", "zip", "FILE"),
    ("--key", "name", "zip", "FILE", "--mode", "update"),
    ("--key", "name", "zip", "--locale", "fr", "FILE"),
]


@pytest.mark.parametrize("words", FIELD_WORDS, ids=" ".join)
def test_fields_and_file_can_be_written_in_many_ways(raccord: Command, sheet: Sheet, words: tuple[str, ...]) -> None:
    """Fields go by name, label or alias, with spaces or commas, and the file stands before or after them."""
    path = sheet(HEADERS, ANNA)

    report = raccord("preview", "--json", *(path if word == "FILE" else word for word in words)).json

    assert [column["header"] for column in report["columns"] if column["mode"] == "key"] == ["Name", "ZIP"]


@pytest.mark.parametrize(
    ("mode", "outcomes"),
    [
        ("add", ["duplicate", "created"]),
        ("update", ["unchanged", "created"]),
        ("update-only", ["unchanged", "ignored"]),
        ("update-delete", ["unchanged", "created"]),
        ("update_only", ["unchanged", "ignored"]),
    ],
)
@pytest.mark.usefixtures("base")
def test_mode_option(raccord: Command, sheet: Sheet, mode: str, outcomes: list[str]) -> None:
    """--mode chooses what becomes of matched and unmatched rows."""
    path = sheet(MARKS, HEADERS, ANNA, ("C3", "Cora", "1000", "Köln", ""))

    report = raccord("preview", path, "--mode", mode, "--json").json

    assert [row["outcome"] for row in report["rows"]] == outcomes
    assert report["mode"] == mode.replace("-", "_")


@pytest.mark.usefixtures("base")
def test_on_duplicate_option(raccord: Command, sheet: Sheet) -> None:
    """--on-duplicate last applies the last of two rows for one customer."""
    path = sheet(MARKS, HEADERS, ("A1", "Anne", "", "", ""), ("A1", "Annie", "", "", ""))

    report = raccord("import", path, "--on-duplicate", "last", "--json").json

    assert [row["outcome"] for row in report["rows"]] == ["duplicate", "updated"]
    assert names()[0] == "Annie"


@pytest.mark.usefixtures("base")
def test_scope_option_restricts_what_is_seen(raccord: Command, sheet: Sheet) -> None:
    """--scope hides all other customers from matching and deleting; it is named in the text."""
    path = sheet(MARKS, HEADERS, ("C3", "Cora", "69001", "Lyon", ""))

    report = raccord("preview", path, "--mode", "update-delete", "--scope", "city=LYON", "--json").json
    text = raccord("preview", path, "--scope", "Ville=lyon").out

    assert [one["name"] for one in report["deletions"]] == ["Bert"]
    assert "Scope: city=lyon" in text


def test_locale_option_settles_ambiguous_numbers(raccord: Command, sheet: Sheet) -> None:
    """1.234 is 1234 in German and 1.234 in English, and invalid without a locale."""
    path = sheet((*HEADERS, "Annual revenue"), (*ANNA, "1.234"))
    found = {}
    for locale in ("de", "en-US"):
        changes = raccord("preview", path, "--locale", locale, "--json").json["rows"][0]["changes"]
        found[locale] = next(change["new"] for change in changes if change["field"] == "annual_revenue")

    assert found == {"de": "1234", "en-US": "1.234"}
    assert raccord("preview", path).status == 1


def test_sheet_option_chooses_the_sheet(raccord: Command, book: Sheet) -> None:
    """--sheet imports another sheet than the first."""
    path = book(First=[HEADERS, ANNA], Second=[HEADERS, BERT])

    assert raccord("preview", path, "--json").json["sheet"] == "First"
    assert raccord("preview", path, "--sheet", "second", "--json").json["rows"][0]["changes"][1]["new"] == "Bert"


@pytest.mark.parametrize(("word", "char"), [("|", "|"), ("tab", "\t"), ("\\t", "\t"), ("semicolon", ";")])
def test_delimiter_and_encoding_options(raccord: Command, tmp_path: Path, word: str, char: str) -> None:
    """A csv file is read with the delimiter and the encoding given."""
    path = tmp_path / "c.csv"
    path.write_bytes("\n".join(char.join(row) for row in (HEADERS, ("A1", "Ça", "1", "Köln", ""))).encode("cp850"))

    report = raccord("preview", path, "--delimiter", word, "--encoding", "cp850", "--json").json

    changes = {change["field"]: change["new"] for change in report["rows"][0]["changes"]}
    assert (changes["name"], changes["city"]) == ("Ça", "Köln")


def test_catalogue_by_option_and_by_environment(
    raccord: Command, sheet: Sheet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A catalogue of one's own names other fields; the option comes before the environment."""
    other = tmp_path / "fields.yaml"
    other.write_text("fields:\n  - {name: shoe, label: {en: Shoe size}, type: integer, update: key}\n")
    path = sheet(("Shoe size",), (42,))

    by_option = raccord("preview", path, "--catalogue", other, "--json").json
    monkeypatch.setenv("RACCORD_CATALOGUE", str(other))
    by_environment = raccord("preview", path, "--json").json
    monkeypatch.setenv("RACCORD_CATALOGUE", "nowhere.yaml")

    assert by_option == by_environment == raccord("preview", path, "--catalogue", other, "--json").json
    assert by_option["columns"][0]["fields"] == ["shoe"]


def test_import_expects_the_previewed_plan(raccord: Command, base: Path, sheet: Sheet) -> None:
    """--expect accepts the fingerprint of the preview; once the base has changed the import exits 3 and reports."""
    path = sheet(MARKS, HEADERS, ("A1", "Anne", "", "", ""))
    fingerprint = raccord("preview", path, "--json").json["fingerprint"]
    query(base, "UPDATE customers SET name = 'Hanna' WHERE id = 1")

    refused = raccord("import", path, "--expect", fingerprint, "--json")
    fresh = raccord("preview", path, "--json").json["fingerprint"]

    assert refused.status == 3
    assert refused.json["applied"] is False
    assert refused.json["restore_point"] is None
    assert "changed since the preview" in refused.err
    validate(refused.json)
    assert names() == ["Hanna", "Bert"]
    assert raccord("import", path, "--expect", fresh).status == 0
    assert names() == ["Anne", "Bert"]


def test_many_deletions_need_their_number(raccord: Command, sheet: Sheet) -> None:
    """An import that would delete too many exits 3 until --confirm-deletions gives the number."""
    rows = [(f"K{number}", f"Customer{number}", "75001", "Paris", "") for number in range(30)]
    raccord("import", sheet(MARKS, HEADERS, *rows))
    path = sheet(MARKS, HEADERS, *rows[:5])

    refused = raccord("import", path, "--mode", "update-delete")
    wrong = raccord("import", path, "--mode", "update-delete", "--confirm-deletions", 24)
    right = raccord("import", path, "--mode", "update-delete", "--confirm-deletions", 25)

    assert (refused.status, wrong.status, right.status) == (3, 3, 0)
    assert refused.out.startswith("Refused import of")
    assert "--confirm-deletions 25" in refused.err
    assert "Deletions: 25" in right.out
    assert "… and 5 more" in right.out
    assert len(names()) == 5


@pytest.mark.usefixtures("base")
def test_blocked_deletions_are_told(raccord: Command, sheet: Sheet) -> None:
    """When a key cannot be read nothing is deleted, the text says why, and the exit status is 1."""
    path = sheet(MARKS, HEADERS, ANNA, ("#N/A", "X", "1", "Y", ""))

    result = raccord("import", path, "--mode", "update-delete")

    assert result.status == 1
    assert "Nothing is deleted, because" in result.out
    assert names() == ["Anna", "Bert"]
