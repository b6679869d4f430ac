"""The bench of the host in memory, which holds values and nothing else."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import openpyxl

from raccord.files import read_grids
from raccord_addin.hosts import Host
from raccord_addin.hosts.fake import FakeHost
from raccord_addin.hosts.workbook.cells import copy_value
from raccord_addin.snapshot import Book, SheetState
from support.benches import Bench


class FakeBench:
    """Sheets in memory, filled from a file and written to one without any format."""

    name = "fake"

    def open(self, source: Path) -> Host:
        """Fill a host with the values of a file."""
        book = openpyxl.load_workbook(source)
        assert book.active is not None
        states = tuple(SheetState(one.title, protected=bool(one.protection.sheet)) for one in book.worksheets)
        grids = read_grids(source)
        return FakeHost(
            Book(source.name, states, book.active.title),
            {grid.name: [list(row) for row in grid.read()] for grid in grids},
            {grid.name: grid.hidden_rows for grid in grids},
        )

    def save(self, host: Host, out: Path) -> None:
        """Write the values that the host holds, all texts as texts."""
        assert isinstance(host, FakeHost)
        book = openpyxl.Workbook()
        book.remove(book.worksheets[0])
        for name in host.cells:
            sheet = book.create_sheet(name)
            for number, row in enumerate(host.read(name).rows, 1):
                for column, value in enumerate(row, 1):
                    copy_value(sheet.cell(number, column), value)
        book.active = book.sheetnames.index(host.look().active)
        book.save(out)


@contextmanager
def fake_bench(_folder: Path) -> Iterator[Bench]:
    """A bench that needs nothing."""
    yield FakeBench()
