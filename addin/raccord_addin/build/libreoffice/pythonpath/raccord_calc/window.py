"""What the user sees of Raccord beside the cells: progress, a lasting message, message boxes, and a locked window."""

from __future__ import annotations

from typing import Any

from com.sun.star.awt.MessageBoxButtons import BUTTONS_OK, BUTTONS_YES_NO, DEFAULT_BUTTON_NO
from com.sun.star.awt.MessageBoxResults import YES
from com.sun.star.awt.MessageBoxType import QUERYBOX, WARNINGBOX
from com.sun.star.frame.InfobarType import INFO
from com.sun.star.uno import Exception as UnoException

TITLE = "Raccord"
_BAR = "org.raccord.said"
_SPREADSHEET = "com.sun.star.sheet.SpreadsheetDocument"


def front_window(context: Any) -> Window | None:
    """The window in front, if it shows a spreadsheet."""
    desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    frame = desktop.getCurrentFrame()
    controller = frame and frame.getController()
    model = controller and controller.getModel()
    return Window(context, frame) if model and model.supportsService(_SPREADSHEET) else None


class Window:
    """One window of LibreOffice, the one in which a button was pressed.

    What is said stands in an information bar above the sheet: a status indicator covers the whole status bar until it
    ends, and the status bar's own text is gone with the next movement of the mouse.
    """

    def __init__(self, context: Any, frame: Any) -> None:
        self._frame = frame
        services = context.ServiceManager
        self._toolkit = services.createInstanceWithContext("com.sun.star.awt.Toolkit", context)
        self._dispatcher = services.createInstanceWithContext("com.sun.star.frame.DispatchHelper", context)
        self._indicator: Any = None

    @property
    def shows_cells(self) -> bool:
        """Whether the window shows a sheet, not the preview of its pages."""
        return hasattr(self.controller, "ActiveSheet")

    @property
    def is_closed(self) -> bool:
        """Whether the window, or the document in it, is gone."""
        try:
            return self.controller is None or self.controller.getModel() is None
        except UnoException:
            return True

    @property
    def controller(self) -> Any:
        """The window's view of its document."""
        return self._frame.getController()

    def progress(self, text: str) -> None:
        """Show in the status bar what is going on."""
        if self._indicator is None:
            self._indicator = self._frame.createStatusIndicator()
            self._indicator.start(text, 0)
        else:
            self._indicator.setText(text)

    def say(self, text: str) -> None:
        """Show a message until the next one; an empty one takes it away."""
        bars = self.controller
        shown = bars.hasInfobar(_BAR)
        if text and shown:
            bars.updateInfobar(_BAR, "", text, INFO)
        elif text:
            bars.appendInfobar(_BAR, "", text, INFO, (), True)
        elif shown:
            bars.removeInfobar(_BAR)

    def alert(self, text: str) -> None:
        """Show a message box, and come back when it was read."""
        self._box(WARNINGBOX, BUTTONS_OK, text)

    def ask(self, text: str) -> bool:
        """Ask a yes-or-no question in a message box; without an answer it is no."""
        return bool(self._box(QUERYBOX, BUTTONS_YES_NO | DEFAULT_BUTTON_NO, text) == YES)

    def lock(self) -> None:
        """Let the window take no input: nobody shall change what is being read and written.

        A cell that is being typed into is entered first, which the command to calculate does by the way.
        """
        self._dispatcher.executeDispatch(self._frame, ".uno:Calculate", "", 0, ())
        self._frame.getContainerWindow().setEnable(False)

    def unlock(self) -> None:
        """Let the window take input again."""
        if self._indicator is not None:
            self._indicator.end()
            self._indicator = None
        self._frame.getContainerWindow().setEnable(True)
        if self._frame.isActive():
            self._frame.getComponentWindow().setFocus()

    def _box(self, kind: Any, buttons: int, text: str) -> int:
        parent = self._frame.getContainerWindow()
        box = self._toolkit.createMessageBox(parent, kind, buttons, TITLE, text)
        try:
            return int(box.execute())
        finally:
            box.dispose()
