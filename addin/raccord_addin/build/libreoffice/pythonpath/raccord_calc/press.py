"""One press of a button: answers what the engine asks of the document, until the engine says that it is done."""

from __future__ import annotations

from contextlib import contextmanager
from typing import Any, Iterator, Mapping

import uno

from raccord_calc import looking, reading
from raccord_calc.book import Book, Op
from raccord_calc.operations import OPERATIONS, RefusedError, carry_out
from raccord_calc.texts import say
from raccord_calc.window import TITLE, Window

Message = Mapping[str, Any]
REQUESTS = ("look", "size", "read", "apply", "ask", "progress")
"""What the engine may ask: the names of methods, since a press that holds methods of its own is freed on any thread."""


class Press:
    """The document, the window and the language of one press, with what became of it."""

    def __init__(self, context: Any, window: Window, button: str, language: str) -> None:
        self.button = button
        self.language = language
        self.window = window
        self._alerts: list[str] = []
        self._asked: list[str] = []
        self._said = ""
        self._context = context
        self._document = window.controller.getModel()
        self._undo_is_open = False

    @property
    def told(self) -> Message:
        """What the user was told."""
        return {"said": self._said, "alerts": self._alerts, "asked": self._asked}

    def begin(self) -> None:
        """Keep the user from changing what is read and written."""
        self.window.lock()

    def end(self) -> None:
        """Give everything back, and show the last message; a closed document takes everything with it."""
        if self.window.is_closed:
            return
        if self._undo_is_open:
            self._document.getUndoManager().leaveUndoContext()
        self.window.unlock()
        self.window.say(self._said)

    def answer(self, message: Message) -> Message | None:
        """Do what the engine asks; raises KeyError for what nobody knows."""
        if message["do"] not in REQUESTS:
            raise KeyError(message["do"])
        try:
            answer: Message | None = getattr(self, message["do"])(message)
        except RefusedError as refused:
            return {"failed": str(refused)}
        except Exception as error:  # noqa: BLE001 - whatever it was, the engine waits for an answer
            reason = getattr(error, "Message", "") or repr(error)
            what = {"sheet": message.get("sheet", ""), "what": message["do"]}
            return {"failed": say("refused", self.language, **what, reason=reason)}
        return answer

    def alert(self, text: str) -> None:
        """Show a message box; once the document is closed, nobody is told."""
        if self.window.is_closed:
            return
        self._alerts.append(text)
        self.window.alert(text)

    def look(self, _message: Message) -> Message:
        """Tell what the workbook is."""
        return looking.look(self._document, self.window.controller, self.language)

    def size(self, message: Message) -> Message:
        """Tell how far a sheet reaches."""
        return reading.size(self._sheet(message), message["most"])

    def read(self, message: Message) -> Message:
        """Read rows of a sheet."""
        sheet = self._sheet(message)
        return reading.read(self._document, sheet, message["first"], message["last"], message["columns"])

    def apply(self, message: Message) -> Message:
        """Carry out operations, the first that is refused and those after it excepted."""
        for op in message["ops"]:
            if op["op"] in OPERATIONS:
                self._open_undo()
                with _locked(self._document):
                    carry_out(op, Book(self._document, self.window.controller), self.language)
            else:
                self._tell(op)
        return {"done": True}

    def ask(self, message: Message) -> Message:
        """Ask the user; once the document is closed, nobody says yes."""
        if self.window.is_closed:
            return {"answer": False}
        self._asked.append(message["text"])
        return {"answer": self.window.ask(message["text"])}

    def progress(self, message: Message) -> None:
        """Show what is going on; there is no answer to that."""
        self.window.progress(message["text"])

    def _sheet(self, message: Message) -> Any:
        name = message["sheet"]
        if not self._document.Sheets.hasByName(name):
            raise RefusedError(say("no-sheet", self.language, sheet=name))
        return self._document.Sheets.getByName(name)

    def _tell(self, op: Op) -> None:
        if op["op"] == "say":
            self._said = op["text"]
        elif op["op"] == "alert":
            self.alert(op["text"])
        elif op["op"] == "open_file":
            self._open(op["path"])
        else:
            raise KeyError(op["op"])

    def _open(self, path: str) -> None:
        desktop = self._context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", self._context)
        desktop.loadComponentFromURL(uno.systemPathToFileUrl(path), "_default", 0, ())

    def _open_undo(self) -> None:
        """Make one step of all that the press changes, so that one Ctrl+Z takes it back."""
        if not self._undo_is_open:
            self._document.getUndoManager().enterUndoContext(TITLE)
            self._undo_is_open = True


@contextmanager
def _locked(document: Any) -> Iterator[None]:
    """Keep the views from following each change."""
    document.lockControllers()
    try:
        yield
    finally:
        document.unlockControllers()
