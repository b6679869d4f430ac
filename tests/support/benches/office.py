"""The bench of the host in LibreOffice: the real component does what the test's own `PipeHost` asks of it."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from raccord_addin.hosts import Host
from raccord_addin.hosts.pipe import JsonLines
from raccord_addin.hosts.pipe_host import PipeHost
from raccord_addin.snapshot import VERSION
from support.office import Office, running_office

_RELAY = """#!/bin/sh
cat "{folder}/to_office" &
exec cat >"{folder}/to_test"
"""


class OfficeBench:
    """LibreOffice, in which one press lasts from the opening of a file to that of the next."""

    name = "office"

    def __init__(self, office: Office, coming: BinaryIO, going: BinaryIO) -> None:
        self.office = office
        self._channel = JsonLines(coming, going)
        self._pressed = False

    def open(self, source: Path, **options: Any) -> PipeHost:
        """Open a file, press a button, and take the engine's part."""
        self.end_press()
        self.office.close_all()
        self.office.open(source, **options)
        return self.press()

    def press(self) -> PipeHost:
        """Press a button, and take the engine's part."""
        self.office.dispatch("help")
        return self.answer_press()

    def answer_press(self) -> PipeHost:
        """Take the engine's part in a press that has begun."""
        assert self._channel.receive() == {"version": VERSION, "press": "help"}
        self._pressed = True
        return PipeHost(self._channel)

    def end_press(self) -> None:
        """Say the engine's last word, if a press lasts."""
        if self._pressed:
            self._pressed = False
            self._channel.send({"do": "end"})
            self.office.wait(lambda state: not state["busy"])

    def save(self, host: Host, out: Path) -> None:
        """Save the workbook in front."""
        assert isinstance(host, PipeHost)
        self.office.run(
            "desktop.CurrentComponent.storeToURL(names['url'], properties(FilterName='Calc MS Excel 2007 XML'))",
            url=out.as_uri(),
        )


@contextmanager
def office_bench(folder: Path) -> Iterator[OfficeBench]:
    """A bench in a LibreOffice of its own."""
    for name in ("to_test", "to_office"):
        os.mkfifo(folder / name)
    with running_office(folder) as office, ExitStack() as stack:
        office.use_engine(_RELAY.format(folder=folder))
        office.open()
        office.dispatch("help")
        going = stack.enter_context((folder / "to_office").open("wb"))
        coming = stack.enter_context((folder / "to_test").open("rb"))
        JsonLines(coming, going).send({"ready": True, "version": VERSION})
        bench = OfficeBench(office, coming, going)
        bench.answer_press()
        yield bench
