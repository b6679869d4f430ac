"""What PostgreSQL and MariaDB have in common: plain text folds in SQL, all other text through Python's folds."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    ColumnElement,
    Connection,
    Engine,
    Numeric,
    Table,
    case,
    cast,
    false,
    func,
    inspect,
    literal,
    literal_column,
    null,
    or_,
    select,
    true,
)
from sqlalchemy.types import TypeEngine

from raccord.catalogue import TEXT_TYPES, Compare, Field, FieldType
from raccord.database.folds import Kind, kind_of, looked_up
from raccord.database.types import starts_visibly, text
from raccord.values.folding import WHITE_SPACE

SILENT_SECONDS, PROBE_SECONDS, PROBES = 30, 10, 3
"""After how much silence the server's computer is asked whether it is still there, how often, and how many times."""
WHOLE_TYPES = frozenset({FieldType.INTEGER, FieldType.BOOLEAN})
_NUMBER = r"^-?[0-9]+([.][0-9]+)?$"
_NOT_PRINTABLE_ASCII = "[^ -~]"
_NOT_GRAPHIC_ASCII = "'[^!-~]'"


class ServerFamily(ABC):
    """A database server: it has no functions of ours, and other programs write to it."""

    embedded = False

    @abstractmethod
    def bulk_load(
        self, connection: Connection, table: Table, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]
    ) -> None:
        """Insert tuples in the order of the columns, by the driver's fastest way."""

    @abstractmethod
    def _digits(self, column: ColumnElement[Any]) -> ColumnElement[Any]:
        """The digits of a text of ASCII characters."""

    @abstractmethod
    def _digest(self, column: ColumnElement[Any]) -> ColumnElement[str]:
        """The SHA-256 of a text in UTF-8, in hexadecimal."""

    @abstractmethod
    def _exact_number(self) -> Numeric[Any]:
        """The type in which decimals compare exactly."""

    def exists(self, engine: Engine, _url: str, _patience: float) -> bool:
        """Tell whether anyone's customers are there; a base whose making was cut off is made whole, so it is not."""
        with engine.connect() as connection:
            there = set(inspect(connection).get_table_names())
            if "raccord_meta" not in there:
                return "customers" in there
            return connection.exec_driver_sql("SELECT 1 FROM raccord_meta").first() is not None

    def make_place(self, _url: str) -> None:  # noqa: B027 - a duty that servers do not have
        """Nothing: an administrator makes the databases of a server."""

    def network_folder(self, _url: str) -> str | None:
        """None: what disks a server has is its administrator's care."""
        return None

    def prepare_base(self, _connection: Connection) -> None:  # noqa: B027 - as above
        """Nothing: a server needs no setting of ours."""

    def column_type(self, one: Field) -> TypeEngine[Any]:
        """Whole numbers as integers, all else as text in Raccord's spelling, so that every family keeps the same."""
        match one.type:
            case FieldType.INTEGER:
                return BigInteger()
            case FieldType.BOOLEAN:
                return Boolean()
            case _:
                return text()

    def not_blank(self, one: Field, column: ColumnElement[Any]) -> ColumnElement[Any]:
        """Text without a visible character is NULL; text that starts with a graphic ASCII one is known at a glance."""
        if one.type in WHOLE_TYPES:
            return column
        return case((or_(starts_visibly(column), column.regexp_match(f"[^{WHITE_SPACE}]")), column), else_=null())

    def folded(self, connection: Connection, one: Field, column: ColumnElement[Any]) -> ColumnElement[Any]:
        """Printable ASCII without runs of spaces folds in SQL, all other text is looked up among Python's folds."""
        if one.type is FieldType.BOOLEAN:
            return case((column.is_(True), 1), (column.is_(False), 0), else_=null())
        if one.type not in TEXT_TYPES or one.comparison is Compare.EXACT:
            return self.not_blank(one, column)
        kind = kind_of(one)
        uneven = or_(column.regexp_match(_NOT_PRINTABLE_ASCII), column.like("%  %"))
        python = looked_up(connection, kind, column, self._digest(column), uneven, self.bulk_load)
        return func.nullif(case((uneven, python), else_=self._simple(kind, column)), "")

    def is_uneven(self, column: ColumnElement[Any]) -> ColumnElement[bool]:
        """Anything but graphic ASCII; a literal, by which PostgreSQL knows the condition of an index again."""
        return or_(column.regexp_match(literal_column(_NOT_GRAPHIC_ASCII)), column == literal_column("''"))

    def folds_to_itself(self, connection: Connection, one: Field, column: ColumnElement[Any]) -> bool:
        """Case-sensitive text of graphic ASCII alone is its own fold."""
        if one.type is FieldType.INTEGER:
            return True
        if one.type not in TEXT_TYPES or not (one.case_sensitive and one.comparison is Compare.TEXT):
            return False
        uneven = select(literal(1)).where(self.is_uneven(column)).limit(1)
        return connection.execute(uneven).first() is None

    def as_text(self, one: Field, column: ColumnElement[Any]) -> ColumnElement[Any]:
        """Whole numbers in digits, booleans as 1 and 0."""
        match one.type:
            case FieldType.INTEGER:
                return cast(column, text())
            case FieldType.BOOLEAN:
                return case((column.is_(True), "1"), (column.is_(False), "0"), else_=null())
            case _:
                return column

    def from_text(self, one: Field, text: ColumnElement[Any]) -> ColumnElement[Any]:
        """The reverse of `as_text`."""
        match one.type:
            case FieldType.INTEGER:
                return cast(text, BigInteger())
            case FieldType.BOOLEAN:
                return case((text == "1", true()), (text == "0", false()), else_=null())
            case _:
                return text

    def holds(self, column: ColumnElement[Any], special: str) -> ColumnElement[bool]:
        """A pattern finds it."""
        return column.contains(literal_column(f"'{special}'"))

    def greater(self, one: Field, new: ColumnElement[Any], old: ColumnElement[Any]) -> ColumnElement[bool]:
        """ISO dates order as text, numbers as exact numbers; what is no number, is greater than none."""
        if one.type is not FieldType.DECIMAL:
            return new > old
        greater: ColumnElement[bool] = self._number(new) > self._number(old)
        return greater

    def _number(self, column: ColumnElement[Any]) -> ColumnElement[Any]:
        return case((column.regexp_match(_NUMBER), cast(column, self._exact_number())), else_=null())

    def _simple(self, kind: Kind, column: ColumnElement[Any]) -> ColumnElement[Any]:
        match kind:
            case Kind.CASE_SENSITIVE:
                return func.trim(column)
            case Kind.TEXT:
                return func.lower(func.trim(column))
            case Kind.DIGITS:
                return func.coalesce(func.nullif(self._digits(column), ""), func.lower(func.trim(column)))
