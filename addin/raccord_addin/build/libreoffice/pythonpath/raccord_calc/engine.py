"""The engine's process: one JSON object a line, in on its standard input and out on its standard output."""

from __future__ import annotations

import _thread
import contextlib
import json
import os
import subprocess
import tempfile
from typing import IO, Any, Callable, Mapping, Sequence, cast

from raccord_calc.interpreter import engine_environment, safe_folder

_NO_WINDOW = 0x08000000
_LAST_WORDS = 400


class EngineGoneError(Exception):
    """The process did not start, or has ended."""


class Engine:
    """One process. What it says goes line by line to `hear`, on a thread of its own; no line at all is its end."""

    def __init__(self, command: Sequence[str], hear: Callable[[Engine, bytes], None]) -> None:
        self.ready = False
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - open as long as the process
        try:
            self._process = subprocess.Popen(  # noqa: S603 - the Python of the user's own configuration
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._errors,
                env=dict(engine_environment(os.environ)),
                cwd=safe_folder(),
                creationflags=_NO_WINDOW if os.name == "nt" else 0,
            )
        except (OSError, ValueError) as error:
            self._errors.close()
            raise EngineGoneError(str(error)) from error
        self._going = cast("IO[bytes]", self._process.stdin)
        self._coming = cast("IO[bytes]", self._process.stdout)
        _thread.start_new_thread(self._listen, (hear,))  # `Thread.start` would wait for it, and it may wait for us

    @property
    def pid(self) -> int:
        """The process's number."""
        return self._process.pid

    def say(self, message: Mapping[str, Any]) -> None:
        """Send a message; raises EngineGoneError when nobody reads it any more."""
        try:
            self._going.write(json.dumps(message).encode("ascii") + b"\n")
            self._going.flush()
        except (OSError, ValueError) as error:
            raise EngineGoneError(str(error)) from error

    def stop(self) -> str:
        """End the process, and give the last line that it wrote to its standard error."""
        self._process.kill()
        self._process.wait()
        with contextlib.suppress(OSError):  # what was never sent goes with the process
            self._going.close()
        with self._errors:
            self._errors.seek(0)
            lines = self._errors.read().decode("utf-8", "replace").strip().splitlines()
        return lines[-1][:_LAST_WORDS] if lines else ""

    def _listen(self, hear: Callable[[Engine, bytes], None]) -> None:
        with self._coming as lines:
            for line in lines:
                hear(self, line)
        hear(self, b"")
