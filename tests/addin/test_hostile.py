"""Hostile workbooks: whatever a workbook holds, is named or lies beside, it is data (SPEC §10)."""

import socket
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook.defined_name import DefinedName

from raccord_addin.hosts.workbook import WorkbookHost
from raccord_addin.pressing import press
from support.desk_world import HEADERS, MARKS, ROWS, DeskWorld

TRAPS = ("json.py", "raccord.py", "raccord_addin.py", "sqlalchemy.py", "sitecustomize.py", "usercustomize.py")
TRAP = "import pathlib; pathlib.Path({touched!r}).touch(); raise SystemExit('the trap ran')\n"
NAMES = [
    "a=b.xlsx",
    "it's.xlsx",
    'a"b.xlsx',
    "x & calc.xlsx",
    "%PATH%.xlsx",
    "été größe.xlsx",
    "$(touch x).xlsx",
    "-c.xlsx",
]
SHEETS = [
    "raccord.conf",
    "xlwings.conf",
    "_xlwings.conf",
    "clients.py",
    "a=b",
    "it's",
    "x & y",
    "%TEMP%",
    "Übersicht é",
]


@pytest.fixture(autouse=True)
def _world(world: DeskWorld) -> None:
    """The configuration and the base that buttons use."""


def write_book(path: Path, sheet: str = "Clients") -> openpyxl.Workbook:
    """Write a marked workbook."""
    book = openpyxl.Workbook()
    book.active.title = sheet
    for row in (MARKS, HEADERS, *ROWS):
        book.active.append(row)
    book.save(path)
    return book


def previewed(path: Path, sheet: str = "Clients") -> WorkbookHost:
    """Press Preview on a workbook, and see that it worked."""
    host = WorkbookHost(path, active=sheet)
    press("preview", host)
    assert host.alerts == []
    return host


def outcomes(host: WorkbookHost, sheet: str = "Clients") -> list[object]:
    return [row[6] for row in host.read(sheet).rows[1:]]


EXPECTED = ["Raccord", "updated · 1 change: E", "unchanged", "created · 5 changes"]


@pytest.mark.parametrize("name", NAMES)
def test_a_file_name_is_only_a_name(tmp_path: Path, name: str) -> None:
    """Quotes, equals signs, ampersands, percent signs, accents and commands in a file's name mean nothing."""
    write_book(tmp_path / name)

    host = previewed(tmp_path / name)

    assert outcomes(host) == EXPECTED
    assert host.read("Raccord").cell(3, 6) == name


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_sheet_name_is_only_a_name(tmp_path: Path, sheet: str) -> None:
    """A sheet named like a configuration or a program is a sheet of customers, and its links lead to it."""
    write_book(tmp_path / "book.xlsx", sheet)

    host = previewed(tmp_path / "book.xlsx", sheet)
    host.save(tmp_path / "saved.xlsx")

    assert outcomes(host, sheet) == EXPECTED
    link = openpyxl.load_workbook(tmp_path / "saved.xlsx")["Raccord"]["A13"].hyperlink
    assert link.location == "'" + sheet.replace("'", "''") + "'!A3"


@pytest.mark.parametrize("sheet", ["raccord.conf", "xlwings.conf", "Raccord.py", "raccord config"])
def test_a_sheet_like_a_configuration_configures_nothing(tmp_path: Path, sheet: str) -> None:
    """Interpreters, paths and databases on a sheet beside the customers are never looked at."""
    book = write_book(tmp_path / "book.xlsx")
    other = book.create_sheet(sheet)
    for row in (["python", "/bin/false"], ["PYTHONPATH", str(tmp_path)], ["database", "sqlite:////evil.db"]):
        other.append(row)
    book.save(tmp_path / "book.xlsx")

    assert outcomes(previewed(tmp_path / "book.xlsx")) == EXPECTED


SERVED = [
    *("postgresql://anna:pw@{server}/base", "postgresql+psycopg://{server}/base", "mariadb://anna:pw@{server}/base"),
    *("mysql+pymysql://{server}/base?read_default_file=/etc/passwd", "postgresql:///base?host=127.0.0.1&port={port}"),
    *("host=127.0.0.1 port={port} dbname=base", "sqlite:///{folder}/evil.db"),
]


@pytest.mark.parametrize("given", SERVED)
def test_a_server_that_a_workbook_names_is_never_called(tmp_path: Path, world: DeskWorld, given: str) -> None:
    """A URL where a profile's name belongs, or beside it, stops every button, and nobody connects to its server."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        url = given.format(server=f"127.0.0.1:{port}", port=port, folder=tmp_path)
        book = write_book(tmp_path / "book.xlsx")
        settings = book.create_sheet("Raccord settings")
        rows = (["Raccord"], [], [], ["Import mode"], ["Duplicate rows"], ["Customer base", url])
        for row in (*rows, ["Only customers with"], ["Numbers and dates of"], ["Database", url]):
            settings.append(row)
        book.save(tmp_path / "book.xlsx")
        host = WorkbookHost(tmp_path / "book.xlsx", active="Clients")

        for button in ("preview", "import", "export", "restore_points", "undo"):
            press(button, host)
        world.configure(f"profiles: {{'{url}': '{url}'}}\n")
        press("preview", host)

        server.setblocking(False)
        with pytest.raises(BlockingIOError):
            server.accept()
    shown = "\n".join(host.alerts)
    assert shown.count("“…” is no base of your configuration") == 5
    assert "pw@" not in shown
    assert not (tmp_path / "evil.db").exists()


def test_defined_names_are_never_followed(tmp_path: Path) -> None:
    """Names that look like Raccord's, or call programs, change nothing and are kept as they are."""
    book = write_book(tmp_path / "book.xlsx")
    for name in ("raccord_database", "raccord_python", "raccord_preview_1", "Print_Titles2"):
        book.defined_names[name] = DefinedName(name, attr_text="cmd|'/C calc'!A0")
    book.save(tmp_path / "book.xlsx")

    host = previewed(tmp_path / "book.xlsx")
    host.save(tmp_path / "saved.xlsx")

    assert outcomes(host) == EXPECTED
    assert openpyxl.load_workbook(tmp_path / "saved.xlsx").defined_names["raccord_python"].attr_text.startswith("cmd|")


@pytest.mark.parametrize("module", ["raccord_addin", "raccord_addin.hosts.pipe"])
@pytest.mark.parametrize("trap", TRAPS)
def test_files_beside_a_workbook_never_run(tmp_path: Path, module: str, trap: str) -> None:
    """The processes that programs start, started in the workbook's folder, import nothing that lies there."""
    touched = tmp_path / "touched"
    (tmp_path / trap).write_text(TRAP.format(touched=str(touched)), encoding="utf-8")
    (tmp_path / "raccord.conf").write_text('"INTERPRETER","/bin/false"\n', encoding="utf-8")
    (tmp_path / "pyvenv.cfg").write_text("home = /nowhere\n", encoding="utf-8")

    subprocess.run(
        [sys.executable, "-I", "-m", module, "preview"],
        cwd=tmp_path,
        input=b'{"version": 1, "press": "nothing"}\n',
        capture_output=True,
        timeout=60,
        check=False,
        env={"PYTHONPATH": str(tmp_path), "PATH": "/usr/bin:/bin", "HOME": str(tmp_path)},
    )

    assert not touched.exists()


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", '=HYPERLINK("http://example.org")', "=cmd|'/C calc'!A0"]
)
def test_text_from_sheet_and_base_stays_text(tmp_path: Path, world: DeskWorld, text: str) -> None:
    """What looks like a formula, in the sheet or in the base, is text in all that a preview writes."""
    world.customers.edit(1, phone=text)
    book = write_book(tmp_path / "book.xlsx")
    book.active["B5"].value = text
    book.active["B5"].data_type = "s"
    book.save(tmp_path / "book.xlsx")

    host = previewed(tmp_path / "book.xlsx")
    host.save(tmp_path / "saved.xlsx")

    saved = openpyxl.load_workbook(tmp_path / "saved.xlsx")
    cells = [cell for sheet in saved for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
    assert any(text.strip() in cell.value for cell in cells)
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
