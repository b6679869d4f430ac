"""The page of messages and errors has every code, each with what the code says, a cause and a cure (docs/errors.md)."""

from support.error_codes import sentences
from support.error_page import PAGE, brought_up_to_date, listed


def test_every_code_has_its_row() -> None:
    """Each code that a user can meet is on the page once, and no row is about a code that nobody has."""
    assert sorted(listed()) == sorted(sentences())


def test_the_sentences_are_those_of_the_code() -> None:
    """What the page says that one reads is what Raccord says; `make docs` brings it up to date."""
    page = PAGE.read_text(encoding="utf-8")

    assert page == brought_up_to_date(page)


def test_codes_are_found_in_the_code() -> None:
    """Codes are found wherever they stand: in a table, in a call, passed on, as a constant, made of a class."""
    found = sentences()

    assert found["not-a-date"][0].startswith("“{shown}” is not a date")
    assert found["base-locked"] == ("Another import is working on this base.",)
    assert "The database URL cannot be understood." in found["bad-url"]
    assert "“{column}” must be the primary key of {table} alone, but {found}." in found["bad-key"]
    assert {"no-order", "bad-catalogue", "bad-configuration", "no-keychain", "changed-since", "no-start"} <= set(found)
