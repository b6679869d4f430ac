"""The engine's side of the pipe: the process that LibreOffice starts, and the host that speaks over it."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from raccord.translation import speaking
from raccord_addin.hosts import Host, HostError
from raccord_addin.hosts.fake import FakeHost
from raccord_addin.hosts.pipe import JsonLines, serve
from raccord_addin.hosts.pipe_host import MOST_ROWS, PipeHost
from raccord_addin.ops import Alert, MakeSheet, PutCells, PutLinks, Say
from raccord_addin.snapshot import VERSION, Book, SheetState
from support.pipe_component import Component

COMMAND = [sys.executable, "-I", "-m", "raccord_addin.hosts.pipe"]
BOOK = Book("clients.xlsx", (SheetState("Clients"),), "Clients")
FRENCH = Book("clients.xlsx", (SheetState("Clients"),), "Clients", language="fr-CH")


def numbered(count: int) -> list[list[Any]]:
    """Rows that hold their own number."""
    return [[float(number)] for number in range(1, count + 1)]


@contextmanager
def engine(*command: str, **environ: str) -> Iterator[subprocess.Popen[bytes]]:
    """Start the engine the way the component does."""
    process = subprocess.Popen(
        command or COMMAND, env=os.environ | environ,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout, process.stderr):
            assert stream is not None
            stream.close()


def hear(process: subprocess.Popen[bytes]) -> Any:
    """The next line that the engine says."""
    assert process.stdout is not None
    return json.loads(process.stdout.readline())


def tell(process: subprocess.Popen[bytes], line: str) -> None:
    """Say a line to the engine."""
    assert process.stdin is not None
    process.stdin.write(line.encode() + b"\n")
    process.stdin.flush()


def served(lines: Sequence[str], press: Any) -> list[Any]:
    """What the engine says to lines that come in, until there are no more."""
    going = io.BytesIO()
    with pytest.raises(SystemExit):
        serve(JsonLines(io.BytesIO("".join(f"{line}\n" for line in lines).encode()), going), press)
    return [json.loads(line) for line in going.getvalue().splitlines()]


def test_engine_greets_and_ends_with_its_input():
    """The greeting names the version; without anybody to listen to, the process ends by itself."""
    with engine() as process:
        assert hear(process) == {"ready": True, "version": VERSION}
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(30) == 0


def test_press_asks_for_the_book_first(tmp_path: Path):
    """A press runs the button's action against what the component answers, up to the last word."""
    with engine(
        RACCORD_DATABASE=f"sqlite:///{tmp_path}/base.db", RACCORD_CONFIG=str(tmp_path / "none.yaml")
    ) as process:
        hear(process)
        tell(process, json.dumps({"version": VERSION, "press": "no such button"}))
        asked = hear(process)
        tell(process, '{"done": true}')
        end = hear(process)

    assert [op["op"] for op in asked["ops"]] == ["say", "alert"]
    assert "no such button" in asked["ops"][1]["text"]
    assert end == {"do": "end"}


@pytest.mark.parametrize(
    "line", ["", "nonsense", "[1, 2]", "{", '"text"', '{"version": 1}', '{"version": 99, "press": "help"}']
)
def test_malformed_message_is_answered(line: str):
    """What makes no sense ends the press with a sentence, and the next press is served."""
    done: list[str] = []

    said = served([line, json.dumps({"version": VERSION, "press": "help"})], lambda button, _host: done.append(button))

    assert [message["do"] for message in said] == ["end", "end"]
    assert "raccord addin install libreoffice" in said[0]["failed"]
    assert (said[1], done) == ({"do": "end"}, ["help"])


def test_failure_ends_the_press_in_words():
    """A press that fails in a way nobody foresaw ends with a sentence."""

    def fail(_button: str, _host: Host) -> None:
        raise ZeroDivisionError

    said = served([json.dumps({"version": VERSION, "press": "help"})], fail)

    assert said[0]["do"] == "end"
    assert "ZeroDivisionError" in said[0]["failed"]


def test_nothing_but_messages_reaches_standard_output():
    """What a library prints, also below Python, goes to standard error."""
    script = (
        "import os, sys; from raccord_addin.hosts import pipe; lines = pipe.JsonLines(*pipe.own_streams())\n"
        "print('printed'); os.system('echo from a child'); sys.stdout.flush(); lines.send({'only': 'this'})\n"
        "assert sys.stdin.read() == ''"
    )
    with engine(sys.executable, "-c", script) as process:
        out, err = process.communicate(timeout=30)

    assert out == b'{"only": "this"}\n'
    assert err.split(b"\n")[:2] in ([b"printed", b"from a child"], [b"from a child", b"printed"])
    assert process.returncode == 0


def test_whole_sheet_is_read_in_slices():
    """A long sheet comes in slices, each asked for once, with errors at their own rows."""
    component = Component(FakeHost(BOOK, {"Clients": numbered(2 * MOST_ROWS + 1)}))

    cells = PipeHost(component).read("Clients")

    slices = [(message["first"], message["last"]) for message in component.asked("read")]
    assert slices == [(1, MOST_ROWS), (MOST_ROWS + 1, 2 * MOST_ROWS), (2 * MOST_ROWS + 1, 2 * MOST_ROWS + 1)]
    assert [row for row, held in enumerate(cells.rows, 1) if held != [float(row)]] == [
        1,
        MOST_ROWS + 1,
        2 * MOST_ROWS + 1,
    ]
    assert (cells.hidden_rows, len(cells.merged)) == (frozenset({2, 3}), 1)


def test_head_asks_for_the_head_alone():
    """The component is told how many rows matter before it looks for hidden and merged ones."""
    component = Component(FakeHost(BOOK, {"Clients": numbered(50)}))

    PipeHost(component).read("Clients", 21)

    assert [message["most"] for message in component.asked("size")] == [21]


def test_short_sheet_shows_no_progress():
    """What takes one message is over before anybody could read how far it is."""
    component = Component(FakeHost(BOOK, {"Clients": numbered(MOST_ROWS)}))

    PipeHost(component).read("Clients")

    assert component.asked("progress") == []


def test_progress_speaks_the_language_of_the_press():
    """How far reading is, is told in the language in which all else is said, with its thousands set apart."""
    component = Component(FakeHost(FRENCH, {"Clients": numbered(MOST_ROWS + 1)}))
    host = PipeHost(component)

    with speaking("fr"):
        host.look()
        host.read("Clients")

    assert [message["text"] for message in component.asked("progress")] == [
        "Raccord\u202f: lecture des cellules (0 lignes sur 10\u202f001)",
        "Raccord\u202f: lecture des cellules (10\u202f000 lignes sur 10\u202f001)",
    ]


def test_large_blocks_are_written_in_slices():
    """Cells and links arrive whole and in order, no message holding more than one slice."""
    component = Component(FakeHost(BOOK, {"Clients": []}))
    rows = numbered(MOST_ROWS + 5)

    PipeHost(component).apply(
        [PutCells("Clients", 3, 2, rows), PutLinks("Clients", 3, 1, "Clients", range(1, MOST_ROWS + 6))]
    )

    applied = [message["ops"] for message in component.asked("apply")]
    assert [sum(len(op["rows"]) for op in ops) for ops in applied] == [MOST_ROWS, 5, MOST_ROWS, 5]
    held = component.held.cells["Clients"][2:]
    assert held == [[float(number), float(number)] for number in range(1, MOST_ROWS + 6)]


def test_small_operations_travel_together():
    """What fits goes in one message."""
    component = Component(FakeHost(BOOK, {"Clients": []}))

    PipeHost(component).apply([MakeSheet("Raccord"), PutCells("Raccord", 1, 1, [["Raccord"]]), Say("Done")])

    assert [[op["op"] for op in message["ops"]] for message in component.asked("apply")] == [
        ["make_sheet", "put_cells", "say"]
    ]


def test_nothing_to_do_says_nothing():
    """No operations are no message."""
    component = Component(FakeHost(BOOK, {"Clients": []}))

    PipeHost(component).apply([])

    assert component.heard == []


def test_refusal_stops_what_comes_after():
    """A refused operation is an error in the component's words, and later messages are not sent."""
    component = Component(
        FakeHost(Book("clients.xlsx", (SheetState("Guarded", protected=True),), "Guarded"), {"Guarded": []})
    )
    rows = numbered(MOST_ROWS + 1)

    with pytest.raises(HostError, match="Guarded"):
        PipeHost(component).apply([PutCells("Guarded", 1, 1, rows), Alert("never")])

    assert len(component.asked("apply")) == 1
    assert component.held.alerts == []


@pytest.mark.parametrize("answer", [True, False])
def test_answer_is_the_users(answer: bool):
    """A question travels to the component, and the answer back."""
    component = Component(FakeHost(BOOK, {}, answer=answer))

    assert PipeHost(component).ask("Really?") is answer
    assert component.held.asked == ["Really?"]
