"""The one suite over all hosts: the same sheet gives the same snapshot, the same operations give the same sheet."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from raccord.cells import CellRange, is_error
from raccord.files import read_grids
from raccord_addin.hosts import HostError
from raccord_addin.ops import (
    Freeze,
    InsertRow,
    MakeSheet,
    Op,
    PutCells,
    PutLinks,
    RemoveSheet,
    SetBars,
    SetDropdown,
    SetFilter,
    SetRowDropdowns,
    SetRules,
    SetStyle,
    SetWidths,
    Show,
)
from raccord_addin.snapshot import HEAD_ROWS, SheetCells
from support.benches import Bench
from support.benches.clients import GREEN, MODE, OTHER_MODE, PREVIEW, RED, YELLOW, rule, whole_preview, write_clients
from support.benches.samples import ALL_SHEETS, SHAPE, TEXTS, sample_cells, write_sample
from support.benches.workbook import WorkbookBench
from support.observing import Seen, SeenSheet, as_seen, plain_areas, seen

of_more_than_values = pytest.mark.usefixtures("styled")
FORMULA_LIKE = ["=1+1", "+33 1", "-5", "@sum", "'quoted", "00750", "TRUE", "2026-01-01", "=HYPERLINK(1)"]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbook of all kinds of cells."""
    return write_sample(tmp_path_factory.mktemp("sample") / "sample.xlsx")


@pytest.fixture(scope="module")
def clients(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A user's workbook: formats of all kinds, a sheet that computes from the first, and a protected one."""
    return write_clients(tmp_path_factory.mktemp("clients") / "clients.xlsx")


@pytest.fixture
def after(bench: Bench, clients: Path, tmp_path: Path) -> Callable[..., Seen]:
    """Carry out operations on the user's workbook, and give what the saved one shows."""

    def run(*ops: Op) -> Seen:
        host = bench.open(clients)
        for op in ops:
            host.apply([op])
        bench.save(host, tmp_path / "after.xlsx")
        return seen(tmp_path / "after.xlsx")

    return run


@pytest.mark.parametrize("name", ALL_SHEETS)
def test_same_sheet_gives_the_same_snapshot(bench: Bench, sample: Path, name: str) -> None:
    """Every kind of cell, odd names, hidden, filtered and merged cells, and formats beyond the data."""
    assert in_reach(bench, bench.open(sample).read(name)) == in_reach(bench, sample_cells(name))


@pytest.mark.parametrize("name", ALL_SHEETS)
def test_snapshot_travels_as_json(bench: Bench, sample: Path, name: str) -> None:
    """A snapshot that has been text is the same one."""
    cells = bench.open(sample).read(name)

    assert SheetCells.from_json(json.loads(json.dumps(cells.to_json()))) == cells


@pytest.mark.parametrize("most", [1, 5, HEAD_ROWS])
@pytest.mark.parametrize("name", ["Types", SHAPE])
def test_head_is_the_beginning_of_the_whole(bench: Bench, sample: Path, name: str, most: int) -> None:
    """Reading the first rows gives what the whole has there, hidden rows included."""
    host = bench.open(sample)
    whole, head = host.read(name), host.read(name, most)

    beginning = SheetCells.of(name, whole.rows[:most], whole.hidden_rows)
    assert (head.rows, head.hidden_rows) == (beginning.rows, beginning.hidden_rows)


def test_book_is_as_the_file_has_it(bench: Bench, sample: Path, clients: Path) -> None:
    """The sheets stand in the file's order with their protection, and the file's active sheet is in front."""
    book = bench.open(sample).look()

    assert (book.name, book.active) == ("sample.xlsx", SHAPE)
    assert [one.name for one in book.sheets] == list(ALL_SHEETS)
    assert (book.writable, book.locked) == (True, False)
    protected = {one.name: one.protected for one in bench.open(clients).look().sheets}
    assert protected == {"My clients": False, "Sums": False, "Guarded": True}


def test_cells_are_put(bench: Bench, after: Callable[..., Seen], clients: Path) -> None:
    """A block of every type replaces what is there, beyond the data too, and None empties a cell."""
    put = PutCells("My clients", 3, 2, [["Reims", None, True], ["Metz", 4.5, "x" * 300], [None, "a\nb", 1e-9]])
    host = bench.open(clients)

    host.apply([put])

    rows = host.read("My clients").rows
    assert rows[2:] == [["Bert", "Reims", None, True], ["Cara", "Metz", 4.5, "x" * 300], [None, None, "a\nb", 1e-9]]
    cells = after(put).sheets["My clients"].cells
    found = {place: cells.get(place) for place in [(3, 2), (3, 3), (3, 4), (4, 3), (5, 2), (5, 3), (5, 4)]}
    expected = {(3, 2): ("text", "Reims"), (3, 3): None, (3, 4): True, (4, 3): 4.5, (5, 2): None}
    assert found == expected | {(5, 3): ("text", "a\nb"), (5, 4): 1e-9}


def test_text_stays_text(bench: Bench, sample: Path, tmp_path: Path) -> None:
    """What looks like a formula, a number or a date is text when it is put, read, saved and opened again."""
    texts = [*FORMULA_LIKE, *(text for text in TEXTS if text.strip() and not is_error(text))]
    host = bench.open(sample)

    host.apply([PutCells("1", 3, 1, [[text] for text in texts])])

    assert [row[0] for row in host.read("1").rows[2:]] == texts
    out = tmp_path / "texts.xlsx"
    bench.save(host, out)
    saved = next(grid for grid in read_grids(out) if grid.name == "1")
    assert [row[0] for row in list(saved.read())[2:]] == texts
    again = bench.open(out)
    assert [row[0] for row in again.read("1").rows[2:]] == texts


@of_more_than_values
def test_links_are_put(after: Callable[..., Seen]) -> None:
    """Row numbers are numbers that lead to those rows, and None is blank."""
    sheet = after(MakeSheet("Raccord"), PutLinks("Raccord", 2, 1, "My clients", [4, None, 2])).sheets["Raccord"]

    assert sheet.links == {(2, 1): ("My clients", 4), (4, 1): ("My clients", 2)}
    assert sheet.cells == {(2, 1): 4.0, (4, 1): 2.0}


def test_links_read_as_numbers(bench: Bench, clients: Path) -> None:
    """A link's cell is its row number to who reads it."""
    host = bench.open(clients)

    host.apply([MakeSheet("Raccord"), PutLinks("Raccord", 2, 1, "My clients", [4, None, 2])])

    assert host.read("Raccord").rows == [[], [4.0], [], [2.0]]


@pytest.mark.parametrize("row", [1, 3, 4])
def test_inserted_row_moves_cells(bench: Bench, clients: Path, row: int) -> None:
    """The cells below stand one row lower, the others where they were."""
    host = bench.open(clients)
    before = list(host.read("My clients").rows)

    host.apply([InsertRow("My clients", row)])

    assert host.read("My clients").rows == [*before[: row - 1], [], *before[row - 1 :]]


@of_more_than_values
def test_inserted_row_moves_what_is_not_in_cells(after: Callable[..., Seen]) -> None:
    """Hidden rows, merged areas, fills, checks, conditional formats, formulas and names follow the cells."""
    found = after(SetRules("My clients", "modes", [MODE]), InsertRow("My clients", 1))

    sheet = found.sheets["My clients"]
    assert sheet.hidden == {4}
    assert sheet.merged == (CellRange(4, 5, 5, 6),)
    assert sheet.fills[3, 2] == YELLOW
    areas = plain_areas([CellRange(2, 1, 3, 3), CellRange(5, 1, 5, 1)])
    assert [one.areas for one in sheet.rules] == [areas]
    assert sheet.foreign == 1
    assert found.sheets["Sums"].cells == {(1, 1): "=SUM('My clients'!C3:C5)", (2, 1): "='My clients'!$C$2"}
    assert found.names["visits"] == "'My clients'!$C$3:$C$5"


def test_sheet_is_made_at_the_end(bench: Bench, clients: Path) -> None:
    """A new sheet is the last one, and the user stays on the sheet in front."""
    host = bench.open(clients)

    host.apply([MakeSheet("Raccord")])

    book = host.look()
    assert [one.name for one in book.sheets] == ["My clients", "Sums", "Guarded", "Raccord"]
    assert book.active == "My clients"
    assert host.read("Raccord").rows == []


@of_more_than_values
def test_sheet_that_is_there_is_emptied(after: Callable[..., Seen]) -> None:
    """Values, formats, conditional formats, dropdowns, links, merged and frozen cells of an earlier result go."""
    area = CellRange(1, 1, 3, 2)
    dressed = (
        MakeSheet("Raccord"),
        PutCells("Raccord", 1, 1, [["a", "b"], ["c", "d"]]),
        PutLinks("Raccord", 3, 1, "My clients", [2]),
        SetRules("Raccord", "result", [rule("result", "TRUE()", RED, area)]),
        SetBars("Raccord", [area], 4, GREEN),
        SetDropdown("Raccord", [area], ["x"]),
        SetStyle("Raccord", [area], GREEN, bold=True, wrap=True),
        SetWidths("Raccord", 1, [50.0]),
        Freeze("Raccord", 1),
        SetFilter("Raccord", area),
    )

    emptied, made = after(*dressed, MakeSheet("Raccord")), after(MakeSheet("Raccord"))

    assert list(emptied.sheets) == list(made.sheets)
    assert as_made(emptied.sheets["Raccord"]) == as_made(made.sheets["Raccord"])


def test_sheet_is_removed(bench: Bench, clients: Path) -> None:
    """A sheet of Raccord's own goes; one that is not there is gone already."""
    host = bench.open(clients)

    host.apply([MakeSheet("Raccord"), RemoveSheet("Raccord"), RemoveSheet("Raccord"), RemoveSheet("Raccord help")])

    assert [one.name for one in host.look().sheets] == ["My clients", "Sums", "Guarded"]


@pytest.mark.parametrize("op", [MakeSheet("My clients"), RemoveSheet("my clients")], ids=lambda op: op.kind)
def test_users_own_sheet_is_never_emptied(styled: Bench, clients: Path, op: Op) -> None:
    """A sheet that has no name of Raccord's is neither emptied nor removed, and the error names it."""
    host = styled.open(clients)

    with pytest.raises(HostError, match=r"(?i)my clients"):
        host.apply([op])

    assert len(host.read("My clients").rows) == 4


@of_more_than_values
def test_rules_are_replaced(after: Callable[..., Seen]) -> None:
    """Rules given twice are there once, those of an earlier time are gone, and other groups stay."""
    rules = SetRules("My clients", "modes", [MODE, OTHER_MODE])

    found = after(SetRules("My clients", "preview", [PREVIEW]), rules, rules)

    expected = [as_seen("modes", MODE), as_seen("modes", OTHER_MODE), as_seen("preview", PREVIEW)]
    assert list(found.sheets["My clients"].rules) == sorted(expected, key=repr)
    replaced = after(rules, SetRules("My clients", "modes", [OTHER_MODE])).sheets["My clients"].rules
    assert replaced == (as_seen("modes", OTHER_MODE),)


@of_more_than_values
def test_users_own_formats_survive_rules(after: Callable[..., Seen]) -> None:
    """Rules change no cell; without them the sheet is the user's again, conditional formats and checks included."""
    untouched = after()

    ruled = after(SetRules("My clients", "modes", [MODE]), SetRules("My clients", "preview", [PREVIEW]))
    cleared = after(
        SetRules("My clients", "modes", [MODE]), SetRules("My clients", "modes"), SetRules("My clients", "preview")
    )

    assert ruled.sheets["My clients"].fills == {(2, 2): YELLOW} == untouched.sheets["My clients"].fills
    assert ruled.sheets["My clients"].foreign == 1
    assert ruled.names == untouched.names
    assert cleared == untouched


@of_more_than_values
def test_rules_of_many_areas(after: Callable[..., Seen]) -> None:
    """A rule over hundreds of single cells covers all of them."""
    areas = tuple(CellRange(row, 1 + row % 3, row, 1 + row % 3) for row in range(2, 400))
    many = rule("preview", "TRUE()", RED, *areas)

    assert after(SetRules("My clients", "preview", [many])).sheets["My clients"].rules == (as_seen("preview", many),)


@of_more_than_values
def test_bars_lie_behind_numbers(after: Callable[..., Seen]) -> None:
    """Cells have a bar whose scale is the same for all, and the sheet's other formats stay."""
    first, second = CellRange(1, 1, 2, 1), CellRange(1, 3, 1, 3)
    put = PutCells("Raccord", 1, 1, [[10, "a", 3], [0, "b", 4]])
    ruled = SetRules("Raccord", "result", [rule("result", "TRUE()", RED, CellRange(2, 3, 2, 3))])
    sheet = after(MakeSheet("Raccord"), put, ruled, SetBars("Raccord", [first, second], 10, GREEN)).sheets["Raccord"]

    assert sheet.bars == dict.fromkeys([(1, 1), (2, 1), (1, 3)], (0.0, 10.0, GREEN))
    assert [len(sheet.rules), sheet.foreign] == [1, 0]


@of_more_than_values
def test_dropdown_offers_words(after: Callable[..., Seen]) -> None:
    """Words are offered without refusing others, in place of those before, and the user's check elsewhere stays."""
    words = ("Key", 'with "quotes"', "Écraser – vide")
    area = CellRange(1, 2, 1, 3)
    old, new = (SetDropdown("My clients", [area], offered) for offered in (["Old"], words))
    sheet = after(old, new).sheets["My clients"]

    assert set(sheet.dropdowns) == {(1, 2), (1, 3)}
    assert {tuple(word.replace('""', '"') for word in offered) for offered in sheet.dropdowns.values()} == {words}
    assert sheet.checked == 3


@of_more_than_values
def test_dropdown_offers_the_texts_of_an_area(after: Callable[..., Seen]) -> None:
    """Words of any length and number come from cells of another sheet, whatever its name."""
    source = SetDropdown("Sums", [CellRange(1, 1, 2, 1)], (), "My clients", CellRange(2, 1, 4, 1))

    assert after(source).sheets["Sums"].dropdowns == dict.fromkeys([(1, 1), (2, 1)], ("'My clients'!$A$2:$A$4",))


@of_more_than_values
def test_rows_offer_texts_of_their_own(after: Callable[..., Seen]) -> None:
    """Each cell of a column offers the texts beside it, in place of what it offered before, without refusing others."""
    cells = [CellRange(1, 1, 3, 1)]
    put = PutCells("Raccord", 1, 3, [["17 · Café, Lyon", "18 · “Café”"], [], ["new", "skip", "19"]])
    own = SetRowDropdowns("Raccord", 1, [CellRange(1, 3, 1, 4), CellRange(3, 3, 3, 5)])

    sheet = after(MakeSheet("Raccord"), put, SetDropdown("Raccord", cells, ["✓", "skip"]), own).sheets["Raccord"]

    offered = {place: [word.rpartition("!")[2] for word in words] for place, words in sheet.dropdowns.items()}
    assert offered == {(1, 1): ["$C$1:$D$1"], (2, 1): ["✓", "skip"], (3, 1): ["$C$3:$E$3"]}


@of_more_than_values
def test_style_is_set(after: Callable[..., Seen]) -> None:
    """Background, bold and wrapping are set on all areas, each only if it is asked for."""
    put = PutCells("Raccord", 1, 1, [["a", "b"], ["c", "d"]])
    first, second = CellRange(1, 1, 1, 2), CellRange(2, 2, 2, 2)
    look = SetStyle("Raccord", [first, second], GREEN, bold=True), SetStyle("Raccord", [second], wrap=True)

    sheet = after(MakeSheet("Raccord"), put, *look).sheets["Raccord"]

    assert sheet.fills == dict.fromkeys([(1, 1), (1, 2), (2, 2)], GREEN)
    assert sheet.bold == {(1, 1), (1, 2), (2, 2)}
    assert sheet.wrapped == {(2, 2)}


@of_more_than_values
def test_widths_are_set(after: Callable[..., Seen]) -> None:
    """Columns are as wide as asked, give or take a tenth or a character, on the user's sheet too."""
    widths = after(SetWidths("My clients", 2, [30.0, 8.0])).sheets["My clients"].widths

    assert alike(widths[2], 30)
    assert alike(widths[3], 8)


@of_more_than_values
def test_a_width_of_nothing_hides_a_column(after: Callable[..., Seen]) -> None:
    """The column is out of sight until it is given a width again."""
    put = PutCells("Raccord", 1, 1, [["a", "b", "c"]])
    hide, show = SetWidths("Raccord", 1, [8.0, 0, 9.0]), SetWidths("Raccord", 2, [8.0])

    assert after(MakeSheet("Raccord"), put, hide).sheets["Raccord"].folded == {2}
    assert after(MakeSheet("Raccord"), put, hide, show).sheets["Raccord"].folded == frozenset()


@of_more_than_values
def test_rows_are_frozen(after: Callable[..., Seen]) -> None:
    """The first rows stay in sight, on the sheet in front and on others."""
    frozen = after(MakeSheet("Raccord"), PutCells("Raccord", 1, 1, [["a"]] * 9), Freeze("Raccord", 7))

    assert {name: sheet.frozen_rows for name, sheet in frozen.sheets.items() if sheet.frozen_rows} == {"Raccord": 7}


@of_more_than_values
def test_filter_is_set(after: Callable[..., Seen]) -> None:
    """An area has filter buttons, once, and hides nothing."""
    put = PutCells("Raccord", 3, 1, [["a", "b"], ["c", "d"], ["e", "f"]])
    area = CellRange(3, 1, 5, 2)

    sheet = after(MakeSheet("Raccord"), put, SetFilter("Raccord", area), SetFilter("Raccord", area)).sheets["Raccord"]

    assert (sheet.filter, sheet.hidden) == (area, frozenset())


def test_sheet_is_shown(bench: Bench, after: Callable[..., Seen], clients: Path) -> None:
    """A sheet comes to the front, also in the saved file."""
    host = bench.open(clients)

    host.apply([Show("Sums", 2, 1)])

    assert host.look().active == "Sums"
    assert after(Show("Sums", 2, 1)).active == "Sums"


def test_cursor_is_put(styled: Bench, clients: Path) -> None:
    """The cell that is shown is selected."""
    host = styled.open(clients)

    host.apply([Show("My clients", 3, 2)])

    assert host.look().selection == (CellRange(3, 2, 3, 2),)


PROTECTED: Sequence[Op] = (
    PutCells("Guarded", 1, 1, [["changed"]]),
    PutLinks("Guarded", 1, 1, "My clients", [2]),
    InsertRow("Guarded", 1),
    SetRules("Guarded", "modes", [MODE]),
    SetDropdown("Guarded", [CellRange(1, 1, 1, 1)], ["x"]),
)


@pytest.mark.parametrize("op", PROTECTED, ids=lambda op: op.kind)
def test_protected_sheet_refuses(styled: Bench, clients: Path, tmp_path: Path, op: Op) -> None:
    """Nothing is written to a protected sheet, nothing after it is done, and the error names the sheet."""
    host = styled.open(clients)

    with pytest.raises(HostError, match="Guarded"):
        host.apply([op, PutCells("My clients", 1, 1, [["after"]])])

    assert host.read("Guarded").rows == [["Name"]]
    assert host.read("My clients").cell(1, 1) == "Name"
    styled.save(host, tmp_path / "refused.xlsx")


def test_what_came_before_a_refusal_is_done(bench: Bench, clients: Path) -> None:
    """Operations before the refused one stay."""
    host = bench.open(clients)

    with pytest.raises(HostError):
        host.apply([PutCells("My clients", 1, 1, [["before"]]), PROTECTED[0]])

    assert host.read("My clients").cell(1, 1) == "before"


@of_more_than_values
def test_a_whole_preview(after: Callable[..., Seen], clients: Path, tmp_path: Path) -> None:
    """A long list of all operations leaves what it leaves in the host on a file."""
    ops = whole_preview()

    found = after(*ops)

    reference = WorkbookBench()
    host = reference.open(clients)
    host.apply(ops)
    reference.save(host, tmp_path / "reference.xlsx")
    expected = seen(tmp_path / "reference.xlsx")
    assert (list(found.sheets), found.names, found.active) == (list(expected.sheets), expected.names, expected.active)
    for name, sheet in expected.sheets.items():
        assert as_made(found.sheets[name]) == as_made(sheet), name
    widths = found.sheets["Raccord"].widths
    assert all(alike(widths[number], width) for number, width in expected.sheets["Raccord"].widths.items())


def alike(width: float, asked: float) -> bool:
    """Tell whether a column is as wide as asked; programs measure characters in fonts and pixels of their own."""
    return abs(width - asked) <= max(1, asked / 10)


def in_reach(bench: Bench, cells: SheetCells) -> SheetCells:
    """The cells without what the host in memory does not hold."""
    return cells if bench.name != "fake" else SheetCells(cells.name, cells.rows, cells.hidden_rows)


def as_made(sheet: SeenSheet) -> dict[str, Any]:
    """What operations say of a sheet; programs write widths for columns that nobody touched, each its own."""
    return {name: getattr(sheet, name) for name in SeenSheet.__dataclass_fields__ if name != "widths"}
