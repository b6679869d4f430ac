"""What tests of the add-in start from: a workbook in memory, a base, and nothing of this computer's own settings."""

from pathlib import Path

import pytest

from raccord_addin.hosts.fake import FakeHost
from support.desk_world import CUSTOMERS, HEADERS, MARKS, ROWS, DeskWorld, book_of
from support.sheets import CustomerBase, catalogue_with


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DeskWorld:
    """An unmarked sheet of three rows and a base of two customers."""
    config = tmp_path / "config.yaml"
    config.write_text("", encoding="utf-8")
    customers = CustomerBase(tmp_path / "base.db", catalogue_with())
    customers.add_many(CUSTOMERS)
    monkeypatch.setenv("RACCORD_CONFIG", str(config))
    monkeypatch.setenv("RACCORD_DATABASE", customers.url)
    monkeypatch.delenv("RACCORD_CATALOGUE", raising=False)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_DOCUMENTS_DIR", str(tmp_path / "documents"))
    return DeskWorld(FakeHost(book_of("Clients"), {}), customers, config).fill(HEADERS, *ROWS)


@pytest.fixture
def marked(world: DeskWorld) -> DeskWorld:
    """The same sheet, with marks."""
    return world.fill(MARKS, HEADERS, *ROWS)
