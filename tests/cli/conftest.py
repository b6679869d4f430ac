"""A command line with a configuration, a base and a log of its own, and the files it reads."""

import csv
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook

from raccord.cli import main
from support.command_line import ANNA, BERT, HEADERS, MARKS, Command, Result


@pytest.fixture(autouse=True)
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty configuration, a base that is not there yet, and a working folder."""
    config = tmp_path / "config.yaml"
    config.write_text("", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RACCORD_CONFIG", str(config))
    monkeypatch.setenv("RACCORD_DATABASE", f"sqlite:///{tmp_path / 'base.db'}")
    monkeypatch.delenv("RACCORD_CATALOGUE", raising=False)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("COLUMNS", "80")
    return tmp_path


@pytest.fixture
def raccord(capsys: pytest.CaptureFixture[str]) -> Command:
    """Run a command line in this process."""

    def run(*words: object) -> Result:
        capsys.readouterr()
        status = main([str(word) for word in words])
        return Result(status, *capsys.readouterr())

    return run


@pytest.fixture
def sheet(tmp_path: Path) -> Callable[..., Path]:
    """Write rows to a csv file."""

    def write(*rows: Sequence[object], name: str = "clients.csv") -> Path:
        path = tmp_path / name
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter=";").writerows(rows)
        return path

    return write


@pytest.fixture
def book(tmp_path: Path) -> Callable[..., Path]:
    """Write sheets of rows to an xlsx file."""

    def write(name: str = "clients.xlsx", **sheets: Sequence[Sequence[object]]) -> Path:
        workbook = Workbook()
        workbook.remove(workbook.worksheets[0])
        for title, rows in sheets.items():
            worksheet = workbook.create_sheet(title)
            for row in rows:
                worksheet.append(list(row))
        workbook.save(tmp_path / name)
        return tmp_path / name

    return write


@pytest.fixture
def base(raccord: Command, sheet: Callable[..., Path]) -> Path:
    """A base of two customers, Anna (1) and Bert (2), made by import 1."""
    assert raccord("import", sheet(MARKS, HEADERS, ANNA, BERT, name="start.csv")).status == 0
    return Path("base.db")
