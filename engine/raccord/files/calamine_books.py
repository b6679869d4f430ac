"""Opening a workbook in calamine, and its errors in the user's words."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from raccord.cells import RawCell, RawRow
from raccord.files import refusals

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

_ENDINGS = frozenset({".xlsx", ".xlsm"})


@contextmanager
def opened(path: Path) -> "Iterator[CalamineWorkbook]":
    """Open a workbook and turn what may go wrong into a FileError.

    Raises:
        FileError: protected, damaged or unreadable.
    """
    from python_calamine import load_workbook  # noqa: PLC0415 - a csv file does without

    with refusing(path):
        if path.suffix.lower() in _ENDINGS:
            with load_workbook(path) as workbook:
                yield workbook
        else:
            # of a path calamine believes the ending, of an open file it looks at the contents
            with path.open("rb") as file, load_workbook(file) as workbook:
                yield workbook


@contextmanager
def refusing(path: Path) -> Iterator[None]:
    """Turn calamine's errors into a FileError of the file that the user knows.

    Raises:
        FileError: protected, damaged or unreadable.
    """
    from python_calamine import CalamineError, PasswordError  # noqa: PLC0415 - as above

    try:
        yield
    except PasswordError as error:
        raise refusals.protected(path) from error
    except (CalamineError, ValueError) as error:
        raise refusals.damaged(path, error) from error
    except OSError as error:
        raise refusals.unreadable(path, error) from error


def from_column_a(sheet: "CalamineSheet", rows: Iterable[list[Any]]) -> Iterator[RawRow]:
    """Give rows of a sheet, which calamine begins at the first column that holds anything, from column A on."""
    blanks: list[RawCell] = [None] * (sheet.start[1] if sheet.start else 0)
    return ([*blanks, *row] for row in rows) if blanks else iter(rows)
