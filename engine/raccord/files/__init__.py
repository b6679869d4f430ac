"""Workbooks and csv files: reading them as grids."""

from pathlib import Path

from raccord.cells import Grid

__all__ = ["read_grids"]


def read_grids(path: Path, *, delimiter: str | None = None, encoding: str | None = None) -> tuple[Grid, ...]:
    """Open a workbook or csv file and give its worksheets in order (SPEC §2).

    Nothing is held in memory: each call of a grid's `read` is a fresh pass over the file.

    Args:
        path: an xlsx, xlsm, xls, ods, csv, txt or tsv file; its contents decide, not its name.
        delimiter: what separates the cells of a csv file; detected when None.
        encoding: the encoding of a csv file, by its Python name; detected when None.

    Raises:
        FileError: the file cannot be read, also later, from `read`.
    """
    from raccord.files.reading import read_grids as read  # noqa: PLC0415 - keeps `import raccord` light

    return read(path, delimiter=delimiter, encoding=encoding)
