"""The host on Excel: what it writes, on either platform, and what Excel would make of it if it were written plainly."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl.worksheet.table import Table

from raccord_addin.hosts import HostError
from raccord_addin.hosts.excel.texts import given
from raccord_addin.ops import (
    Alert,
    Cell,
    InsertRow,
    Op,
    PutCells,
    Say,
)
from support.excel_world import ExcelWorld, excel_world
from support.xlwings_engine import Dialect

SETTINGS = ("display_alerts", "screen_updating", "enable_events", "calculation", "grows_tables")


@pytest.fixture(params=Dialect)
def excel(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[ExcelWorld]:
    """An Excel of each platform."""
    with excel_world(tmp_path, request.param) as world:
        yield world


def settings(world: ExcelWorld) -> tuple[Any, ...]:
    """What Excel is set to."""
    return tuple(getattr(world.app, name) for name in SETTINGS)


@pytest.mark.parametrize("failing", [False, True])
def test_settings_are_what_they_were(excel: ExcelWorld, *, failing: bool) -> None:
    """Excel's settings are the user's again after operations, also when one in the middle is refused."""

    def protect(book: Any) -> None:
        book["Other"].protection.sheet = True

    host = excel.open(protect)
    excel.app.calculation, excel.app.enable_events = "semiautomatic", False
    before = settings(excel)
    ops: list[Op] = [PutCells("Clients", 1, 1, [["x"]]), PutCells("Other" if failing else "Clients", 1, 1, [["y"]])]

    if failing:
        with pytest.raises(HostError, match=r"“Other”.*protected sheet"):
            host.apply([*ops, PutCells("Clients", 1, 1, [["z"]])])
    else:
        host.apply(ops)

    assert settings(excel) == before
    assert excel.shown("A1") == ("x" if failing else "y")


def test_excel_is_quiet_while_raccord_writes(excel: ExcelWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    """No screen, no events, no recalculation, no questions, and no table that grows."""
    host = excel.open()
    seen: list[tuple[Any, ...]] = []
    engine_sheet = type(excel.sheet())
    check = engine_sheet.check_writable
    monkeypatch.setattr(engine_sheet, "check_writable", lambda sheet: (seen.append(settings(excel)), check(sheet)))

    host.apply([PutCells("Clients", 1, 1, [["x"]])])

    assert set(seen) == {(False, False, False, "manual", False)}


def test_message_boxes_wait_for_the_screen(excel: ExcelWorld) -> None:
    """An alert between operations is shown after those before it, over a screen that shows them."""
    host = excel.open()

    host.apply([PutCells("Clients", 1, 1, [["x"]]), Alert("Look."), PutCells("Clients", 1, 1, [["y"]])])

    assert excel.app.told == [("Look.", "ok", True)]
    assert excel.shown("A1") == "y"


@pytest.mark.parametrize(("answer", "meant"), [("yes", True), ("no", False)])
def test_question_is_answered(excel: ExcelWorld, answer: str, *, meant: bool) -> None:
    """Yes is yes, and everything else is no."""
    host = excel.open()
    excel.app.answers = [answer]

    assert host.ask("Really?") is meant
    assert excel.app.told == [("Really?", "yes_no", True)]


def test_question_nobody_answers_is_no(excel: ExcelWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    """The Mac stops waiting after a while."""
    host = excel.open()

    def time_out(*_given: Any) -> str:
        raise excel.engine.refusal("AppleEvent timed out.")

    monkeypatch.setattr(type(excel.app), "alert", time_out)

    assert host.ask("Really?") is False


def test_status_bar_tells_one_line(excel: ExcelWorld) -> None:
    """Progress and results fit into the bar, and without a text the bar is Excel's again."""
    host = excel.open()

    host.progress("Reading\nthe sheet")
    assert excel.app.status_bar == "Reading the sheet"
    host.apply([Say("x" * 400)])
    assert (len(excel.app.status_bar), excel.app.status_bar[-1]) == (250, "…")
    host.apply([])
    assert excel.app.status_bar is False


@pytest.mark.parametrize(
    "text", ["=1+1", "00123", "1/2", "TRUE", "WAHR", "5%", "Mar 2026", "12:30", "#N/A", "'x", "+1"]
)
def test_text_that_excel_would_read_stays_text(excel: ExcelWorld, text: str) -> None:
    """Nothing is read out of a text, and the cell's format is the user's as before."""
    host = excel.open()

    host.apply([PutCells("Clients", 2, 1, [[text, 5.0]])])

    assert host.read("Clients").rows[1] == [text, 5.0]
    assert excel.sheet().ws["A2"].number_format == "General"


def test_number_beside_a_text_stays_a_number() -> None:
    """Numbers, booleans and blanks go as they are."""
    assert [given(cell) for cell in (1, 2.5, True, False, None, "")] == [1.0, 2.5, True, False, None, None]
    assert type(given(3)) is float


@pytest.mark.parametrize("length", [8_203, 8_204, 32_766, 32_767])
def test_long_text_is_written_whole(excel: ExcelWorld, length: int) -> None:
    """A text that Excel takes in no block is written by itself, and its neighbours stay in the block."""
    host = excel.open()

    host.apply([PutCells("Clients", 2, 1, [["a", "x" * length], ["b", "c"]])])

    assert host.read("Clients").rows[1:3] == [["a", "x" * length], ["b", "c"]]


@pytest.mark.parametrize("text", ["x" * 40_000, "🏭" * 20_000])
def test_text_that_no_cell_holds_is_seen_to_be_cut(text: str) -> None:
    """As much as a cell holds stays, whole characters only, with a mark that there was more."""
    cut = given(text)

    assert isinstance(cut, str)
    assert cut.endswith("…")
    assert len(cut[1:].encode("utf-16-le")) // 2 in {32_766, 32_767}
    assert text.startswith(cut[1:-1])


def test_character_that_no_cell_holds_is_replaced() -> None:
    """Half a character or a NUL would end the whole write."""
    assert given("a\x00b\ud83cc") == "'a\ufffdb\ufffdc"


@pytest.mark.parametrize("hidden", [{2, 3}, {3}, {2, 4}, {2, 3, 4}])
def test_filtered_rows_are_written(excel: ExcelWorld, hidden: set[int]) -> None:
    """Across rows that a filter hides, Excel would write the first value everywhere; each row gets its own."""

    def filter_rows(book: Any) -> None:
        book["Clients"].auto_filter.ref = "A1:B4"
        for row in hidden:
            book["Clients"].row_dimensions[row].hidden = True

    host = excel.open(filter_rows)
    block: list[list[Cell]] = [["Raccord", "n"], ["a", 1.0], ["b", 2.0], [None, 3.0]]

    host.apply([PutCells("Clients", 1, 3, block)])

    assert [row[2:] for row in host.read("Clients").rows] == block
    assert host.read("Clients").hidden_rows == hidden


def test_ragged_rows_leave_what_is_beside_them(excel: ExcelWorld) -> None:
    """A shorter row of a block empties no cell beyond its end."""
    host = excel.open()

    host.apply([PutCells("Clients", 1, 1, [["x", "y"], ["z"], [], ["w"]])])

    assert host.read("Clients").rows == [["x", "y"], ["z", "Paris"], ["Bert", "Lyon"], ["w", "Nice"]]


def test_table_stays_as_wide_as_it_is(excel: ExcelWorld) -> None:
    """The column beside a table does not become part of it, which would leave a column when it is emptied."""

    def make_table(book: Any) -> None:
        book["Clients"].add_table(Table(displayName="clients", ref="A1:B4"))

    host = excel.open(make_table)

    host.apply([PutCells("Clients", 1, 3, [["Raccord"], ["updated"]])])

    assert excel.sheet().ws.tables["clients"].ref == "A1:B4"
    assert excel.app.grows_tables


def test_inserted_row_is_blank_whatever_was_copied(excel: ExcelWorld) -> None:
    """Cells that the user has copied would be inserted instead."""
    host = excel.open()
    excel.app.cut_copy_mode = "copy"

    host.apply([InsertRow("Clients", 1)])

    assert host.read("Clients").rows[:2] == [[], ["Name", "City"]]
