"""What LibreOffice loads of Raccord: `trigger(id)`, or the URL `service:org.raccord.Job?<id>`, presses a button.

Everything that knows customers runs in a process of its own, in Raccord's Python (see `raccord_calc.session`): this
side needs no more than the Python that LibreOffice brings along, from 3.8 on.
"""

from __future__ import annotations

import json
from typing import Any, Iterable

import unohelper
from com.sun.star.task import XJob, XJobExecutor
from raccord_calc.session import the_session

SERVICE = "org.raccord.Job"


class Job(unohelper.Base, XJobExecutor, XJob):  # type: ignore[misc] # UNO's classes have no types
    """One click; the session behind it lives as long as LibreOffice."""

    def __init__(self, context: Any) -> None:
        self._session = the_session(context)

    def trigger(self, button: str) -> None:
        """Press a button; the click returns at once, the work goes on in LibreOffice's event loop."""
        self._session.press(button)

    def execute(self, _arguments: Iterable[Any]) -> str:
        """What the session says of itself, as JSON; for tests."""
        return json.dumps(self._session.state())


g_ImplementationHelper = unohelper.ImplementationHelper()  # noqa: N816 - the name that LibreOffice looks for
g_ImplementationHelper.addImplementation(Job, SERVICE, (SERVICE,))
