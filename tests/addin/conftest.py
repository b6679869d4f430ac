"""What tests of the add-in start from: a workbook in memory, a base, and nothing of this computer's own settings.

And the benches: each host in turn, with real files.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from importlib import import_module
from pathlib import Path

import pytest

from raccord_addin.hosts.fake import FakeHost
from support.benches import NAMES, Bench
from support.desk_world import CUSTOMERS, HEADERS, MARKS, ROWS, DeskWorld, book_of
from support.sheets import CustomerBase, catalogue_with
from support.user_files import SOURCE, Opener, opener


@pytest.fixture(scope="session", params=NAMES)
def bench(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """Each host in turn; a program is started once."""
    name = request.param
    if name == "office" and shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not here (Debian: libreoffice-calc python3-uno), so its host was not tried")
    made: Callable[[Path], AbstractContextManager[Bench]] = getattr(
        import_module(f"support.benches.{name}"), f"{name}_bench"
    )
    with made(tmp_path_factory.mktemp(name)) as opened:
        yield opened


@pytest.fixture
def styled(bench: Bench) -> Bench:
    """Each host that holds more than values."""
    if bench.name == "fake":
        pytest.skip("the host in memory holds values only")
    return bench


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DeskWorld:
    """An unmarked sheet of three rows and a base of two customers."""
    config = tmp_path / "config.yaml"
    config.write_text("", encoding="utf-8")
    customers = CustomerBase(f"sqlite:///{tmp_path}/base.db", catalogue_with())
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


@pytest.fixture
def open_file(bench: Bench, world: DeskWorld, tmp_path: Path) -> Opener:
    """Write a workbook and open it in each host."""
    assert world.customers.all() == SOURCE
    return opener(bench, tmp_path)
