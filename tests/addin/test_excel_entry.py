"""What Excel starts: the right workbook of the right Excel, and whatever goes wrong said where Excel looks for it."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwings as xw

from raccord_addin.__main__ import main
from raccord_addin.hosts import HostError
from raccord_addin.hosts.excel import ExcelHost, caller_book
from raccord_addin.pressing import press
from support.desk_world import HEADERS, MARKS, ROWS, DeskWorld
from support.excel_world import ExcelWorld, excel_world
from support.xlwings_engine import Dialect

CUSTOMERS = 'Sales "2026" a=b & c.xlsx'


@pytest.fixture
def excel(tmp_path: Path) -> Iterator[ExcelWorld]:
    """An Excel of this machine's platform."""
    with excel_world(tmp_path, Dialect.MAC if sys.platform == "darwin" else Dialect.WINDOWS) as world:
        yield world


def run(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Start Raccord the way Excel does, in a folder."""
    command = [sys.executable, "-I", "-m", "raccord_addin", *arguments]
    variables = {"HOME": str(folder), "XDG_STATE_HOME": str(folder), **environment}
    return subprocess.run(command, cwd=folder, env=variables, capture_output=True, text=True, check=False, timeout=60)


def told(errors: Path) -> str:
    """What stands in the file of errors, read as Windows' scripts read it."""
    return errors.read_text(encoding="utf-16")


def app_of(world: ExcelWorld) -> Any:
    """Find an Excel by its window, as Windows does."""
    return lambda handle: xw.App(impl=next(app for app in world.engine.apps if app.hwnd == handle))


def test_button_is_pressed_in_the_workbook_that_excel_names(excel: ExcelWorld, world: DeskWorld) -> None:
    """The help of the named workbook is in front, the other workbook is as it was, and the status is 0."""
    assert world.config.exists()
    excel.open(name=CUSTOMERS)
    excel.open(name="other.xlsx")

    assert main(["help"], {"RACCORD_WORKBOOK": CUSTOMERS}) == 0

    books = {book.name: [sheet.name for sheet in book.sheets] for book in excel.app.books}
    assert books == {CUSTOMERS: ["Clients", "Other", "Raccord help"], "other.xlsx": ["Clients", "Other"]}
    assert (excel.app.books.active.name, excel.app.told) == (CUSTOMERS, [])
    assert excel.shown("A1", "Raccord help").startswith("Raccord")


def test_preview_and_import_go_all_the_way(excel: ExcelWorld, world: DeskWorld) -> None:
    """Two buttons in Excel preview and import a marked sheet, and a third takes the preview away again."""

    def fill(book: Any) -> None:
        for row in ([*MARKS], HEADERS, *ROWS):
            book["Other"].append(row)
        book.active = 1

    host = excel.open(fill)
    before = host.read("Other")

    press("preview", host)
    previewed = host.read("Other")
    press("import", host)
    press("clear_preview", host)

    assert excel.app.told == []
    column = [row[6] if len(row) > 6 else None for row in previewed.rows]
    assert column == [None, "Raccord", "updated · 1 change: E", "unchanged", "created · 5 changes"]
    assert (world.customers.get(1)["phone"], world.customers.get(3)["name"]) == ("01", "Nouveau")
    assert [row[:6] for row in host.read("Other").rows] == [list(row) for row in before.rows]


def test_refused_press_is_told_in_excel(excel: ExcelWorld, world: DeskWorld) -> None:
    """What a user can put right is told in a message box, and is no failure of the start."""
    assert world.config.exists()

    def protect(book: Any) -> None:
        book["Clients"].protection.sheet = True

    excel.open(protect)

    assert main(["key"], {}) == 0

    ((text, _, _),) = excel.app.told
    assert "protected" in text


@pytest.mark.parametrize("arguments", ["", "nothing", "help --hwnd", "help --hwnd x", "help 5", "help --hwnd 5 x"])
def test_start_that_means_nothing_is_an_error(tmp_path: Path, arguments: str) -> None:
    """Arguments that the add-in never gives are refused before Excel is asked for anything."""
    errors = tmp_path / "errors.txt"

    assert main(arguments.split(), {"RACCORD_ERRORS": str(errors)}) == 2

    assert "Install the add-in again." in told(errors)


def test_errors_are_in_the_encoding_that_windows_reads(excel: ExcelWorld, tmp_path: Path) -> None:
    """The file begins with the mark of UTF-16, little end first, and holds every character of the message."""
    excel.open()
    errors = tmp_path / "errors.txt"

    assert main(["help"], {"RACCORD_WORKBOOK": "Été 🏭.xlsx", "RACCORD_ERRORS": str(errors)}) == 2

    assert errors.read_bytes()[:2] == b"\xff\xfe"
    assert told(errors).startswith("Excel has no open workbook “Été 🏭.xlsx”.")


@pytest.mark.parametrize("place", ["", "no/such/folder/errors.txt"])
def test_without_a_file_errors_are_said_aloud(tmp_path: Path, capsys: pytest.CaptureFixture[str], place: str) -> None:
    """On the Mac, and where the file cannot be written, standard error has the message."""
    assert main(["nothing"], {"RACCORD_ERRORS": str(tmp_path / place) if place else ""}) == 2

    assert capsys.readouterr().err.startswith("“nothing” is no button")


def test_failure_nobody_foresaw_is_logged(excel: ExcelWorld, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The user is told where the details are, and sees no traceback."""
    excel.open()
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setattr("raccord_addin.pressing.press", lambda _button, _host: 1 / 0)
    errors = tmp_path / "errors.txt"

    assert main(["help"], {"RACCORD_ERRORS": str(errors)}) == 2

    assert "ZeroDivisionError" in told(errors)
    assert "Traceback" not in told(errors)
    assert list((tmp_path / "state").rglob("raccord.log"))


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="there may be an Excel here")
def test_nothing_of_the_current_folder_is_loaded(tmp_path: Path) -> None:
    """Without Excel the start fails with a clear text, and no file beside a workbook has run."""
    witness = tmp_path / "loaded"
    for name in ("json.py", "raccord.py", "raccord_addin.py", "xlwings.py", "sitecustomize.py", "raccord.conf"):
        (tmp_path / name).write_text(f"open({str(witness)!r}, 'a').write({name!r})\n", encoding="utf-8")
    (tmp_path / "xlwings.conf").write_text('"INTERPRETER","evil"\n', encoding="utf-8")

    outcome = run(tmp_path, "help", "--hwnd", "5", PYTHONPATH=str(tmp_path))

    assert (outcome.returncode, outcome.stdout) == (2, "")
    assert outcome.stderr.startswith("Raccord cannot reach Excel: ")
    assert "Traceback" not in outcome.stderr
    assert not witness.exists()


def test_package_loads_nothing_heavy() -> None:
    """Importing the add-in, and starting it wrongly, loads neither xlwings nor the database."""
    code = (
        "import sys, raccord_addin\n"
        "from raccord_addin.__main__ import main\n"
        "main(['nothing'], {})\n"
        "print(sorted({'xlwings', 'openpyxl', 'sqlalchemy', 'raccord_addin.pressing'} & sys.modules.keys()))"
    )

    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True, timeout=60)

    assert done.stdout.strip() == "[]"


def test_books_of_the_same_name_are_told_apart_by_window(excel: ExcelWorld, tmp_path: Path) -> None:
    """Two Excels hold a book of one name each; the window decides, not which Excel is in front."""
    behind, in_front = excel.app, excel.engine.apps.add()
    for app, text in ((behind, "behind"), (in_front, "in front")):
        folder = tmp_path / text
        folder.mkdir()
        book = openpyxl.Workbook()
        book.active["A1"] = text  # type: ignore[index] # a new workbook has an active sheet
        book.save(folder / CUSTOMERS)
        app.books.open(str(folder / CUSTOMERS))

    for app, text in ((behind, "behind"), (in_front, "in front")):
        host = ExcelHost(caller_book(app.hwnd, CUSTOMERS, app_of(excel)))
        assert host.read("Sheet").rows == [[text]]
    assert ExcelHost(caller_book(None, CUSTOMERS)).read("Sheet").rows == [["in front"]]


def test_book_is_found_whatever_form_its_accents_have(excel: ExcelWorld) -> None:
    """The Mac writes an accent as a character of its own, and Excel ignores case."""
    excel.open(name="Été.xlsx")

    assert caller_book(None, "e\u0301te\u0301.XLSX").name == "Été.xlsx"


def test_without_a_name_the_book_in_front_is_meant(excel: ExcelWorld) -> None:
    """Excel may name no workbook."""
    excel.open(name="first.xlsx")
    excel.open(name="second.xlsx")

    assert caller_book(None, None).name == "second.xlsx"


@pytest.mark.parametrize("name", [None, "gone.xlsx"])
def test_missing_book_is_an_error(excel: ExcelWorld, name: str | None) -> None:
    """An Excel without the workbook, or without any, is told apart from no Excel at all."""
    with pytest.raises(HostError, match=r"^Excel has no open workbook"):
        caller_book(excel.app.hwnd, name, app_of(excel))


def test_missing_excel_is_an_error(excel: ExcelWorld) -> None:
    """No Excel is running, or the window is gone."""
    excel.engine.apps.running.clear()

    with pytest.raises(HostError, match=r"^Excel has no open workbook"):
        caller_book(None, CUSTOMERS)
    with pytest.raises(HostError, match=r"^Raccord cannot reach Excel"):
        caller_book(5, CUSTOMERS)


def test_other_excels_are_spared() -> None:
    """On Windows, xlwings would end every Excel without a workbook when Raccord's process ends."""
    code = (
        "import atexit, types, xlwings\n"
        "from raccord_addin.hosts.excel.caller import spare_other_excels\n"
        "kill = lambda: print('killed')\n"
        "xlwings._xlwindows = types.SimpleNamespace(cleanup=kill)\n"
        "atexit.register(kill)\n"
        "spare_other_excels()"
    )

    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True, timeout=60)

    assert done.stdout == ""
