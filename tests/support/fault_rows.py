"""The rows of the table of faults: what each test provokes, what the user must be told, and what must survive."""

import re
import signal
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import pytest

from raccord.errors import RaccordError
from support.fault_worlds import ROWS, World
from support.importing import HEADERS, MARKS, import_all, sheet
from support.sheets import CustomerBase, preview

GONE = "nothing: the program is gone"
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL", "mariadb": "MariaDB"}


class Survived(StrEnum):
    """What a fault has left of the base, the import after it working each time."""

    BEFORE = "all, as it was before"
    EITHER = "all, as it was before or with the whole import"
    IMPORTED = "all, with the whole import"
    BACKUP = "no more than was damaged; with the file from the backup, all"
    UNMADE = "nothing was there; the next import makes the base"
    PREVIEW = "all, as it was before; the preview goes on"


@dataclass(frozen=True)
class Fault:
    """A row; in `told` an ellipsis stands for what is different each time."""

    what: str
    told: str
    survived: Survived


@dataclass
class Proof:
    """What a test has yet to show of its row; the fixture of the same name looks at the end whether it has."""

    fault: Fault
    shown: set[str] = field(default_factory=set)

    def told(self, said: RaccordError | str) -> None:
        """The user was told what the row says, beside the place of the base, which is never shown with a password."""
        text = said if isinstance(said, str) else "\n".join(filter(None, (said.title, said.message, said.hint)))
        pattern = ".*".join(map(re.escape, self.fault.told.split("…")))
        one_line = " ".join(text.split())
        assert re.search(f"{pattern}$", one_line), one_line
        assert "p@ss" not in str(said)
        assert "p%40ss" not in str(said)
        self.shown.add("told")

    def gone(self, status: int) -> None:
        """The program was killed, so that it could tell nothing."""
        assert self.fault.told == GONE
        assert status == -signal.SIGKILL
        self.shown.add("told")

    def survived(self, world: World) -> None:
        """The base is what the row says, and the next import works."""
        match self.fault.survived:
            case Survived.BEFORE | Survived.PREVIEW | Survived.BACKUP:
                assert world.is_as_before
            case Survived.EITHER:
                assert world.is_as_before or world.is_imported
            case _:
                assert world.is_imported
        assert world.next_import_works()
        self.shown.add("survived")

    def unmade(self, customers: CustomerBase) -> None:
        """The base still counts as one that does not exist, and the next import makes it."""
        assert self.fault.survived is Survived.UNMADE
        looked = preview(customers, MARKS, HEADERS, *sheet(ROWS)[:2])
        assert (looked.outcomes, [one.code for one in looked.warnings]) == ("created created", ["new-base"])
        import_all(customers, rows=ROWS)
        assert len(customers.active()) == len(sheet(ROWS))
        self.shown.add("survived")


def fault_of(item: pytest.Item) -> Fault | None:
    """The row that a test has beside it."""
    marker = item.get_closest_marker("fault")
    return Fault(*marker.args, **marker.kwargs) if marker else None


def page(items: Iterable[pytest.Item]) -> str:
    """The page of faults, from all tests that have a row."""
    families: defaultdict[Fault, set[str]] = defaultdict(set)
    for item in items:
        fault = fault_of(item)
        if fault:
            params: dict[str, Any] = getattr(item, "callspec").params  # noqa: B009 - only parametrised tests have it
            families[fault].add(params["family"])
    lines = [
        f"| {fault.what} | {_named(on)} | {fault.told} | {fault.survived} |"
        for fault, on in sorted(families.items(), key=_order)
    ]
    return _HEAD + "\n".join(lines) + "\n"


def _order(row: tuple[Fault, set[str]]) -> tuple[bool, str]:
    return len(row[1]) == 1, row[0].what


def _named(families: set[str]) -> str:
    return ", ".join(name for family, name in NAMES.items() if family in families)


_HEAD = """\
# Faults

What was tried with an import, and what survived. Each row is a test: the base is remembered whole, customers and
journal, the fault is provoked for real, what the user is told is compared word for word (… is what differs each time),
the base is compared, and the next import must do all. `make faults` writes this page from the tests, and a test holds
it to them.

| fault | database | what the user is told | what survived |
|---|---|---|---|
"""
