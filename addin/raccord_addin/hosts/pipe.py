"""The engine of the LibreOffice extension: one process that serves presses of buttons, one JSON object a line.

LibreOffice's component starts `python -I -m raccord_addin.hosts.pipe`, sends `{"version": 1, "press": "preview"}`, and
then answers what it is asked until `{"do": "end"}`. The process ends with its standard input. What any library prints
goes to standard error, so that nothing but messages is on standard output.
"""

import json
import os
import sys
from collections.abc import Callable, Mapping
from typing import Any, BinaryIO

from raccord.configuration.place import usual_language
from raccord.failures import log_failure
from raccord.translation import N_, _, speaking
from raccord_addin.hosts import Host
from raccord_addin.hosts.pipe_host import PipeHost
from raccord_addin.snapshot import VERSION

Press = Callable[[str, Host], None]
_RENEW = N_("Run this in a terminal, then start LibreOffice anew: raccord addin install libreoffice")


class JsonLines:
    """Messages over two streams, one object a line; when the other side is gone, the process ends quietly."""

    def __init__(self, coming: BinaryIO, going: BinaryIO) -> None:
        self._coming = coming
        self._going = going

    def send(self, message: Mapping[str, Any]) -> None:
        """Send a message."""
        try:
            self._going.write(json.dumps(message).encode("ascii") + b"\n")
            self._going.flush()
        except OSError as error:
            raise SystemExit from error

    def receive(self) -> Mapping[str, Any]:
        """Wait for the next message.

        Raises:
            ValueError: the line holds no JSON object.
        """
        line = self._coming.readline()
        if not line:
            raise SystemExit
        message = json.loads(line)
        if not isinstance(message, dict):
            raise ValueError("a line without a JSON object")  # noqa: TRY004 - as wrong as a line that is no JSON
        return message


def main() -> None:
    """Serve LibreOffice until it ends."""
    channel = JsonLines(*own_streams())
    channel.send({"ready": True, "version": VERSION})
    serve(channel, warm_press())


def own_streams() -> tuple[BinaryIO, BinaryIO]:
    """The standard streams, taken for messages alone; whatever else writes to standard output writes an error."""
    coming = os.fdopen(os.dup(sys.stdin.fileno()), "rb")
    going = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(os.open(os.devnull, os.O_RDONLY), sys.stdin.fileno())
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    sys.stdout = sys.stderr
    return coming, going


def warm_press() -> Press:
    """Load what the buttons need while nobody waits for it."""
    import raccord.jobs  # noqa: F401, PLC0415 - loads SQLAlchemy
    from raccord_addin.buttons import BUTTONS  # noqa: PLC0415 - after the greeting
    from raccord_addin.pressing import press  # noqa: PLC0415 - after the greeting

    for button in BUTTONS:
        button.load()
    return press


def serve(channel: JsonLines, press: Press) -> None:
    """Serve presses until the other side is gone."""
    while True:
        channel.send(_served(channel, press))


def _served(channel: JsonLines, press: Press) -> Mapping[str, Any]:
    """Serve one press; the last word, with what went wrong if it could not be told on the way."""
    try:
        button = _button(channel.receive())
    except ValueError as fault:
        with speaking(usual_language()):
            title = _("Raccord does not understand its extension: {fault}.", fault=fault)
            return _failed(f"{title}\n{_(_RENEW)}")
    try:
        press(button, PipeHost(channel))
    except Exception as failure:  # noqa: BLE001 - a user never sees a traceback; the log has it
        return _failed(log_failure(failure))
    return {"do": "end"}


def _button(message: Mapping[str, Any]) -> str:
    """The button of a press; raises ValueError for any other message."""
    if message.get("version") != VERSION:
        raise ValueError(f"version {message.get('version')} of the messages instead of {VERSION}")
    button = message.get("press")
    if not isinstance(button, str):
        raise ValueError("no button is named")  # noqa: TRY004 - as wrong as a line that is no JSON
    return button


def _failed(text: str) -> Mapping[str, Any]:
    return {"do": "end", "failed": text}


if __name__ == "__main__":
    main()
