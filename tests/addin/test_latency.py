"""What a click loads: a process may be started for it, so the light buttons stay light (DESIGN, decision 6)."""

from pathlib import Path

import pytest

from raccord_addin.buttons import BUTTONS, Reach
from support.fresh_python import heavy_after

PRESS = """
from raccord.cells import CellRange
from raccord_addin.hosts.fake import FakeHost
from raccord_addin.pressing import press
from raccord_addin.snapshot import Book, SheetState

book = Book("b.xlsx", (SheetState("Clients"),), "Clients", (CellRange(1, 2, 9, 2),))
host = FakeHost(book, {{"Clients": [["Key", None], ["External ID", "Annual revenue"], ["C1", 5]]}})
press("{button}", host)
assert not host.alerts, host.alerts
"""


def test_the_registry_loads_nothing_heavy() -> None:
    """Buttons, snapshots, operations and hosts' interface load no library."""
    code = "import raccord_addin.buttons, raccord_addin.ops, raccord_addin.snapshot, raccord_addin.hosts"

    assert heavy_after(code) == set()


@pytest.mark.parametrize("button", [one.id for one in BUTTONS if one.reads is Reach.HEAD])
def test_a_button_on_the_head_loads_no_database(tmp_path: Path, button: str) -> None:
    """Marks and fields need the catalogue, and nothing of databases, workbooks or terminals."""
    config = tmp_path / "config.yaml"
    config.touch()

    assert heavy_after(PRESS.format(button=button), RACCORD_CONFIG=str(config)) <= {"pydantic"}
