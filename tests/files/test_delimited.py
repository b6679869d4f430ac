"""Csv files: encodings, delimiters, quotes."""

import csv
import io
import tracemalloc

import pytest

from raccord.errors import FileError
from raccord.files import read_grids
from raccord.files.delimited import detect_delimiter
from support.workbooks import first_rows, rows

TABLE = [["Key", "Overwrite, blank clears", "Fill if blank"], ["N°", "Ort", "Größe"], ["007", "Zürich", "1,5"]]


def written(table, delimiter):
    """Give a table as csv text."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(table)
    return text.getvalue()


@pytest.fixture
def make(tmp_path):
    """Write bytes or text to a csv file."""

    def write(content, name="Clients.csv", encoding="utf-8"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return write


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_delimiter_and_encoding_are_detected(make, delimiter, encoding):
    """Every delimiter in every encoding is read as the same text cells, also beside marks that hold a comma."""
    assert first_rows(make(written(TABLE, delimiter), encoding=encoding)) == TABLE


def test_big_endian_utf_16_is_read(make):
    """A UTF-16 file with the big-endian mark is read."""
    assert first_rows(make(b"\xfe\xff" + "é;b\r\n1;2".encode("utf-16-be"))) == [["é", "b"], ["1", "2"]]


def test_sheet_is_named_after_the_file(make):
    """A csv file is one sheet that bears the file's name, and can be read twice."""
    (grid,) = read_grids(make("a;b\n1;2", name="Kunden 2026.csv"))

    assert grid.name == "Kunden 2026"
    assert rows(grid) == rows(grid) == [["a", "b"], ["1", "2"]]


def test_quoted_cells_hold_delimiters_quotes_and_line_breaks(make):
    """Inside quotation marks a delimiter, a doubled quotation mark and a line break are text."""
    path = make('Name,Notes\r\n"Dupont, ""Le Coin""","a\r\nb"\r\nx,y\r\n')

    assert first_rows(path) == [["Name", "Notes"], ['Dupont, "Le Coin"', "a\r\nb"], ["x", "y"]]


@pytest.mark.parametrize("text", ["Name\nDupont\nMartin\n", "Name\nDupont; Paris\n", "Name"])
def test_one_column_file_works(make, text):
    """A file of one column keeps every line as one cell when most lines hold no delimiter."""
    assert first_rows(make(text))[0] == ["Name"]


def test_blank_lines_keep_their_row_numbers(make):
    """A blank line is a blank row, so the rows after it keep their numbers."""
    assert first_rows(make("a;b\n\n1;2\n")) == [["a", "b"], [], ["1", "2"]]


def test_decimal_commas_do_not_hide_the_semicolon():
    """Decimal commas in every row do not win against the semicolons of the header."""
    assert detect_delimiter("name;lat;lon\na;1,5;2,5\nb;3,5;4,5\n") == ";"


def test_rows_of_different_lengths_do_not_hide_the_delimiter():
    """Rows that lack their last cells do not change the delimiter."""
    assert detect_delimiter("a,b,c\n1,2,3\n1,2\n1,2,3\n1\n") == ","


def test_a_first_line_may_name_the_delimiter(make):
    """A first line `sep=;` names the delimiter and is no row."""
    assert first_rows(make("sep=|\na|b;c\n1|2\n")) == [["a", "b;c"], ["1", "2"]]


def test_tsv_file_is_read_by_tabs(make):
    """A tsv file separates its cells by tabs whatever else it holds."""
    assert first_rows(make("a;b\n1;2\n", name="x.tsv")) == [["a;b"], ["1;2"]]


def test_given_delimiter_and_encoding_come_before_the_detected_ones(make):
    """The options decide, also against what would be detected."""
    path = make("é:x;y\n", encoding="cp850")

    assert rows(read_grids(path, delimiter=":", encoding="cp850")[0]) == [["é", "x;y"]]


def test_one_guarding_apostrophe_is_taken_off(make):
    """Of apostrophes before formula-like text one is taken off; other apostrophes stay."""
    assert first_rows(make("a;b;c\n'=1+1;''-x;'s Hertogenbosch\n"))[1] == ["=1+1", "'-x", "'s Hertogenbosch"]


def test_long_cells_are_read_whole(make):
    """A cell of 200,000 characters is read whole."""
    assert first_rows(make("a;b\n" + "x" * 200_000 + ";2\n"))[1] == ["x" * 200_000, "2"]


def test_unusual_characters_stay(make):
    """Emoji, right-to-left text and no-break spaces are kept as they are."""
    assert first_rows(make("a;b;c\n🏭;שלום;1\u00a0234\n"))[1] == ["🏭", "שלום", "1\u00a0234"]


def test_file_is_streamed(make):
    """Reading 6 MB of csv holds only a small part of it in memory."""
    path = make(b"a;b\n" + b"0123456789;9876543210\n" * 280_000)
    tracemalloc.start()
    try:
        count = sum(1 for _ in read_grids(path)[0].read())
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert count == 280_001
    assert peak < 5_000_000


@pytest.mark.parametrize(
    ("content", "options", "code", "line"),
    [
        (b"a;b\n\x81;2\n", {}, "csv-encoding", 2),
        (b"a;b\n1;\xff\n", {"encoding": "utf-8"}, "csv-encoding", 2),
        (b"a;b\n1;\xc3", {"encoding": "utf-8"}, "csv-encoding", 2),
        ("a;b\n1;2\n".encode("utf-16-le"), {}, "csv-nul", 1),
        (b"a;b\n1;2\n1;\0\n", {}, "csv-nul", 3),
        (b"a;b\n", {"encoding": "klingon"}, "csv-encoding-unknown", None),
        (b"a;b\n", {"encoding": "hex"}, "csv-encoding-unknown", None),
        (b"a;b\n", {"delimiter": ";;"}, "csv-delimiter", None),
        (b"a;b\n", {"delimiter": '"'}, "csv-delimiter", None),
        (b'a;b\n1;2\n1;"x\n1;2\n', {}, "csv-quotes", 3),
        (b'a;b\n1;"x"y\n', {}, "csv-quotes", 2),
    ],
)
def test_unreadable_text_is_a_clear_error(make, content, options, code, line):
    """Bytes, characters and quotation marks that make no csv file are refused with their line and a hint."""
    path = make(content)

    with pytest.raises(FileError) as caught:
        list(read_grids(path, **options)[0].read())

    assert caught.value.code == code
    assert caught.value.where.line == line
    assert caught.value.hint
