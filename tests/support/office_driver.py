"""Starts and drives a LibreOffice from a Python that has UNO: `python office_driver.py PIPE soffice …`.

It reads one JSON object a line: `{"run": "return desktop.Title", "names": {…}}` runs lines of Python as the body of a
function and answers `{"result": …}` or `{"error": "…"}`. The lines see `uno`, `context`, `desktop`, `create`,
`properties` and `names`. When its standard input ends, for whatever reason, it takes LibreOffice and all that
LibreOffice started with it.
"""

import json
import os
import queue
import signal
import subprocess
import sys
import textwrap
import threading
import time
import traceback
from typing import Any

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

_PATIENCE = 60


def connect(pipe: str) -> Any:
    """Wait for a LibreOffice that listens on a pipe."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


def properties(**values: Any) -> tuple[PropertyValue, ...]:
    """Name arguments the way UNO does."""
    return tuple(PropertyValue(Name=name, Value=value) for name, value in values.items())


def run(source: str, known: dict[str, Any]) -> Any:
    """Run lines of Python as the body of a function."""
    exec(f"def body():\n{textwrap.indent(source, '    ')}\n", known)
    return known["body"]()


def ending(office: "subprocess.Popen[bytes]") -> str:
    """Whether LibreOffice is gone, which an error of a call to it does not tell."""
    try:
        return f"LibreOffice has ended: {office.wait(timeout=2)}"
    except subprocess.TimeoutExpired:
        return "LibreOffice is still there."


def listen(lines: "queue.SimpleQueue[str]") -> None:
    """Pass on what comes in; after the last line, end the whole group of processes."""
    for line in sys.stdin:
        lines.put(line)
    os.killpg(os.getpgrp(), signal.SIGKILL)


def main(pipe: str, *command: str) -> None:
    """Serve until standard input ends."""
    lines: queue.SimpleQueue[str] = queue.SimpleQueue()
    threading.Thread(target=listen, args=(lines,), daemon=True).start()
    office = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    context = connect(pipe)
    services = context.ServiceManager

    def create(service: str) -> Any:
        return services.createInstanceWithContext(service, context)

    known = {"uno": uno, "context": context, "create": create, "properties": properties}
    known["desktop"] = create("com.sun.star.frame.Desktop")
    while True:
        asked = json.loads(lines.get())
        try:
            text = json.dumps({"result": run(asked["run"], known | {"names": asked["names"]})})
        except Exception:  # noqa: BLE001 - the test shall see it, whatever it is
            text = json.dumps({"error": traceback.format_exc() + ending(office)})
        print(text, flush=True)


main(*sys.argv[1:])
