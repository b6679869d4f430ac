"""One LibreOffice for all tests of this folder, and one as a bench for its host."""

from collections.abc import Iterator

import pytest

from support.benches.office import OfficeBench, office_bench
from support.office import REAL_ENGINE, Office, running_office


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """LibreOffice with the extension, and a base of its own."""
    folder = tmp_path_factory.mktemp("office")
    with running_office(folder, RACCORD_DATABASE=f"sqlite:///{folder}/base.db") as office:
        yield office


@pytest.fixture
def office(running: Office) -> Office:
    """LibreOffice without any document, and with the real engine."""
    running.close_all()
    running.use_engine(REAL_ENGINE)
    return running


@pytest.fixture(scope="session")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OfficeBench]:
    """LibreOffice with the test in the place of the engine."""
    with office_bench(tmp_path_factory.mktemp("bench")) as made:
        yield made
