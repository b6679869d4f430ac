"""The engine of the LibreOffice extension with a watch: `timed_engine.py FILE` adds a line to FILE for each press.

The line holds the seconds of the press, and how many of them went by in waiting: for LibreOffice's answers, and for the
pipe to take what the engine said. What remains is the engine's own work, its side of the messages' JSON included.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO, cast

from raccord_addin.hosts import Host
from raccord_addin.hosts.pipe import JsonLines, Press, own_streams, serve, warm_press
from raccord_addin.snapshot import VERSION

Note = Callable[[dict[str, Any]], None]


class Watch:
    """Adds up what goes by in waiting while a press lasts, and notes both times at its end."""

    def __init__(self, note: Note, clock: Callable[[], float] = time.perf_counter) -> None:
        self._note = note
        self._clock = clock
        self._waited = 0.0

    def over(self, stream: Any) -> BinaryIO:
        """The stream, with every call counted as waiting."""
        return cast("BinaryIO", _Watched(stream, self))

    def waiting(self, call: Callable[..., Any], *arguments: Any) -> Any:
        """Do a call whose whole time is waiting."""
        started = self._clock()
        try:
            return call(*arguments)
        finally:
            self._waited += self._clock() - started

    def timed(self, press: Press) -> Press:
        """The press, noted when it ends."""

        def timed_press(button: str, host: Host) -> None:
            self._waited, started = 0.0, self._clock()
            press(button, host)
            self._note({"press": button, "seconds": self._clock() - started, "waited": self._waited})

        return timed_press


class _Watched:
    def __init__(self, stream: Any, watch: Watch) -> None:
        self._stream = stream
        self._watch = watch

    def readline(self) -> bytes:
        return bytes(self._watch.waiting(self._stream.readline))

    def write(self, data: bytes) -> int:
        return int(self._watch.waiting(self._stream.write, data))

    def flush(self) -> None:
        self._watch.waiting(self._stream.flush)


def main(file: Path) -> None:
    """Serve LibreOffice until it ends."""

    def note(press: dict[str, Any]) -> None:
        with file.open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(press) + "\n")

    watch = Watch(note)
    channel = JsonLines(*map(watch.over, own_streams()))
    channel.send({"ready": True, "version": VERSION})
    serve(channel, watch.timed(warm_press()))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
