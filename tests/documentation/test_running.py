"""The commands of every page run, in order, in one empty folder, as a reader would run them."""

from pathlib import Path

import pytest

from support.pages import DOCS, run_page, shows, steps

PAGES = [page for page in sorted(DOCS.rglob("*.md")) if "```console" in page.read_text(encoding="utf-8")]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(DOCS).as_posix())
def test_every_command_of_a_page_runs(page: Path, tmp_path: Path) -> None:
    """Each command ends with the status that the page gives, and prints what the page shows."""
    assert run_page(page, tmp_path)


def test_what_a_block_says() -> None:
    """A command, its status and the lines below it are read from a block."""
    first, second = steps("$ raccord preview visits.csv # exit status 1\nRows   3\n\n  new 1\n$ raccord undo\n")

    assert (first.command, first.status, first.shown) == ("raccord preview visits.csv", 1, ("Rows   3", "  new 1"))
    assert (second.command, second.status, second.shown) == ("raccord undo", 0, ())


def test_what_a_page_shows_is_compared() -> None:
    """Lines are compared whole and in order; spaces do not count, and … stands for any text."""
    printed = "Row  Outcome\n 3   updated\n 4   new\n"

    assert shows(printed, ("Row Outcome", "4 …"))
    assert not shows(printed, ("4 new", "3 updated"))
    assert not shows(printed, ("Outcome",))
    assert not shows(printed, ("3 created",))
