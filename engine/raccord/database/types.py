"""The column types of Raccord's tables: text that every family compares and orders by its code points."""

from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Integer, String, Text, and_
from sqlalchemy.dialects.mysql import MEDIUMTEXT, VARCHAR
from sqlalchemy.types import TypeEngine

MARIADB_COLLATION = "utf8mb4_nopad_bin"
POSTGRESQL_COLLATION = "C"
INDEXED_CHARACTERS = 190
# The keys of foreign tables can be long; in SQLite every whole number is, and this type names a row itself.
CUSTOMER_ID: TypeEngine[int] = BigInteger().with_variant(Integer(), "sqlite")


def text(length: int | None = None) -> TypeEngine[str]:
    """Text of at most `length` characters, or of any length."""
    charset = {"charset": "utf8mb4", "collation": MARIADB_COLLATION}
    mariadb = VARCHAR(length, **charset) if length else MEDIUMTEXT(**charset)
    plain = String(length) if length else Text()
    collated = String(length, POSTGRESQL_COLLATION) if length else Text(collation=POSTGRESQL_COLLATION)
    return plain.with_variant(collated, "postgresql").with_variant(mariadb, "mysql", "mariadb")


def starts_visibly(column: ColumnElement[Any]) -> ColumnElement[bool]:
    """The condition that a text starts with a graphic ASCII character: no blank does, and nearly every other text."""
    return and_(column >= "!", column <= "~")
