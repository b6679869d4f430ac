"""LibreOffice's main thread, on which alone a document may be touched."""

from __future__ import annotations

import collections
from typing import Any, Callable

import unohelper
from com.sun.star.awt import XCallback


class MainThread(unohelper.Base, XCallback):  # type: ignore[misc] # UNO's classes have no types
    """Calls functions on the main thread, in order, whichever thread asks for it."""

    def __init__(self, context: Any) -> None:
        self._calls: collections.deque[Callable[[], None]] = collections.deque()
        self._events = context.ServiceManager.createInstanceWithContext("com.sun.star.awt.AsyncCallback", context)

    def call(self, function: Callable[..., None], *arguments: Any) -> None:
        """Call a function soon, from LibreOffice's event loop."""
        self._calls.append(lambda: function(*arguments))
        self._events.addCallback(self, None)

    def notify(self, _data: Any) -> None:
        """Make the calls that wait, those of which LibreOffice did not notice included."""
        while self._calls:
            self._calls.popleft()()
