"""Operations: the journal's headers, each the restore point of the state just before it (SPEC §5)."""

import getpass
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, TypeAlias

from sqlalchemy import Connection, Row, case, delete, func, insert, literal, select, update

from raccord.catalogue import Field, FieldType
from raccord.database import Database, write
from raccord.errors import UsageError
from raccord.formats import moment
from raccord.translation import N_, _, language
from raccord.values import Value, json_value

Clock: TypeAlias = Callable[[], datetime]


class OperationKind(StrEnum):
    """What wrote to the base."""

    IMPORT = N_("import")
    RESTORE = N_("restore")
    UNDO = N_("undo")
    POINT = N_("point")
    BIN = N_("bin")
    PURGE = N_("purge")


class State(StrEnum):
    """Where a customer is; the journal spells it in one letter."""

    ABSENT = N_("absent")
    ACTIVE = N_("active")
    BINNED = N_("binned")

    @property
    def letter(self) -> str:
        """What stands for it in an entry."""
        return _LETTERS[self]

    @classmethod
    def of(cls, letter: str) -> "State":
        """The state that a letter of an entry stands for."""
        return _STATES[letter]


_LETTERS = {State.ABSENT: "n", State.ACTIVE: "a", State.BINNED: "b"}
_STATES = {letter: state for state, letter in _LETTERS.items()}


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation; `number` names the restore point just before it. `customers` is how many it touched."""

    number: int
    kind: OperationKind
    at: str
    author: str | None
    label: str | None
    file: str | None
    sheet: str | None
    mode: str | None
    summary: str | None
    undone_by: int | None
    customers: int

    @property
    def can_be_undone(self) -> bool:
        """Tell whether it is an import that stands and has changed a customer: undo takes back the last of these."""
        return self.kind is OperationKind.IMPORT and self.undone_by is None and self.customers > 0


def utc_now() -> datetime:
    """The current time, in UTC."""
    return datetime.now(UTC)


def timestamp(moment: datetime) -> str:
    """Write a moment the way the journal keeps it: UTC, whole seconds, `2026-11-22T14:30:00Z`."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def local_time(at: str) -> str:
    """Write a moment of the journal for a person, in their own time: `2026-11-22 15:30`."""
    return moment(datetime.fromisoformat(at).astimezone().replace(second=0), language())


def utc_minute(at: str) -> str:
    """Write a moment of the journal for a person, in UTC and to the minute."""
    return moment(datetime.fromisoformat(at).replace(second=0), language())


def utc_time(at: str) -> str:
    """Write a moment of the journal for a person, in UTC and to the second."""
    return moment(datetime.fromisoformat(at), language(), seconds=True)


def begin_operation(
    connection: Connection,
    database: Database,
    kind: OperationKind,
    clock: Clock,
    details: Mapping[str, str | int | None],
) -> int:
    """Write an operation's header and return its number."""
    values = {"kind": kind.value, "at": timestamp(clock()), "author": _author(), **details}
    operation = database.journal.operation
    return int(connection.execute(insert(operation).values(values).returning(operation.c.id)).scalar_one())


def create_point(database: Database, label: str, *, clock: Clock = utc_now) -> int:
    """Make a restore point by hand and return its number."""
    return write(
        database,
        lambda connection: begin_operation(connection, database, OperationKind.POINT, clock, {"label": label}),
    )


def list_operations(database: Database) -> list[Operation]:
    """Every operation of the journal, the newest first."""
    with database.reading() as connection:
        return read_operations(connection, database)


def read_operations(connection: Connection, database: Database, after: int = 0) -> list[Operation]:
    """The operations after the one of that number, the newest first, in a transaction that is there already."""
    operation, entry = database.journal.operation, database.journal.entry
    touched = select(func.count()).where(entry.c.operation == operation.c.id).scalar_subquery().label("customers")
    rows = connection.execute(
        select(operation, touched).where(operation.c.id > after).order_by(operation.c.id.desc())
    ).all()
    return [_operation(row) for row in rows]


def last_operation(connection: Connection, database: Database) -> int:
    """The number of the newest operation; 0 where the journal has none, or is not there yet."""
    if database.own is None:
        return 0
    return connection.execute(select(func.max(database.own.operation.c.id))).scalar() or 0


def find_operation(connection: Connection, database: Database, number: int) -> Row[Any]:
    """The header of an operation; raises UsageError when the journal has none of that number."""
    operation = database.journal.operation
    row = connection.execute(select(operation).where(operation.c.id == number)).first()
    if row is None:
        raise UsageError(
            "no-such-point",
            _("There is no restore point {number}.", number=number),
            hint=_("List them with: raccord restore-points"),
        )
    return row


def journaled_value(one: Field, text: str | None) -> Value:
    """A journaled cell, kept as text, in the value of its field."""
    whole = one.type in {FieldType.INTEGER, FieldType.BOOLEAN} and text is not None and text.lstrip("-").isdecimal()
    return json_value(one, int(text) if whole and text is not None else text)


def prune(connection: Connection, database: Database, days: int, clock: Clock) -> None:
    """Forget operations older than `days`, with all they hold."""
    operation, journal = database.journal.operation, database.journal
    oldest = timestamp(clock() - timedelta(days=days))
    expired = select(operation.c.id).where(operation.c.at < oldest)
    if connection.execute(expired.limit(1)).first() is None:
        return
    connection.execute(update(operation).where(operation.c.undone_by.in_(expired)).values(undone_by=None))
    connection.execute(delete(journal.entry).where(journal.entry.c.operation.in_(expired)))
    connection.execute(delete(operation).where(operation.c.at < oldest))


def state_of(deleted_at: Any, identity: Any) -> Any:
    """A customer's state as SQL, from its `deleted_at` and its id, which is NULL when there is none."""
    return case(
        (identity.is_(None), literal(State.ABSENT.letter)),
        (deleted_at.is_(None), literal(State.ACTIVE.letter)),
        else_=literal(State.BINNED.letter),
    )


def _author() -> str | None:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return None


def _operation(row: Row[Any]) -> Operation:
    return Operation(
        row.id,
        OperationKind(row.kind),
        row.at,
        row.author,
        row.label,
        row.file,
        row.sheet,
        row.mode,
        row.summary,
        row.undone_by,
        row.customers,
    )
