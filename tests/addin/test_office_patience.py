"""How the LibreOffice extension notices an engine that says nothing any more."""

import queue
import time

import pytest

from raccord_addin.build.libreoffice.pythonpath.raccord_calc.patience import Patience

SHORT = 0.05


@pytest.fixture
def lost() -> "queue.SimpleQueue[int]":
    """The numbers of the presses whose engine was silent for long."""
    return queue.SimpleQueue()


def test_silence_is_noticed_once(lost: "queue.SimpleQueue[int]"):
    """A silent press is reported by its number, and again only after somebody chose to go on."""
    patience = Patience(lost.put, SHORT)
    patience.start()

    assert lost.get(timeout=30) == patience.number
    with pytest.raises(queue.Empty):
        lost.get(timeout=4 * SHORT)
    patience.resume()
    assert lost.get(timeout=30) == patience.number
    patience.stop()


def test_time_that_is_not_the_engines_does_not_count(lost: "queue.SimpleQueue[int]"):
    """While the user reads a message box, the engine is not late."""
    patience = Patience(lost.put, SHORT)
    patience.start()
    patience.pause()

    with pytest.raises(queue.Empty):
        lost.get(timeout=4 * SHORT)
    patience.stop()


def test_ended_press_is_not_watched(lost: "queue.SimpleQueue[int]"):
    """What ended in time is never reported, though others follow."""
    patience = Patience(lost.put, SHORT)
    patience.start()
    ended = patience.number
    patience.stop()
    patience.start()
    time.sleep(4 * SHORT)
    patience.stop()

    assert ended not in [lost.get() for _ in range(lost.qsize())]
