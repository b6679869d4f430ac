"""Files that cannot be read, each with its own error."""

import io
from zipfile import ZIP_DEFLATED, ZipFile

import msoffcrypto.format.ooxml
import openpyxl
import pytest
import xlsxwriter
import xlwt

from raccord.errors import FileError
from raccord.files import packages, read_grids, xlsx_faults
from support.workbooks import first_rows, sheet_xml, write_ods, write_xlsx


def refusal(path):
    """Read a file to its end and give the error it meets."""
    with pytest.raises(FileError) as caught:
        [list(grid.read()) for grid in read_grids(path)]
    error = caught.value
    assert path.name in error.title
    assert error.hint
    return error.code


@pytest.fixture
def workbook(tmp_path):
    """Give an xlsx file with some rows."""
    book = openpyxl.Workbook()
    for number in range(200):
        book.active.append([f"row {number}", number])
    book.save(tmp_path / "Clients.xlsx")
    return tmp_path / "Clients.xlsx"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("empty.xlsx", b"", "file-empty"),
        ("empty.csv", b"", "file-empty"),
        ("Clients.pdf", b"%PDF", "file-format-unknown"),
        ("Clients", b"a;b", "file-format-unknown"),
        ("Clients.xlsb", b"PK", "file-xlsb"),
        ("page.xls", b"\r\n<html><body><table><tr><td>1</td></tr></table>", "file-html"),
        ("page.xlsx", "\ufeff<!DOCTYPE HTML>".encode("utf-16-le"), "file-html"),
        (
            "old.xls",
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
            "file-xml-2003",
        ),
        ("text.xls", b"Name\tZip\r\nDupont\t75001\r\n", "file-text"),
        ("text.ods", b"Name;Zip\r\n", "file-text"),
        ("old.xls", b"\x09\x00\x04\x00\x02\x00\x10\x00", "file-xls-old"),
        ("noise.xlsx", b"\x00\x01\x02\x03", "file-no-workbook"),
        ("cut.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "file-damaged"),
        ("cut.xlsx", b"PK\x03\x04" + bytes(600), "file-damaged"),
    ],
)
def test_what_is_no_workbook_says_what_it_is(tmp_path, name, content, code):
    """A file whose contents are no workbook is refused with the name of what it is."""
    (tmp_path / name).write_bytes(content)

    assert refusal(tmp_path / name) == code


def test_missing_file(tmp_path):
    """A file that is not there is named."""
    assert refusal(tmp_path / "none.xlsx") == "file-missing"


def test_folder(tmp_path):
    """A folder with the name of a workbook is refused."""
    (tmp_path / "folder.xlsx").mkdir()

    assert refusal(tmp_path / "folder.xlsx") == "file-not-a-file"


def test_unreadable_file(tmp_path):
    """A file that the system does not open is refused with the system's reason."""
    path = tmp_path / "locked.csv"
    path.write_text("a;b")
    path.chmod(0)
    try:
        path.read_bytes()
    except OSError:
        assert refusal(path) == "file-unreadable"
    else:
        pytest.skip("this user may read every file")


def test_cut_workbook_at_every_length(workbook):
    """An xlsx file that was cut off anywhere is refused as damaged."""
    whole = workbook.read_bytes()
    for length in range(10, len(whole) - 1, 97):
        workbook.write_bytes(whole[:length])
        assert refusal(workbook) == "file-damaged"


def test_damaged_bytes_inside(workbook):
    """Overwritten bytes in the middle of a workbook are refused or read, and never break the reader."""
    whole = workbook.read_bytes()
    for place in range(0, len(whole) - 40, 53):
        workbook.write_bytes(whole[:place] + b"\xff" * 40 + whole[place + 40 :])
        try:
            first_rows(workbook)
        except FileError as error:
            assert error.code.startswith("file-")  # noqa: PT017 - reading it is as good


def test_damaged_xls(tmp_path):
    """Overwritten bytes in an xls file are refused or read, and never break the reader."""
    book = xlwt.Workbook()
    book.add_sheet("Clients").write(0, 0, "Name")
    content = io.BytesIO()
    book.save(content)
    whole, path = content.getvalue(), tmp_path / "Clients.xls"
    codes = set()
    for place in range(0, len(whole) - 20, 41):
        path.write_bytes(whole[:place] + b"\xff" * 20 + whole[place + 20 :])
        try:
            first_rows(path)
        except FileError as error:
            codes.add(error.code)

    assert "file-damaged" in codes
    assert codes <= {"file-damaged", "file-no-workbook", "file-text", "file-password"}


def test_password_protected_xlsx(workbook, tmp_path):
    """An encrypted xlsx file is refused as protected by a password, whatever its ending."""
    for name in ("secret.xlsx", "secret.xls"):
        with workbook.open("rb") as plain, (tmp_path / name).open("wb") as secret:
            msoffcrypto.format.ooxml.OOXMLFile(plain).encrypt("open sesame", secret)
        assert refusal(tmp_path / name) == "file-password"


def test_password_protected_xls(tmp_path):
    """An xls file with a FILEPASS record is refused as protected by a password."""
    book = xlwt.Workbook()
    book.add_sheet("Clients").write(0, 0, "Name")
    content = io.BytesIO()
    book.save(content)
    # the record after BOF of the globals becomes FILEPASS, keeping its length
    whole = bytearray(content.getvalue())
    start = whole.index(b"\x09\x08\x10\x00\x00\x06\x05\x00") + 20
    whole[start : start + 2] = b"\x2f\x00"
    (tmp_path / "secret.xls").write_bytes(whole)

    assert refusal(tmp_path / "secret.xls") == "file-password"


def test_password_protected_ods(tmp_path):
    """An ods file whose manifest lists encrypted parts is refused as protected by a password."""
    path = write_ods(tmp_path / "secret.ods", manifest="<m:file-entry><m:encryption-data/></m:file-entry>")

    assert refusal(path) == "file-password"


@pytest.mark.parametrize(
    ("part", "code"),
    [("xl/workbook.bin", "file-xlsb"), ("word/document.xml", "file-no-workbook"), ("content.xml", "file-no-workbook")],
)
def test_other_packages(tmp_path, part, code):
    """Zipped documents that hold no sheets are refused by what they are."""
    with ZipFile(tmp_path / "other.xlsx", "w") as package:
        package.writestr(part, "<x/>")

    assert refusal(tmp_path / "other.xlsx") == code


def test_missing_sheet_part(tmp_path):
    """A workbook that lists a sheet it does not hold is damaged."""
    path = write_xlsx(tmp_path / "a.xlsx", sheet_xml(), sheet_xml())
    with ZipFile(path) as old, ZipFile(tmp_path / "b.xlsx", "w") as new:
        for name in old.namelist():
            if name != "xl/worksheets/sheet2.xml":
                new.writestr(name, old.read(name))

    assert refusal(tmp_path / "b.xlsx") == "file-damaged"


def test_renamed_workbooks_are_read_by_their_contents(workbook, tmp_path):
    """An xlsx file called .xls or .csv, and an xls file called .xlsx, are read as what they are."""
    (tmp_path / "a.xls").write_bytes(workbook.read_bytes())
    (tmp_path / "a.csv").write_bytes(workbook.read_bytes())
    book = xlwt.Workbook()
    book.add_sheet("Clients").write(0, 0, "Name")
    book.save(str(tmp_path / "b.xlsx"))

    assert first_rows(tmp_path / "a.xls")[7] == first_rows(tmp_path / "a.csv")[7] == ["row 7", 7]
    assert first_rows(tmp_path / "b.xlsx") == [["Name"]]


def test_part_that_swells_absurdly(tmp_path):
    """A part that grows a thousandfold when it is decompressed is refused before it is."""
    path = tmp_path / "bomb.xlsx"
    write_xlsx(path, sheet_xml())
    with ZipFile(path, "a", ZIP_DEFLATED) as package, package.open("xl/sharedStrings.xml", "w") as part:
        for _ in range(70):
            part.write(bytes(1024**2))

    assert refusal(path) == "file-unsafe"


def declare_size(path, part, size):
    """Overwrite the size that a package declares for a part."""
    content = bytearray(path.read_bytes())
    entry = content.rindex(part.encode()) - 46
    content[entry + 24 : entry + 28] = size.to_bytes(4, "little")
    path.write_bytes(content)


def test_part_larger_than_any_sheet(workbook):
    """A part that declares more bytes than a full sheet has is refused."""
    declare_size(workbook, "xl/worksheets/sheet1.xml", packages.MAX_PART)

    assert refusal(workbook) == "file-unsafe"


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/styles.xml"])
def test_part_larger_than_it_declares(workbook, part):
    """A part that holds more than its package declares is damaged."""
    declare_size(workbook, part, 100)

    assert refusal(workbook) == "file-damaged"


def test_document_type_is_refused(tmp_path):
    """XML that declares a document type, as for entities that multiply, is refused."""
    sheet = sheet_xml('<row r="1"><c r="A1" t="e"><v>&lol;</v></c></row>')
    sheet = sheet.replace("<worksheet", '<!DOCTYPE x [<!ENTITY lol "lol">]><worksheet', 1)

    assert refusal(write_xlsx(tmp_path / "dtd.xlsx", sheet)) == "file-unsafe"


@pytest.mark.parametrize("start", ["<c", '<c r="A2"><v>2</v></c><c'])
def test_tag_longer_than_any_is_refused(tmp_path, start):
    """A tag so long that its start and its reference are never seen together is refused before calamine has it."""
    far = '<row r="2">' + start + " " * (3 * 1024**2) + 'r="XFD1048576"><v>1</v></c></row>'
    path = write_xlsx(tmp_path / "long.xlsx", sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>', far))

    assert refusal(path) == "file-unsafe"


def test_longest_text_of_a_cell_is_read(tmp_path):
    """The longest text that a cell can hold, written in its longest way, is no reason to refuse a sheet."""
    text = "&#x1F9FE;" * 16_383
    cell = f'<row r="1"><c r="A1" t="inlineStr"><is><t>{text}</t></is></c></row>'

    assert first_rows(write_xlsx(tmp_path / "text.xlsx", sheet_xml(cell))) == [["\U0001f9fe" * 16_383]]


def test_other_encodings_inside_are_refused(tmp_path):
    """A sheet in UTF-16, which would seem to be empty, is refused as damaged."""
    sheet = sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>').replace("UTF-8", "UTF-16")

    assert refusal(write_xlsx(tmp_path / "a.xlsx", sheet.encode("utf-16"))) == "file-damaged"
    assert refusal(write_xlsx(tmp_path / "b.xlsx", sheet.replace("UTF-16", "latin-1"))) == "file-damaged"
    far_below = sheet.replace("UTF-16", "latin-1").replace("?>", "?>" + " " * 600_000, 1)
    assert refusal(write_xlsx(tmp_path / "c.xlsx", far_below)) == "file-damaged"


@pytest.mark.parametrize(
    "far",
    [
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        '<row r="9000000"><c r="A9000000"><v>1</v></c></row>',
        '<row r="1048576">' + "<c><v>1</v></c>" * 200 + "</row>",
    ],
)
def test_used_range_too_large_for_memory(tmp_path, far):
    """A cell far from the others, which would make the reader hold billions of blank ones, is refused."""
    path = write_xlsx(tmp_path / "far.xlsx", sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>', far))

    with pytest.raises(FileError) as caught:
        read_grids(path)

    assert caught.value.code == "file-too-large"
    assert caught.value.where.sheet == "Sheet1"
    assert xlsx_faults.MAX_CELLS >= 1_048_576 * 25


@pytest.mark.parametrize("promised", ["999999999999999", "1000"])
def test_more_strings_promised_than_held(tmp_path, promised):
    """Shared strings that promise more than they can hold, which would exhaust the reader, are refused."""
    path = write_xlsx(tmp_path / "a.xlsx", sheet_xml('<row r="1"><c r="A1" t="s"><v>0</v></c></row>'))
    with ZipFile(path, "a") as package:
        package.writestr("xl/sharedStrings.xml", f'<sst uniqueCount = "{promised}"><si><t>a</t></si></sst>')

    assert refusal(path) == "file-unsafe"


@pytest.mark.parametrize(
    "name", ["G18446744073709551615", "A0", "XFE1", "AAAAAAAAAAAAAAA1", "A", "1", "", "A-1", "\u00c41"]
)
def test_cell_names_that_no_sheet_has(tmp_path, name):
    """A cell whose name no sheet has, which would overflow the reader, is refused."""
    path = write_xlsx(tmp_path / "a.xlsx", sheet_xml(f'<row r="1"><c r="{name}"><v>1</v></c></row>'))

    assert refusal(path) == "file-damaged"


def test_far_formatting_alone_is_no_harm(tmp_path):
    """A coloured blank cell in the last corner of the sheet does not make it too large."""
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "Name")
        sheet.write_blank(1_048_575, 16_383, None, book.add_format({"bg_color": "red"}))

    assert first_rows(tmp_path / "a.xlsx")[0] == ["Name"]


def test_duration_longer_than_any(tmp_path):
    """A phone number in a cell formatted as hours is refused with its row, and not as a damaged file."""
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet("My Sheet")
        sheet.write(0, 0, "Phone")
        sheet.write_number(1, 0, 33123456789, book.add_format({"num_format": "[h]:mm"}))

    with pytest.raises(FileError) as caught:
        first_rows(tmp_path / "a.xlsx")

    assert caught.value.code == "file-duration"
    assert caught.value.where.cell == "'My Sheet'!A2"


@pytest.mark.parametrize("part", ["_rels/.rels", "xl/workbook.xml"])
def test_unknown_encoding_inside(tmp_path, part):
    """A part in an encoding that nobody knows is damaged."""
    path = write_xlsx(tmp_path / "a.xlsx", sheet_xml())
    with ZipFile(path) as old, ZipFile(tmp_path / "b.xlsx", "w") as new:
        for name in old.namelist():
            head = b'<?xml version="1.0" encoding="UTF-9"?>' if name == part else b""
            new.writestr(name, head + old.read(name))

    assert refusal(tmp_path / "b.xlsx") == "file-damaged"


def test_file_that_changes_between_two_passes(tmp_path):
    """A file that is written to after it was opened is not read on."""
    path = tmp_path / "Clients.csv"
    path.write_text("a;b\n1;2\n")
    (grid,) = read_grids(path)
    path.write_text("a;b\n1;2\n3;4\n")

    with pytest.raises(FileError) as caught:
        grid.read()

    assert caught.value.code == "file-changed"
