"""Adds and removes extensions through LibreOffice itself; run by a Python that has UNO, not imported by Raccord.

    python office_extensions.py SOFFICE PROFILE_URL add raccord.oxt
    python office_extensions.py SOFFICE PROFILE_URL remove org.raccord.Raccord

PROFILE_URL may be empty for the user's own profile. LibreOffice runs without a window meanwhile.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import uno
import unohelper
from com.sun.star.connection import NoConnectException
from com.sun.star.task import XInteractionHandler
from com.sun.star.ucb import XCommandEnvironment
from com.sun.star.uno import Exception as UnoException

_PATIENCE = 120


class Approve(unohelper.Base, XInteractionHandler):  # UNO's classes have no types
    """Answers yes to what the extension manager asks: whether to replace another version."""

    def handle(self, request: Any) -> None:
        """Approve a request."""
        approves = uno.getTypeByName("com.sun.star.task.XInteractionApprove")
        for continuation in request.getContinuations():
            if continuation.queryInterface(approves):
                continuation.select()
                return


class Surroundings(unohelper.Base, XCommandEnvironment):
    """What the extension manager is called with."""

    def getInteractionHandler(self) -> Approve:  # noqa: N802 - UNO's name
        """Who answers."""
        return Approve()

    def getProgressHandler(self) -> None:  # noqa: N802 - UNO's name
        """Nobody watches."""


def start(soffice: str, profile: str) -> tuple[subprocess.Popen[bytes], Any]:
    """Start LibreOffice without a window, and wait until it listens."""
    pipe = f"raccord{os.getpid()}"
    command = [soffice, "--headless", "--norestore", "--nologo", f"--accept=pipe,name={pipe};urp;"]
    if profile:
        command.append(f"-env:UserInstallation={profile}")
    process = subprocess.Popen(command)  # noqa: S603 - the LibreOffice that was found
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            return process, resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            if time.monotonic() > until or process.poll():
                process.kill()
                raise SystemExit("LibreOffice did not start") from None
            time.sleep(0.1)


def main(soffice: str, profile: str, verb: str, what: str) -> None:
    """Add an extension's file, or remove an extension by its identifier."""
    process, context = start(soffice, profile)
    manager = context.getValueByName("/singletons/com.sun.star.deployment.ExtensionManager")
    try:
        if verb == "add":
            manager.addExtension(Path(what).resolve().as_uri(), (), "user", None, Surroundings())
        else:
            manager.removeExtension(what, "raccord.oxt", "user", None, Surroundings())
    except UnoException as error:
        raise SystemExit(error.Message) from None
    finally:
        context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context).terminate()
        process.wait(_PATIENCE)


if __name__ == "__main__":
    main(*sys.argv[1:5])
