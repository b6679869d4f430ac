"""The benchmark of LibreOffice: its page, its options, and the watch over the engine; LibreOffice itself is not run."""

import io

import pytest

from benchmarks import office
from benchmarks.machine import machine_in_words
from benchmarks.office_page import Click, Clicks, OfficeResult, page, section
from benchmarks.timed_engine import Watch
from raccord_addin.hosts import Host
from raccord_addin.hosts.pipe import JsonLines

PREVIEW = Clicks((Click(4.0, 1.0), Click(2.0, 1.8), Click(3.0, 1.5)))
MARK = Clicks((Click(0.2, 0.05), Click(0.1, 0.02), Click(0.3, 0.06)))
RESULT = OfficeResult(10_000, 100_000, {"preview": PREVIEW, "mark": MARK})


def test_table_gives_medians_and_the_medians_of_shares():
    """Times are medians with their range; the engine's share is the median share, and LibreOffice has the rest."""
    lines = [line for line in section(RESULT).splitlines() if line.startswith("|")]

    assert [cell.strip() for cell in lines[2].split("|")[1:-1]] == [
        "preview",
        "3.00 s",
        "2.00 – 4.00 s",
        "50 %",
        "50 %",
    ]
    assert [cell.strip() for cell in lines[3].split("|")[1:-1]] == ["mark", "0.20 s", "0.10 – 0.30 s", "20 %", "80 %"]
    assert len({len(line) for line in lines}) == 1


@pytest.mark.parametrize(("runs", "said"), [(1, "1 run, each"), (3, "3 runs, each")])
def test_section_says_what_was_measured_and_how_often(runs: int, said: str):
    """The heading has the sizes; the line below the table the number of runs."""
    text = section(OfficeResult(10_000, 100_000, {"preview": Clicks(PREVIEW.runs[:runs])}))

    assert text.startswith("## 10,000 rows × 25 columns, 100,000 customers\n")
    assert said in text


def test_page_holds_every_size_the_machine_and_the_goals():
    """The page of the documentation has the printed sections, what was measured on, and the goals."""
    machine = f"{machine_in_words()}, LibreOffice 7.4.7.2"
    other = OfficeResult(100_000, 100_000, {"preview": PREVIEW, "mark": MARK})

    text = page([RESULT, other], machine)

    assert section(RESULT) in text
    assert section(other) in text
    assert "LibreOffice 7.4.7.2." in text
    assert "in under 3 s" in text
    assert max(len(line) for line in text.splitlines()) <= 120


class Clock:
    """A clock that the test sets."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def pass_by(self, seconds: float) -> None:
        """Let time go by."""
        self.now += seconds


class SlowStream(io.BytesIO):
    """A stream on which a line comes after 5 s, and is taken after 2 s."""

    def __init__(self, clock: Clock, held: bytes = b"") -> None:
        super().__init__(held)
        self._clock = clock

    def readline(self, size: int | None = -1) -> bytes:
        """Take 5 s."""
        self._clock.pass_by(5)
        return super().readline(size)

    def write(self, data: bytes) -> int:  # type: ignore[override]
        """Take 2 s."""
        self._clock.pass_by(2)
        return super().write(data)


def test_watch_tells_waiting_from_work():
    """A press's seconds are its own; answers and a full pipe are waiting; what was before the press is not counted."""
    clock, noted = Clock(), []
    watch = Watch(noted.append, clock)
    going = SlowStream(clock)
    channel = JsonLines(watch.over(SlowStream(clock, b'{"press": "help"}\n{"done": true}\n')), watch.over(going))

    def press(button: str, _host: Host | None) -> None:
        clock.pass_by(1)
        channel.send({"do": button})
        assert channel.receive() == {"done": True}

    assert channel.receive() == {"press": "help"}
    watch.timed(press)("help", None)

    assert noted == [{"press": "help", "seconds": 8.0, "waited": 7.0}]
    assert going.getvalue() == b'{"do": "help"}\n'


@pytest.mark.parametrize(
    "options",
    [("--rows", "2000,9"), ("--rows", "0"), ("--runs", "5,0"), ("--runs", "some"), ("--customers", "3000000")],
)
def test_impossible_sizes_are_refused(options, tmp_path, capsys):
    """More rows than customers, none at all, no runs, and more customers than the formulas tell apart, are refused."""
    with pytest.raises(SystemExit) as refused:
        office.main(["--rows", "10", "--customers", "1000", "--folder", str(tmp_path), *options])

    assert refused.value.code == 2
    assert options[0] in capsys.readouterr().err
    assert not list(tmp_path.iterdir())
