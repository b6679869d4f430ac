"""The bench of the host on Excel for the Mac, which is spoken to in another way than on Windows."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from support.benches import Bench
from support.benches.excel import excel_bench
from support.xlwings_engine import Dialect


@contextmanager
def excel_mac_bench(folder: Path) -> Iterator[Bench]:
    """A bench whose `.api` is appscript's."""
    with excel_bench(folder, Dialect.MAC) as bench:
        yield bench
