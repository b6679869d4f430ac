"""The bench of the host on a file."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from raccord_addin.hosts import Host
from raccord_addin.hosts.workbook import WorkbookHost
from support.benches import Bench


class WorkbookBench:
    """Files, without any program."""

    name = "workbook"

    def open(self, source: Path) -> Host:
        """Open a file."""
        return WorkbookHost(source)

    def save(self, host: Host, out: Path) -> None:
        """Save the host's workbook."""
        assert isinstance(host, WorkbookHost)
        host.save(out)


@contextmanager
def workbook_bench(_folder: Path) -> Iterator[Bench]:
    """A bench that needs nothing."""
    yield WorkbookBench()
