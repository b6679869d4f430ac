"""LibreOffice's side of the pipe, with the host in memory for the document."""

import json
from collections.abc import Mapping
from typing import Any

from raccord_addin.hosts import HostError
from raccord_addin.hosts.fake import FakeHost
from raccord_addin.ops import op_from_json


class Component:
    """What LibreOffice's component is to a host; a sheet that is not plain has errors, hidden rows and merged cells."""

    def __init__(self, held: FakeHost, *, plain: bool = False) -> None:
        self.held = held
        self.plain = plain
        self.heard: list[Mapping[str, Any]] = []
        self._answers: list[Mapping[str, Any]] = []

    def send(self, message: Mapping[str, Any]) -> None:
        """Take a message, and keep the answer if it has one."""
        message = json.loads(json.dumps(message))
        self.heard.append(message)
        if message["do"] != "progress":
            self._answers.append(json.loads(json.dumps(self._answer(message))))

    def receive(self) -> Mapping[str, Any]:
        """Give the answer."""
        return self._answers.pop()

    def asked(self, do: str) -> list[Mapping[str, Any]]:
        """The messages of one kind."""
        return [message for message in self.heard if message["do"] == do]

    def _answer(self, message: Mapping[str, Any]) -> Mapping[str, Any]:
        if message["do"] == "look":
            return self.held.look().to_json()
        if message["do"] == "size":
            rows = self.held.cells[message["sheet"]]
            odd: dict[str, Any] = {"hidden": [[2, 3]], "merged": [[1, 1, 1, 2]]}
            odd = {name: [] for name in odd} if self.plain else odd
            return {"rows": len(rows), "columns": max(map(len, rows), default=0), **odd}
        if message["do"] == "read":
            part = self.held.cells[message["sheet"]][message["first"] - 1 : message["last"]]
            errors = [] if self.plain else [[message["first"], 1, "#N/A"]]
            return {"rows": part, "kinds": [], "errors": errors}
        if message["do"] == "ask":
            return {"answer": self.held.ask(message["text"])}
        try:
            self.held.apply([op_from_json(op) for op in message["ops"]])
        except HostError as refused:
            return {"failed": str(refused)}
        return {"done": True}
