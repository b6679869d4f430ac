"""The settings sheet of a workbook counts for the command as it does for the buttons (SPEC §9)."""

from collections.abc import Callable
from pathlib import Path

import pytest

from support.command_line import ANNA, BERT, HEADERS, MARKS, Command

Book = Callable[..., Path]
TITLE = "Raccord: the settings of this workbook"
LABELS = ("Import mode", "Duplicate rows", "Customer base", "Only customers with", "Numbers and dates of")


def settings(*values: str | None, title: str = TITLE) -> list[list[str | None]]:
    """The rows of a settings sheet with these values, in order."""
    return [[title], [], ["Setting", "Value"], *([label, value] for label, value in zip(LABELS, values, strict=False))]


@pytest.fixture
def marked(book: Book) -> Callable[..., Path]:
    """Write a workbook of a marked sheet, and a settings sheet with the values given."""

    def write(*values: str | None, rows: tuple[object, ...] = (ANNA, BERT), title: str = TITLE) -> Path:
        return book(Clients=[MARKS, HEADERS, *rows], **{"Raccord settings": settings(*values, title=title)})

    return write


def test_the_settings_sheet_counts_and_is_told(raccord: Command, marked: Book) -> None:
    """Mode, duplicates, scope and locale come from it, and the head of the report names what it has decided."""
    twice = (ANNA, ("A1", "Anne", "75001", "Paris", "02"))
    path = marked("Add", "Last row", None, "owner = a@x.org", "fr-FR", rows=twice)

    report, text = raccord("preview", path, "--json").json, raccord("preview", path).out

    assert report["mode"] == "add"
    assert [row["outcome"] for row in report["rows"]] == ["duplicate", "created"]
    assert {"field": "owner", "old": None, "new": "a@x.org"} in report["rows"][1]["changes"]
    wanted = (
        "Import mode: Add; Duplicate rows: Last row; Only customers with: owner=a@x.org; Numbers and dates of: fr-FR"
    )
    assert f"Settings of the workbook: {wanted}" in " ".join(text.split())


def test_options_and_configuration_come_first(raccord: Command, marked: Book) -> None:
    """An option beats the configuration, that beats the sheet; what the sheet has not decided is not told of it."""
    Path("c.yaml").write_text("mode: update_only\n", encoding="utf-8")
    path = marked("Add", "Last row")

    configured = raccord("preview", path, "--config", "c.yaml", "--json").json
    asked = raccord("preview", path, "--config", "c.yaml", "--mode", "update", "--json").json
    told = raccord("preview", path, "--mode", "update", "--on-duplicate", "reject").out

    assert (configured["mode"], asked["mode"]) == ("update_only", "update")
    assert "Settings of the workbook" not in told


def test_a_profile_of_the_sheet_names_the_base(raccord: Command, marked: Book, world: Path) -> None:
    """The import goes to that base, unless --database names another."""
    (world / "config.yaml").write_text(f"profiles: {{team: 'sqlite:///{world}/team.db'}}\n", encoding="utf-8")

    told = raccord("import", marked(None, None, "team")).out
    raccord("import", marked(None, None, "nobody"), "--database", f"sqlite:///{world}/mine.db")

    assert "Settings of the workbook: Customer base: team\n" in told
    assert [Path(name).exists() for name in ("team.db", "base.db", "mine.db")] == [True, False, True]


@pytest.mark.parametrize("given", ["sqlite:////tmp/evil.db", "../base.db", "postgresql://x:y@example.org/z"])
def test_a_workbook_brings_no_url_and_no_path(raccord: Command, marked: Book, given: str) -> None:
    """Anything but the name of a profile is an error that names the cell, and no base is made."""
    result = raccord("import", marked(None, None, given))

    assert (result.status, result.out) == (2, "")
    assert result.err.startswith("'Raccord settings'!B6: ")
    assert "is no base of your configuration" in result.err
    assert "x:y" not in result.err
    assert not Path("base.db").exists()


@pytest.mark.parametrize(
    ("values", "place"),
    [
        (("Replace all",), "B4"),
        ((None, "Some"), "B5"),
        ((None, None, None, "Paris"), "B7"),
        ((None,) * 4 + ("xx",), "B8"),
    ],
)
def test_a_setting_that_is_none_names_its_cell(raccord: Command, marked: Book, values: list[str], place: str) -> None:
    """What a setting cannot be stops the import, with the cell."""
    result = raccord("preview", marked(*values))

    assert (result.status, result.out) == (2, "")
    assert result.err.startswith(f"'Raccord settings'!{place}: ")


def test_a_sheet_of_the_users_is_no_settings_sheet(raccord: Command, marked: Book) -> None:
    """A sheet of that name that does not begin with Raccord's title decides nothing."""
    report = raccord("preview", marked("Add", title="My notes"), "--json").json

    assert report["mode"] == "update"


def test_saved_configuration_keeps_what_the_sheet_decided(raccord: Command, marked: Book) -> None:
    """--save-config writes mode and locale of the sheet, so that the next file needs none."""
    raccord("preview", marked("Add", None, None, None, "fr-FR"), "--save-config", "c.yaml")

    assert {"mode: add", "locale: fr-FR"} <= set(Path("c.yaml").read_text(encoding="utf-8").splitlines())
