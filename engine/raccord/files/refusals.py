"""The errors of files that cannot be read: each says what the file is and what to do about it."""

from pathlib import Path

from raccord.cells import sheet_name_in_formulas
from raccord.errors import FileError, Where
from raccord.translation import N_, _

_SAVE_AGAIN = N_("Open it in Excel or LibreOffice and save it as an Excel workbook (.xlsx).")


def missing(path: Path) -> FileError:
    """Nothing stands at the path."""
    return FileError(
        "file-missing",
        _("There is no file {file}.", file=path.name),
        message=_("Looked for: {path}", path=path),
        hint=_("Check name and folder."),
    )


def folder(path: Path) -> FileError:
    """The path is a folder, a device or a pipe."""
    return FileError(
        "file-not-a-file", _("{path} is not a file.", path=path), hint=_("Name a workbook or a csv file inside it.")
    )


def unreadable(path: Path, error: OSError) -> FileError:
    """The operating system refuses to open or read the file."""
    return FileError(
        "file-unreadable",
        _("{file} cannot be opened.", file=path.name),
        message=_("The system says: {reason}.", reason=error.strerror or error),
        hint=_("Close it in other programs, and check that you may read it."),
    )


def empty(path: Path) -> FileError:
    """The file has no bytes at all."""
    return FileError(
        "file-empty",
        _("{file} is empty: 0 bytes.", file=path.name),
        hint=_("Save or copy it again; the last attempt did not finish."),
    )


def unknown_format(path: Path) -> FileError:
    """The name ends as no format that Raccord reads."""
    ending = _("ends in {ending}", ending=path.suffix) if path.suffix else _("has no ending")
    return FileError(
        "file-format-unknown",
        _("{file} {ending}, which is no format that Raccord reads.", file=path.name, ending=ending),
        hint=_("Use xlsx, xlsm, xls, ods, csv, tsv or txt."),
    )


def binary_workbook(path: Path) -> FileError:
    """An xlsb workbook."""
    return FileError(
        "file-xlsb",
        _("{file} is a binary Excel workbook (xlsb), which Raccord does not read.", file=path.name),
        hint=_(_SAVE_AGAIN),
    )


def too_old(path: Path) -> FileError:
    """An xls workbook from before Excel 5."""
    return FileError(
        "file-xls-old", _("{file} was saved in a format older than Excel 5.", file=path.name), hint=_(_SAVE_AGAIN)
    )


def protected(path: Path) -> FileError:
    """A password encrypts the workbook."""
    return FileError(
        "file-password",
        _("{file} is protected by a password.", file=path.name),
        hint=_("Open it with its password, save a copy without one, and use the copy."),
    )


def damaged(path: Path, detail: object = "") -> FileError:
    """The workbook is cut off, or not built as its format demands."""
    return FileError(
        "file-damaged",
        _("{file} is damaged or incomplete.", file=path.name),
        message=_("Detail: {detail}", detail=detail) if str(detail) else "",
        hint=_("Copy or download it again, or let Excel repair it and save it under a new name."),
    )


def unsafe(path: Path, detail: str) -> FileError:
    """The workbook is built to exhaust or trick its reader."""
    return FileError(
        "file-unsafe",
        _("{file} is refused: {detail}.", file=path.name, detail=detail),
        hint=_("Copy the cells that you need into a new workbook and use that one."),
    )


def too_large(path: Path, sheet: str) -> FileError:
    """A sheet's used range is larger than memory should hold."""
    return FileError(
        "file-too-large",
        _("The used range of sheet {sheet} in {file} is too large.", sheet=sheet, file=path.name),
        message=_("Some cell stands far from the others."),
        hint=_("Delete the unused rows and columns beyond the data (Ctrl+End shows where it ends) and save."),
        where=Where(sheet=sheet),
    )


def endless_duration(path: Path, sheet: str, row: int) -> FileError:
    """A number of more than 2.7 million years in a cell whose format shows durations."""
    return FileError(
        "file-duration",
        _(
            "Row {row} of sheet {sheet} in {file} holds a duration too long to be read.",
            row=row,
            sheet=sheet,
            file=path.name,
        ),
        message=_("Its number is formatted as hours or minutes ([h]:mm)."),
        hint=_("Format the cell as a number and save."),
        where=Where(sheet=sheet, cell=f"{sheet_name_in_formulas(sheet)}!A{row}"),
    )


def web_page(path: Path) -> FileError:
    """A web page that was given a workbook's name."""
    return FileError(
        "file-html", _("{file} is a web page (HTML), not a workbook.", file=path.name), hint=_(_SAVE_AGAIN)
    )


def xml_spreadsheet(path: Path) -> FileError:
    """An XML Spreadsheet 2003."""
    return FileError(
        "file-xml-2003",
        _("{file} is an XML Spreadsheet 2003, which Raccord does not read.", file=path.name),
        hint=_(_SAVE_AGAIN),
    )


def plain_text(path: Path) -> FileError:
    """A text file that was given a workbook's name."""
    return FileError(
        "file-text",
        _("{file} is a text file, not a workbook.", file=path.name),
        hint=_("If it is a csv file, rename it to .csv."),
    )


def no_workbook(path: Path) -> FileError:
    """Something else altogether."""
    return FileError(
        "file-no-workbook", _("{file} is not a workbook.", file=path.name), hint=_("Choose an Excel, ods or csv file.")
    )


def changed(path: Path) -> FileError:
    """The file was written to between two passes over it."""
    return FileError("file-changed", _("{file} changed while it was read.", file=path.name), hint=_("Start again."))


def undecodable(path: Path, encoding: str, line: int) -> FileError:
    """A csv file holds bytes that its encoding does not know."""
    return FileError(
        "csv-encoding",
        _("{file} is not text in the encoding {encoding}.", file=path.name, encoding=encoding),
        hint=_("Save it as CSV UTF-8, or name its encoding."),
        where=Where(file=path.name, line=line),
    )


def unknown_encoding(encoding: str) -> FileError:
    """The option names no encoding."""
    return FileError(
        "csv-encoding-unknown",
        _("There is no text encoding {encoding}.", encoding=repr(encoding)),
        hint=_("Use utf-8, utf-16, cp1252 or another encoding that Python knows."),
    )


def nul_character(path: Path, line: int) -> FileError:
    """A csv file holds a NUL character: it is no text, or UTF-16 without its mark."""
    return FileError(
        "csv-nul",
        _("{file} holds characters that no text file has (NUL).", file=path.name),
        hint=_("Save it as CSV UTF-8; if it is UTF-16 without a byte order mark, name the encoding utf-16-le."),
        where=Where(file=path.name, line=line),
    )


def broken_quotes(path: Path, line: int, detail: object) -> FileError:
    """A csv file has a quotation mark that is never closed, or closed too early."""
    return FileError(
        "csv-quotes",
        _("{file} has a quotation mark that is not closed, or text right after a closing one.", file=path.name),
        message=_("Detail: {detail}", detail=detail),
        hint=_('Close the quotation mark; inside a quoted cell write it twice: "".'),
        where=Where(file=path.name, line=line),
    )


def bad_delimiter(delimiter: str) -> FileError:
    """The option's delimiter cannot separate cells."""
    return FileError(
        "csv-delimiter",
        _("{delimiter} cannot separate cells.", delimiter=repr(delimiter)),
        hint=_("Use one character: ; , | or a tab."),
    )
