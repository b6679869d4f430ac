"""One annotation: `raccord preview --result` and the button Preview give the same sheets (SPEC §7, §8)."""

from pathlib import Path

import openpyxl
import pytest

from raccord import choose_grid, preview, read_grids
from raccord.results import write_result
from raccord_addin.hosts.workbook import WorkbookHost
from raccord_addin.pressing import press
from support.bases import job
from support.desk_world import HEADERS, MARKS, ROWS, DeskWorld
from support.observing import seen
from support.shown_colours import shown_colours


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A workbook with every kind of row."""
    book = openpyxl.Workbook()
    book.active.title = "Clients"
    more = [
        ["C1", "Dupont", "x", "y", "7", None],
        ["C3", None, None, None, "#N/A", None],
        ["C4", "Half", None, None, None],
    ]
    for row in (MARKS, HEADERS, *ROWS[1:], *more):
        book.active.append(row)
    book.save(tmp_path / "clients.xlsx")
    return tmp_path / "clients.xlsx"


def test_result_and_button_give_the_same_sheets(world: DeskWorld, source: Path, tmp_path: Path) -> None:
    """Cells, links, formats, conditional formats and shown colours of both are equal."""
    with preview(job(choose_grid(read_grids(source)), world.customers.catalogue, world.customers.url)) as report:
        write_result(report, source, tmp_path / "by-command.xlsx")
    host = WorkbookHost(source)
    press("preview", host)
    host.save(tmp_path / "by-button.xlsx")

    by_command, by_button = seen(tmp_path / "by-command.xlsx"), seen(tmp_path / "by-button.xlsx")

    for name in ("Clients", "Raccord"):
        button, command = by_button.sheets[name], by_command.sheets[name]
        assert button.cells == command.cells
        assert (button.rules, button.links) == (command.rules, command.links)
        assert (button.fills, button.bold) == (command.fills, command.bold)
        assert (button.frozen_rows, button.filter, button.widths) == (
            command.frozen_rows,
            command.filter,
            command.widths,
        )
    assert shown_colours(tmp_path / "by-button.xlsx") == shown_colours(tmp_path / "by-command.xlsx")
