"""What lives as long as LibreOffice: one engine process, and at most one press at a time."""

from __future__ import annotations

import json
import os
from typing import Any, Mapping

from com.sun.star.uno import Exception as UnoException

from raccord_calc import VERSION
from raccord_calc.engine import Engine, EngineGoneError
from raccord_calc.interpreter import VARIABLE, engine_command
from raccord_calc.main_thread import MainThread
from raccord_calc.patience import Patience
from raccord_calc.press import Press
from raccord_calc.texts import office_language, say
from raccord_calc.window import front_window

_SHOWN = 200
"""How much of a line that makes no sense is shown."""


class Session:
    """The engine and the press; all but `press` and `state` runs on LibreOffice's main thread."""

    def __init__(self, context: Any) -> None:
        self._context = context
        self._main = MainThread(context)
        self._patience = Patience(lambda number: self._main.call(self._impatient, number))
        self._engine: Engine | None = None
        self._press: Press | None = None
        self._finished = 0
        self._told: Mapping[str, Any] = {}

    def press(self, button: str) -> None:
        """Press a button."""
        self._main.call(self._begin, button)

    def state(self) -> Mapping[str, Any]:
        """What goes on, and what the last press told the user; for tests."""
        engine = self._engine and self._engine.pid
        return {"busy": self._press is not None, "presses": self._finished, "engine": engine, **self._told}

    def _begin(self, button: str) -> None:
        window = front_window(self._context)
        language = office_language(self._context)
        if self._press is not None:
            self._press.window.progress(say("busy", language))
        elif window is not None and not window.shows_cells:
            window.alert(say("not-here", language))
        elif window is not None:
            self._press = Press(self._context, window, button, language)
            self._begun(self._press)

    def _begun(self, press: Press) -> None:
        try:
            press.begin()
            self._patience.start()
            engine = self._engine or self._start()
            if engine is None:
                self._end(say("no-interpreter", press.language))
            elif engine.ready:
                engine.say({"version": VERSION, "press": press.button})
        except EngineGoneError as gone:
            self._gone(str(gone))
        except UnoException as error:
            self._end(error.Message)

    def _start(self) -> Engine | None:
        command = engine_command(os.environ)
        if command is not None:
            self._engine = Engine(command, lambda engine, line: self._main.call(self._hear, engine, line))
        return self._engine

    def _hear(self, engine: Engine, line: bytes) -> None:
        """Take a line of the engine's; one of an engine that was stopped is nobody's."""
        if engine is not self._engine:
            return
        try:
            if not line:
                self._gone("")
            elif not engine.ready:
                self._greeted(engine, json.loads(line))
            else:
                self._asked(engine, json.loads(line))
        except EngineGoneError as gone:
            self._gone(str(gone))
        except Exception as error:  # noqa: BLE001 - whatever it was, the window must not stay locked
            self._stop("nonsense", f"{error!r}: {line[:_SHOWN].decode('utf-8', 'replace')}")

    def _greeted(self, engine: Engine, message: Mapping[str, Any]) -> None:
        if message["ready"] is not True or message["version"] != VERSION:
            self._stop("other-version")
            return
        engine.ready = True
        if self._press is not None:
            engine.say({"version": VERSION, "press": self._press.button})

    def _asked(self, engine: Engine, message: Mapping[str, Any]) -> None:
        if self._press is None:
            raise KeyError(message["do"])
        if message["do"] == "end":
            self._end(message.get("failed"))
            return
        self._patience.pause()
        answer = self._press.answer(message)
        if answer is not None:
            engine.say(answer)
        self._patience.resume()

    def _gone(self, reason: str) -> None:
        """Tell why there is no engine any more, if anybody waits for it."""
        was_ready = self._engine is not None and self._engine.ready
        not_started = "no-start-by-variable" if os.environ.get(VARIABLE) else "no-start"
        self._stop("ended" if was_ready else not_started, reason)

    def _stop(self, why: str, reason: str = "") -> None:
        engine, self._engine = self._engine, None
        reason = (engine.stop() if engine else "") or reason
        if self._press is not None:
            command = " ".join(engine_command(os.environ) or ())
            self._end(say(why, self._press.language, reason=reason, command=command))

    def _end(self, problem: str | None = None) -> None:
        press, self._press = self._press, None
        self._patience.stop()
        if press is None:
            return
        try:
            press.end()
            if problem:
                press.alert(problem)
        except UnoException:  # the window was closed meanwhile, and nobody is left to tell
            pass
        finally:
            self._told = press.told
            self._finished += 1

    def _impatient(self, number: int) -> None:
        """Let the user stop an engine that says nothing: the window is locked as long as the press lasts."""
        press = self._press
        if press is None or number != self._patience.number:
            return
        wants_to_stop = press.window.ask(say("no-answer", press.language, seconds=self._patience.seconds))
        if number == self._patience.number:
            self._patience.resume()
            if wants_to_stop:
                self._stop("ended")


_held: list[Session] = []


def the_session(context: Any) -> Session:
    """The one session of this LibreOffice."""
    if not _held:
        _held.append(Session(context))
    return _held[0]
