"""The pages of reference have every mark, mode, outcome, key of a file, and key of JSON; their examples are true."""

import json
import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from raccord.catalogue import ExistingTable, Field, FieldType
from raccord.configuration.imports import ImportConfiguration
from raccord.configuration.outputs import Outputs
from raccord.configuration.user import UserConfiguration
from raccord.marks import IMPORT_MODE_WORDS, MODE_WORDS, ImportMode, OnDuplicate, UpdateMode
from raccord.planning import Outcome
from raccord.reporting import json_schema
from raccord.translation import LANGUAGES
from raccord_addin.buttons import BUTTONS
from support.pages import BLOCK, DOCS, run_page

README = DOCS.parent / "README.md"


def in_tables(page: Path) -> set[str]:
    """What stands as code in a page's tables."""
    rows = re.findall(r"^\|.*\|$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {code for row in rows for code in re.findall(r"`([^`]+)`", row)}


def keys(shape: Any) -> set[str]:
    return {one.name for one in fields(shape)}


@pytest.mark.parametrize(
    ("name", "needed"),
    [
        ("catalogue", keys(Field) | keys(ExistingTable) | {*FieldType}),
        ("configuration", keys(UserConfiguration) | keys(ImportConfiguration) - {"outputs"} | keys(Outputs)),
        ("marks", {*UpdateMode, *Outcome, *OnDuplicate, *(mode.replace("_", "-") for mode in ImportMode)}),
        ("buttons", {button.id for button in BUTTONS}),
    ],
)
def test_a_page_has_every_word(name: str, needed: set[str]) -> None:
    """Each key of a file, each mode, outcome and button has its row in the page about them."""
    assert sorted(needed - in_tables(DOCS / f"{name}.md")) == []


def test_the_page_of_json_has_every_key() -> None:
    """Each key that the report can have, at any depth, stands on its page."""
    text = (DOCS / "json.md").read_text(encoding="utf-8")

    assert [key for key in schema_keys(json_schema()) if f"`{key}`" not in text] == []


def schema_keys(schema: Any) -> Iterator[str]:
    """The names of all properties in a JSON Schema."""
    if isinstance(schema, dict):
        yield from schema.get("properties", {})
        for part in schema.values():
            yield from schema_keys(part)


def test_the_report_shown_is_the_one_printed(tmp_path: Path) -> None:
    """The example on the page of JSON is what the preview of its sheet prints, but for the fingerprint."""
    page = DOCS / "json.md"
    run_page(page, tmp_path)
    shown = json.loads(next(text for language, _, text in BLOCK.findall(page.read_text("utf-8")) if language == "json"))

    assert shown | {"fingerprint": None} == json.loads((tmp_path / "report.json").read_text("utf-8")) | {
        "fingerprint": None
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_readme_has_every_mark(language: str) -> None:
    """Each mark stands in the README in every language, and each import mode on the page of marks."""
    text = README.read_text(encoding="utf-8")
    marks = (DOCS / "marks.md").read_text(encoding="utf-8")

    assert [words[language] for words in MODE_WORDS.values() if f"| {words[language]} |" not in text] == []
    assert [words["en"] for words in IMPORT_MODE_WORDS.values() if f"| {words['en']} |" not in marks] == []


def test_every_button_is_explained_by_its_label() -> None:
    """Each button's label stands on the page of buttons in all three languages."""
    text = (DOCS / "buttons.md").read_text(encoding="utf-8")

    assert [one.id for one in BUTTONS for language in LANGUAGES if one.label[language] not in text] == []
