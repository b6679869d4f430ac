"""What reaches the terminal: no control from cells, no failure on narrow encodings, plain text in pipes."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from raccord.cli import screen
from support.command_line import HEADERS, MARKS, Command, query

Sheet = Callable[..., Path]


HOSTILE = "\x1b[31mred\x1b]0;title\x07 [bold]b[/bold] \u202egnp.exe\x9b2J"


def test_cells_cannot_control_the_terminal(raccord: Command, sheet: Sheet) -> None:
    """Escape sequences, reordering marks and markup from a cell reach the terminal as harmless text."""
    path = sheet((*MARKS, "Keep"), (*HEADERS, HOSTILE), ("A1", HOSTILE, "1", "x", "", ""), name="clients.csv")

    result = raccord("import", path)

    assert result.status == 0
    assert "[bold]b[/bold]" in result.out
    assert not {char for char in result.out + result.err if not char.isprintable()} - {"\n"}
    assert query(Path("base.db"), "SELECT name FROM customers") == [(HOSTILE,)]


def test_errors_cannot_control_the_terminal(raccord: Command, sheet: Sheet) -> None:
    """A header that an error quotes loses its control characters."""
    err = raccord("preview", sheet(("Key",), (f"x{HOSTILE}",), ("1",))).err

    assert "is marked as a key" in err
    assert not {char for char in err if not char.isprintable()} - {"\n"}


def run_process(*words: object, **environment: str) -> subprocess.CompletedProcess[bytes]:
    environ = {**os.environ, **environment}
    command = [sys.executable, "-m", "raccord", *map(str, words)]
    return subprocess.run(command, env=environ, capture_output=True, check=False)


@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
def test_narrow_encodings_do_not_fail(sheet: Sheet, encoding: str) -> None:
    """Text that the terminal cannot show is replaced, and JSON is UTF-8 all the same."""
    path = sheet(MARKS, HEADERS, ("A1", "Łódź 中", "1", "Köln", ""))

    text = run_process("preview", path, PYTHONIOENCODING=encoding)
    report = run_process("preview", path, "--json", PYTHONIOENCODING=encoding)
    failed = run_process("preview", path, "--key", "中”", PYTHONIOENCODING=encoding)

    assert (text.returncode, report.returncode, failed.returncode) == (0, 0, 2)
    assert "Name: ?" in text.stdout.decode(encoding)
    assert ("Köln" in text.stdout.decode(encoding)) is (encoding == "cp1252")
    assert "names no field" in failed.stderr.decode(encoding)
    assert json.loads(report.stdout.decode("utf-8"))["rows"][0]["changes"][1]["new"] == "Łódź 中"
    assert b"Traceback" not in failed.stderr


def test_nearest_characters_stand_in() -> None:
    """Arrows, dots and quotes have a stand-in in ASCII; what has none becomes a question mark."""
    assert "“a→b…” 中".encode("ascii", screen._NEAREST) == b'"a->b..." ?'


@pytest.mark.parametrize("words", [["--json"], []], ids=["json", "text"])
def test_closed_pipe_is_quiet(sheet: Sheet, words: list[str]) -> None:
    """A reader that goes away, such as head, causes no message."""
    rows = [(f"K{number}", f"Customer{number}", "75001", "Paris", "") for number in range(3000)]
    path = sheet(MARKS, HEADERS, *rows)
    command = [sys.executable, "-m", "raccord", "preview", str(path), *words]

    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        if words:
            process.stdout.read(10)
        process.stdout.close()
        errors = process.stderr.read()

    assert errors == b""
    assert process.returncode == 1


def test_piped_text_is_plain_and_whole(sheet: Sheet) -> None:
    """Without a terminal the text has no escapes, no bars and no progress, and each row of a table is one line."""
    path = sheet(MARKS, HEADERS, ("A1", "word " * 40, "1", "Paris", ""))

    result = run_process("preview", path, COLUMNS="40")

    text = result.stdout.decode()
    lines = text.splitlines()
    assert not {"\x1b", "█"} & set(text)
    assert [line.split()[:2] for line in lines if "word" in line] == [["3", "created"]]
    assert lines == [line.rstrip() for line in lines]
    assert result.stderr == b""
