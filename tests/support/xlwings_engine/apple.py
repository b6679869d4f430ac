"""What appscript gives as `.api`: references to properties that are got and set, by names of Excel's dictionary."""

from collections.abc import Callable
from types import ModuleType, SimpleNamespace
from typing import Any

from xlwings import mac_dict

from raccord.cells import ErrorCell
from support.xlwings_engine import com

TERMS = {
    entry[0] for kind in ("classes", "enums", "properties", "elements", "commands") for entry in getattr(mac_dict, kind)
}


class Missing:
    """`k.missing_value`."""

    AS_name = "missing_value"


class Reference:
    """Something with properties, elements and commands, all of which Excel's dictionary must know."""

    def __init__(self, **known: Any) -> None:
        unknown = known.keys() - TERMS - {"get", "set"}
        assert not unknown, unknown
        self.__dict__.update(known)


def modules() -> dict[str, ModuleType]:
    """The module `appscript`, which exists on the Mac alone, as far as it is imported."""
    appscript = ModuleType("appscript")
    appscript.k = SimpleNamespace(country_code="country_code")  # type: ignore[attr-defined]
    return {"appscript": appscript}


def value(get: Callable[[], Any], put: Callable[[Any], None] | None = None) -> Reference:
    """A property that is got, and perhaps set."""
    return Reference(get=get) if put is None else Reference(get=get, set=put)


class App(Reference):
    """The application."""

    def __init__(self, app: Any) -> None:
        def sheet() -> Any:
            return app.books.active.sheets.active

        def count(name: str) -> float:
            place = name.removeprefix("COUNTA(").removesuffix(")").rpartition("!")
            assert place[0] == f"'[{app.books.active.name}]{sheet().name}'"
            return float(com.count_filled(sheet().range(place[2])))

        growing = value(lambda: app.grows_tables, lambda on: setattr(app, "grows_tables", on))
        super().__init__(
            get_international=lambda data_type: {"country_code": app.country}[data_type],
            active_cell=Reference(get_address=lambda: com.App(app).ActiveCell.Address),
            evaluate=count,
            autocorrect_object=Reference(Automatically_expand_tables_as_I_type=growing),
        )


class Book(Reference):
    """A workbook."""

    def __init__(self, book: Any) -> None:
        super().__init__(
            protect_structure=value(lambda: book.is_locked),
            date_1904=value(lambda: book.counts_from_1904),
            active_sheet=Reference(name=value(lambda: book.sheets.active.name)),
            sheets=_Elements(lambda name: Reference(activate_object=book.sheets(name).activate)),
            windows=_Elements(lambda number: _Window(book, number)),
        )


class Sheet(Reference):
    """A worksheet."""

    def __init__(self, sheet: Any) -> None:
        def set_mode(wanted: bool) -> None:
            if wanted or not sheet.ws.auto_filter.ref:
                raise sheet.engine.refusal("Parameter error.")
            com.drop_filter(sheet)

        super().__init__(
            protect_contents=value(lambda: sheet.held.state.protected),
            autofilter_mode=value(lambda: sheet.ws.auto_filter.ref is not None, set_mode),
        )


class Range(Reference):
    """A range."""

    def __init__(self, cells: Any) -> None:
        def show_error(wanted: bool) -> None:
            assert wanted is False
            cells.data_validation.accept_others()

        super().__init__(
            value=value(lambda: _answer(cells)),
            string_value=value(lambda: _as_answered(_block(cells, _text), cells.shape)),
            entire_row=Reference(rows=Reference(hidden=value(lambda: _hidden(cells)))),
            validation=Reference(show_error=value(lambda: True, show_error)),
            autofilter_range=lambda field: com.add_filter(cells) if field == 1 else None,
        )


class _Elements:
    def __init__(self, find: Callable[[Any], Any]) -> None:
        self._find = find

    def __getitem__(self, key: Any) -> Any:
        return self._find(key)


class _Window(Reference):
    def __init__(self, book: Any, number: int) -> None:
        window = book.api_window or com.Window(book)
        assert number == 1
        book.api_window = window
        names = {
            "freeze_panes": "FreezePanes", "scroll_row": "ScrollRow", "scroll_column": "ScrollColumn",
            "split_row": "SplitRow", "split_column": "SplitColumn",
        }  # fmt: skip
        super().__init__(
            **{
                term: value(lambda name=name: getattr(window, name), lambda to, name=name: setattr(window, name, to))
                for term, name in names.items()
            }
        )


def _block(cells: Any, show: Callable[[Any, int, int], Any]) -> list[list[Any]]:
    area = cells.area
    return [
        [show(cells, row, column) for column in range(area.first_column, area.last_column + 1)]
        for row in range(area.first_row, area.last_row + 1)
    ]


def _answer(cells: Any) -> Any:
    """The values, without the error cells, and without rows that have only such cells."""
    block = _block(cells, lambda cells, row, column: cells.sheet.held.value(row, column))
    if cells.shape == (1, 1):
        return Missing() if isinstance(block[0][0], ErrorCell) else _given(cells, cells.row, cells.column)
    kept = [[(at, cell) for at, cell in enumerate(row) if not isinstance(cell, ErrorCell)] for row in block]
    rows = [
        [_given(cells, number, cells.column + at) for at, _ in row] for number, row in enumerate(kept, cells.row) if row
    ]
    return _as_answered(rows, cells.shape) if rows else Missing()


def _as_answered(rows: list[list[Any]], shape: tuple[int, int]) -> Any:
    if shape == (1, 1):
        return rows[0][0]
    return rows[0] if shape[0] == 1 else rows


def _given(cells: Any, row: int, column: int) -> Any:
    shown = cells.shown(row, column)
    return "" if shown is None else shown


def _text(cells: Any, row: int, column: int) -> str:
    cell = cells.sheet.held.value(row, column)
    if isinstance(cell, ErrorCell):
        return cell.text
    return "" if cell is None else str(cell)


def _hidden(cells: Any) -> Any:
    dimensions = cells.sheet.ws.row_dimensions
    flags = [row in dimensions and bool(dimensions[row].hidden) for row in range(cells.row, cells.area.last_row + 1)]
    return flags if len(flags) > 1 else flags[0]
