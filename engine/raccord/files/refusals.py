"""The errors of files that cannot be read: each says what the file is and what to do about it."""

from pathlib import Path

from raccord.cells import sheet_name_in_formulas
from raccord.errors import FileError, Where

_SAVE_AGAIN = "Open it in Excel or LibreOffice and save it as an Excel workbook (.xlsx)."


def missing(path: Path) -> FileError:
    """Nothing stands at the path."""
    return FileError(
        "file-missing", f"There is no file {path.name}.", message=f"Looked for: {path}", hint="Check name and folder."
    )


def folder(path: Path) -> FileError:
    """The path is a folder, a device or a pipe."""
    return FileError("file-not-a-file", f"{path} is not a file.", hint="Name a workbook or a csv file inside it.")


def unreadable(path: Path, error: OSError) -> FileError:
    """The operating system refuses to open or read the file."""
    return FileError(
        "file-unreadable",
        f"{path.name} cannot be opened.",
        message=f"The system says: {error.strerror or error}.",
        hint="Close it in other programs, and check that you may read it.",
    )


def empty(path: Path) -> FileError:
    """The file has no bytes at all."""
    return FileError(
        "file-empty", f"{path.name} is empty: 0 bytes.", hint="Save or copy it again; the last attempt did not finish."
    )


def unknown_format(path: Path) -> FileError:
    """The name ends as no format that Raccord reads."""
    ending = f"ends in {path.suffix}" if path.suffix else "has no ending"
    return FileError(
        "file-format-unknown",
        f"{path.name} {ending}, which is no format that Raccord reads.",
        hint="Use xlsx, xlsm, xls, ods, csv, tsv or txt.",
    )


def binary_workbook(path: Path) -> FileError:
    """An xlsb workbook."""
    return FileError(
        "file-xlsb", f"{path.name} is a binary Excel workbook (xlsb), which Raccord does not read.", hint=_SAVE_AGAIN
    )


def too_old(path: Path) -> FileError:
    """An xls workbook from before Excel 5."""
    return FileError("file-xls-old", f"{path.name} was saved in a format older than Excel 5.", hint=_SAVE_AGAIN)


def protected(path: Path) -> FileError:
    """A password encrypts the workbook."""
    return FileError(
        "file-password",
        f"{path.name} is protected by a password.",
        hint="Open it with its password, save a copy without one, and use the copy.",
    )


def damaged(path: Path, detail: object = "") -> FileError:
    """The workbook is cut off, or not built as its format demands."""
    return FileError(
        "file-damaged",
        f"{path.name} is damaged or incomplete.",
        message=f"Detail: {detail}" if str(detail) else "",
        hint="Copy or download it again, or let Excel repair it and save it under a new name.",
    )


def unsafe(path: Path, detail: str) -> FileError:
    """The workbook is built to exhaust or trick its reader."""
    return FileError(
        "file-unsafe",
        f"{path.name} is refused: {detail}.",
        hint="Copy the cells that you need into a new workbook and use that one.",
    )


def too_large(path: Path, sheet: str) -> FileError:
    """A sheet's used range is larger than memory should hold."""
    return FileError(
        "file-too-large",
        f"The used range of sheet {sheet} in {path.name} is too large.",
        message="Some cell stands far from the others.",
        hint="Delete the unused rows and columns beyond the data (Ctrl+End shows where it ends) and save.",
        where=Where(sheet=sheet),
    )


def endless_duration(path: Path, sheet: str, row: int) -> FileError:
    """A number of more than 2.7 million years in a cell whose format shows durations."""
    return FileError(
        "file-duration",
        f"Row {row} of sheet {sheet} in {path.name} holds a duration too long to be read.",
        message="Its number is formatted as hours or minutes ([h]:mm).",
        hint="Format the cell as a number and save.",
        where=Where(sheet=sheet, cell=f"{sheet_name_in_formulas(sheet)}!A{row}"),
    )


def web_page(path: Path) -> FileError:
    """A web page that was given a workbook's name."""
    return FileError("file-html", f"{path.name} is a web page (HTML), not a workbook.", hint=_SAVE_AGAIN)


def xml_spreadsheet(path: Path) -> FileError:
    """An XML Spreadsheet 2003."""
    return FileError(
        "file-xml-2003", f"{path.name} is an XML Spreadsheet 2003, which Raccord does not read.", hint=_SAVE_AGAIN
    )


def plain_text(path: Path) -> FileError:
    """A text file that was given a workbook's name."""
    return FileError(
        "file-text", f"{path.name} is a text file, not a workbook.", hint="If it is a csv file, rename it to .csv."
    )


def no_workbook(path: Path) -> FileError:
    """Something else altogether."""
    return FileError("file-no-workbook", f"{path.name} is not a workbook.", hint="Choose an Excel, ods or csv file.")


def changed(path: Path) -> FileError:
    """The file was written to between two passes over it."""
    return FileError("file-changed", f"{path.name} changed while it was read.", hint="Start again.")


def undecodable(path: Path, encoding: str, line: int) -> FileError:
    """A csv file holds bytes that its encoding does not know."""
    return FileError(
        "csv-encoding",
        f"{path.name} is not text in the encoding {encoding}.",
        hint="Save it as CSV UTF-8, or name its encoding.",
        where=Where(file=path.name, line=line),
    )


def unknown_encoding(encoding: str) -> FileError:
    """The option names no encoding."""
    return FileError(
        "csv-encoding-unknown",
        f"There is no text encoding {encoding!r}.",
        hint="Use utf-8, utf-16, cp1252 or another encoding that Python knows.",
    )


def nul_character(path: Path, line: int) -> FileError:
    """A csv file holds a NUL character: it is no text, or UTF-16 without its mark."""
    return FileError(
        "csv-nul",
        f"{path.name} holds characters that no text file has (NUL).",
        hint="Save it as CSV UTF-8; if it is UTF-16 without a byte order mark, name the encoding utf-16-le.",
        where=Where(file=path.name, line=line),
    )


def broken_quotes(path: Path, line: int, detail: object) -> FileError:
    """A csv file has a quotation mark that is never closed, or closed too early."""
    return FileError(
        "csv-quotes",
        f"{path.name} has a quotation mark that is not closed, or text right after a closing one.",
        message=f"Detail: {detail}",
        hint='Close the quotation mark; inside a quoted cell write it twice: "".',
        where=Where(file=path.name, line=line),
    )


def bad_delimiter(delimiter: str) -> FileError:
    """The option's delimiter cannot separate cells."""
    return FileError(
        "csv-delimiter", f"{delimiter!r} cannot separate cells.", hint="Use one character: ; , | or a tab."
    )
