"""The page of faults is what the tests of this folder say (docs/faults.md)."""

import os
from pathlib import Path

import pytest

from support.fault_rows import page

HERE = Path(__file__).parent
PAGE = HERE.parents[1] / "docs" / "faults.md"


def test_page_is_made_from_the_tests(request: pytest.FixtureRequest) -> None:
    """Every row is the row of a test, which shows it, and every test has its row there."""
    items = [item for item in request.session.items if item.path.parent == HERE]
    if {item.path for item in items} != set(HERE.glob("test_*.py")) or request.config.getoption("keyword"):
        pytest.skip("The page is compared where all tests of faults are collected.")
    made = page(items)
    if "RACCORD_WRITE_FAULTS" in os.environ:
        PAGE.write_text(made, "utf-8")

    assert PAGE.read_text("utf-8") == made
