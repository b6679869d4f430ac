"""Noticing that the engine has been silent for long, without keeping LibreOffice's main thread waiting."""

from __future__ import annotations

import _thread
import time
from typing import Callable

SECONDS = 60


class Patience:
    """Watches one press after the other; `lose` gets the number of the press whose engine has been silent for long."""

    def __init__(self, lose: Callable[[int], None], seconds: float = SECONDS) -> None:
        self.seconds = seconds
        self.number = 0
        """The number of the press that is watched; another one when none is."""
        self._lose = lose
        self._since: float | None = None

    def start(self) -> None:
        """Watch the next press."""
        self.stop()
        self.resume()
        _thread.start_new_thread(self._watch, (self.number,))

    def pause(self) -> None:
        """Let time pass: it is not the engine's turn."""
        self._since = None

    def resume(self) -> None:
        """Wait for the engine from now on."""
        self._since = time.monotonic()

    def stop(self) -> None:
        """Watch no more."""
        self.number += 1
        self._since = None

    def _watch(self, number: int) -> None:
        while self.number == number:
            time.sleep(min(1, self.seconds))
            since = self._since
            if since is not None and time.monotonic() - since > self.seconds:
                self._since = None
                self._lose(number)
