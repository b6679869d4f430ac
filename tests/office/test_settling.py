"""Doubts settled in a real LibreOffice: chosen from the cell's own list, kept in the saved workbook, imported."""

from pathlib import Path
from typing import Any
from uuid import uuid4

import openpyxl
import pytest

from raccord.catalogue_files import default_catalogue
from raccord.result_lines import HEAD_ROWS
from support.office import Office
from support.sheets import CustomerBase

FIRST = HEAD_ROWS + 1


def run(office: Office, source: str, **names: Any) -> Any:
    """Run lines with the result sheet at hand."""
    return office.run(f"sheet = desktop.CurrentComponent.Sheets.getByName('Raccord')\n{source}", **names)


def column(office: Office, letter: str) -> list[Any]:
    """Four lines of a column of the result sheet's table."""
    area = f"{letter}{FIRST}:{letter}{FIRST + 3}"
    return [row[0] for row in run(office, "return sheet.getCellRangeByName(names['area']).DataArray", area=area)]


def offered(office: Office, line: int) -> list[str]:
    """The texts that the choice of a line offers in its list."""
    source = (
        "list = sheet.getCellRangeByName(names['cell']).Validation.getFormula1()\n"
        "if list.startswith('\"'):\n"
        "    return list.strip('\"').split('\";\"')\n"
        "return [cell for row in sheet.getCellRangeByName(list).DataArray for cell in row]"
    )
    return list(run(office, source, cell=f"H{FIRST + line}"))


def choose(office: Office, line: int, text: str) -> None:
    """Write a choice into its cell."""
    run(office, "sheet.getCellRangeByName(names['cell']).String = names['text']", cell=f"H{FIRST + line}", text=text)


@pytest.fixture
def base(office: Office) -> CustomerBase:
    """The base of this LibreOffice."""
    return CustomerBase(f"sqlite:///{office.folder / 'base.db'}", default_catalogue())


@pytest.mark.parametrize("form", ["xlsx", "ods"])
def test_choices_outlive_the_workbook_and_are_imported(
    office: Office, base: CustomerBase, tmp_path: Path, form: str
) -> None:
    """Preview, choose, preview, save, reopen, preview, import: each row becomes what was chosen for it."""
    own = f"Twin {uuid4().hex[:8]}"
    first, second = base.add_many([{"name": own, "zip": number, "city": "x"} for number in ("1", "2")])
    single = base.add(name=f"{own} alone", zip="3", city="x")
    names = [own, own, own, f"{own} alone"]
    book = openpyxl.Workbook()
    book.active.title = "Clients"
    for row in (["Key", "Keep", "Keep", "Overwrite"], ["Name", "ZIP", "City", "Phone"]):
        book.active.append(row)
    for number, name in enumerate(names):
        book.active.append([name, str(number), "y", f"{number}{number}"])
    book.save(tmp_path / "clients.xlsx")
    office.open(tmp_path / "clients.xlsx")

    assert office.press("preview")["alerts"] == []
    assert column(office, "B") == ["ambiguous"] * 3 + ["updated"]
    choices = [f"{first} · {own} · 1 x", f"{second} · {own} · 2 x", "new", "skip"]
    assert [offered(office, line) for line in range(4)] == [*[choices] * 3, ["✓", "skip"]]
    for line, text in enumerate((choices[1], choices[2], choices[3], "")):
        choose(office, line, text)
    office.press("preview")
    filters = {"FilterName": "Calc MS Excel 2007 XML"} if form == "xlsx" else {}
    saved = tmp_path / f"saved.{form}"
    store = "desktop.CurrentComponent.storeToURL(names['url'], properties(**names['filters']))"
    run(office, store, url=saved.as_uri(), filters=filters)
    office.close_all()
    office.open(saved)
    office.press("preview")

    assert column(office, "B") == ["updated", "created", "skipped", "skipped"]
    assert column(office, "H") == [choices[1], "new", "skip", "skip"]
    assert offered(office, 0) == choices
    assert office.press("import")["alerts"] == []
    made = max(base.active())
    assert column(office, "H") == [choices[1], f"{made} · {own}", "skip", "skip"]
    phones = [base.get(number).get("phone") for number in (first, second, single, made)]
    assert phones == [None, "00", None, "11"]
