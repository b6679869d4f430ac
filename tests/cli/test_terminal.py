"""Looking instead of reading: bars, timelines and points on a terminal, plain tables elsewhere (SPEC §5, §8)."""

import html
import os
import pty
import re
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from itertools import product
from pathlib import Path

import pytest
from rich.cells import cell_len

from raccord.cli import main
from raccord.cli.bars import bar
from raccord.translation import LANGUAGES
from support.command_line import ANNA, HEADERS, MARKS, Command
from support.terminal import Terminal
from support.terminal_pictures import IMAGES, pictures

Sheet = Callable[..., Path]
Look = Callable[..., str]
TO_COPY = re.compile(r"raccord import|[0-9a-f]{64}")
LONG = "Établissements Müller & Søhne, Großhandel für Gartenbedarf und Landschaftspflege"


@pytest.fixture
def look(monkeypatch: pytest.MonkeyPatch) -> Look:
    """Run a command line on a terminal, and give what is seen."""

    def run(*words: object, width: int = 80) -> str:
        terminal = Terminal()
        monkeypatch.setenv("COLUMNS", str(width))
        monkeypatch.setenv("TERM", "xterm-256color")
        with monkeypatch.context() as patched:
            patched.setattr(sys, "stdout", terminal)
            main([str(word) for word in words])
        return terminal.seen

    return run


@pytest.fixture
def lived(raccord: Command, sheet: Sheet, base: Path) -> Path:
    """Import 1 made Anna and Bert, 2 renamed Anna and made Cora, 3 undid that, 4 deleted Bert, 5 is a point."""
    raccord("import", sheet(MARKS, HEADERS, ("A1", "Anne", "", "", ""), ("C3", LONG, "1", "Köln", "03")))
    raccord("undo")
    raccord("import", sheet(MARKS, HEADERS, ANNA[:1]), "--mode", "update-delete")
    raccord("restore-points", "--create", "before the fair")
    return base


# --- bars


@pytest.mark.parametrize(("count", "blocks"), [(0, 0), (1, 1), (499, 5), (1000, 10), (2000, 10)])
def test_a_bar_shows_a_share(count: int, blocks: int) -> None:
    """It is as long as the share of the whole; what is there at all can be seen, and no bar is too long."""
    assert bar(count, 1000, 10) == "█" * blocks
    assert bar(count, 0, 10) == ""


@pytest.mark.usefixtures("base")
def test_counts_have_bars_where_there_is_room(look: Look, sheet: Sheet) -> None:
    """On a terminal each outcome shows its share of the rows, on a narrow one the counts alone."""
    path = sheet(MARKS, HEADERS, ANNA, ("C3", "Cora", "1", "Köln", ""), ("D4", "Dora", "1", "Köln", ""), ("E5",))
    wide, narrow = look("preview", path), look("preview", path, width=38)

    drawn = {line.split()[0]: line.count("█") for line in wide.splitlines() if "█" in line}
    assert drawn == {"created": 12, "unchanged": 6, "ignored": 6}
    assert "█" not in narrow
    assert "created    2  rows" in narrow


# --- history


@pytest.mark.usefixtures("lived")
def test_history_is_a_line_down_the_side(look: Look) -> None:
    """Each operation is a point on it, the oldest first: when, what, who; below it each field from what to what."""
    out = look("history", 1)

    head, *lines = [line for line in out.splitlines() if line]
    assert head == "Customer 1, times in UTC"
    points = [line for line in lines if line.startswith("● ")]
    assert [" import 1 · start.csv, row 3" in points[0], "undo 3" in points[2]] == [True, True]
    assert points[1].endswith("· undone by 3")
    assert lines[1] == "│   created"
    assert "│   Name: Anna" in lines
    assert "│   Name: Anna → Anne" in lines
    assert lines[-1] == "    Name: Anne → Anna"


@pytest.mark.usefixtures("lived")
def test_history_tells_of_the_bin_and_of_removal(look: Look) -> None:
    """Who was deleted went to the recycle bin; who was taken back again was removed, with what they had."""
    assert "    to the recycle bin\n" in look("history", 2)
    removed = look("history", 3)
    assert "    removed\n" in removed
    assert "    City: Köln\n" in removed


@pytest.mark.usefixtures("lived")
def test_piped_history_has_a_line_for_each_operation(raccord: Command) -> None:
    """Other programs find an operation with all that it did on one line, and JSON as it always was."""
    lines = raccord("history", 1).out.splitlines()
    report = raccord("history", 1, "--json").json["history"]

    assert [line.split()[:2] for line in lines[2:]] == [["1", "import"], ["2", "import"], ["3", "undo"]]
    assert lines[3].endswith("Name: Anna → Anne; undone by 3")
    assert "│" not in "".join(lines)
    assert set(report[0]) == {"operation", "kind", "at", "author", "file", "row", "before", "after", "changes"}


# --- restore points


@pytest.mark.usefixtures("lived")
def test_points_show_what_they_hold(look: Look) -> None:
    """The newest first: what each was, a bar and counts, whether it is undone; and how long points are kept."""
    out = look("restore-points")

    heads = [line.split(" · ")[:2] for line in out.splitlines() if line.startswith("● ")]
    assert heads == [
        ["● 5", "point before the fair"],
        ["● 4", "import clients.csv"],
        ["● 3", "undo of 2"],
        ["● 2", "import clients.csv"],
        ["● 1", "import start.csv"],
    ]
    assert f"│   {'█' * 10}            1 customer deleted\n" in out
    assert f"│   {'█' * 20}  1 customer updated, 1 removed\n" in out
    assert f"│   {'█' * 20}  1 customer updated, 1 created\n│   undone by 3\n" in out
    assert "5 points, about 1 kB in the base. Each is kept for 30 days." in out
    assert "raccord undo 4" in out
    assert "█" not in look("restore-points", width=50)


@pytest.mark.usefixtures("lived")
def test_piped_points_are_a_line_each(raccord: Command) -> None:
    """Other programs get a table with the counts in words."""
    lines = raccord("restore-points").out.splitlines()

    assert [line.split()[0] for line in lines[1:6]] == ["5", "4", "3", "2", "1"]
    assert lines[4].endswith("2  1 customer updated, 1 created  undone by 3")
    assert "●" not in "".join(lines)


@pytest.mark.usefixtures("lived")
def test_one_point_shows_its_customers(raccord: Command, look: Look) -> None:
    """With a number, the customers that it touched with their changes; as JSON all of them."""
    out = raccord("restore-points", 2).out
    told = raccord("restore-points", 2, "--json").json

    assert out.startswith("2 · import clients.csv · ")
    assert f"created; External ID: C3; Name: {LONG}; ZIP: 1; City: Köln; Phone: 03" in out
    assert [(one["customer"], one["name"], one["row"], one["after"]) for one in told["held"]] == [
        (1, "Anna", 3, "active"),
        (3, LONG, 4, "active"),
    ]
    assert told["held"][0]["changes"] == [{"field": "name", "old": "Anna", "new": "Anne"}]
    assert (told["point"], told["undone_by"]) == (2, 3)
    assert "It touched no customer." in look("restore-points", 5)


def test_one_point_shows_its_first_customers(raccord: Command, sheet: Sheet) -> None:
    """Twenty are listed, and how many more there are."""
    raccord("import", sheet(MARKS, HEADERS, *((f"K{one}", f"Customer{one}", "1", "x", "") for one in range(30))))

    out = raccord("restore-points", 1).out

    assert "Customer19" in out
    assert "Customer20" not in out
    assert "… and 10 more: use --json" in out
    assert len(raccord("restore-points", 1, "--json").json["held"]) == 30


@pytest.mark.usefixtures("base")
@pytest.mark.parametrize(
    ("words", "text"), [((99,), "There is no restore point 99."), ((1, "--create", "x"), "POINT shows a restore point")]
)
def test_a_point_that_cannot_be_shown_exits_2(raccord: Command, words: tuple[object, ...], text: str) -> None:
    """One that is not there, and one that is to be made as well, are errors; nothing is made."""
    result = raccord("restore-points", *words)

    assert (result.status, result.out) == (2, "")
    assert text in result.err
    assert len(raccord("restore-points", "--json").json) == 1


# --- widths, languages and encodings


@pytest.mark.usefixtures("lived")
def test_all_fits_the_terminal(look: Look, sheet: Sheet) -> None:
    """At 80 and at 60 columns, in each language, no line but those to be copied is wider, whatever the names are."""
    path = sheet(
        MARKS, HEADERS, ("A1", LONG, "", "", "01 99 00 50 50"), ("C3", LONG, "75001", "Paris", ""), ("D4", LONG)
    )
    commands = (("preview", path), ("history", 3), ("restore-points",), ("restore-points", 2))

    for words, language, width in product(commands, LANGUAGES, (80, 60)):
        lines = look(*words, "--language", language, width=width).splitlines()
        body = lines[2 if words[0] == "preview" else 0 :]
        assert [line for line in body if cell_len(line) > width and not TO_COPY.search(line)] == [], (words, language)


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
@pytest.mark.usefixtures("lived")
def test_a_narrow_console_gets_other_marks(encoding: str) -> None:
    """Points, sides and bars have a stand-in where the console's encoding lacks them, and nothing fails."""
    for words, marks in ((["history", "1"], "*|"), (["restore-points"], "*|#")):
        ours, theirs = pty.openpty()
        command = [sys.executable, "-m", "raccord", *words]
        environ = {**os.environ, "PYTHONIOENCODING": encoding, "TERM": "dumb"}
        with subprocess.Popen(command, env=environ, stdout=theirs, stderr=subprocess.PIPE) as process:
            os.close(theirs)
            seen = b""
            with suppress(OSError):  # a pseudo-terminal ends so
                while part := os.read(ours, 4096):
                    seen += part
            os.close(ours)
            assert process.stderr is not None
            assert (process.wait(), process.stderr.read()) == (0, b"")
        text = seen.decode(encoding)
        assert set(marks) <= set(text)
        assert not set("●│█?") & set(text)


def test_the_pictures_show_what_the_command_draws() -> None:
    """Each picture of the README has every word that the terminal shows, in order, and loads nothing from anywhere."""
    for name, picture in pictures().items():
        kept = (IMAGES / f"{name}.svg").read_text(encoding="utf-8")
        assert words_in(kept) == words_in(picture), f"make docs makes {name}.svg"
        assert "url(http" not in kept


def words_in(picture: str) -> list[str]:
    texts = re.findall(r"<text[^>]*>([^<]*)</text>", picture.partition("</style>")[2])
    return html.unescape(" ".join(texts)).split()
