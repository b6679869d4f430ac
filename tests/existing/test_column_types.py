"""Values in the types of a foreign table's columns: read in Raccord's spelling, written in the column's (SPEC §6)."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import make_url

from raccord.catalogue import Catalogue, ExistingTable, Field, FieldType
from raccord.journal import undo
from support.foreign_tables import Design, ForeignTable
from support.sheets import codes, imported, preview

SERIAL = {
    "sqlite": "INTEGER PRIMARY KEY",
    "postgresql": "serial PRIMARY KEY",
    "mariadb": "int AUTO_INCREMENT PRIMARY KEY",
}
CODE = Field("external_id", FieldType.TEXT, unique=True, immutable=True, case_sensitive=True)


def table(url: str, definition: str, kind: FieldType) -> ForeignTable:
    """A table with a column `value` of some type, and a field `value`."""
    family = make_url(url).get_backend_name()
    if family == "mariadb" and definition == "varchar(20)":
        definition += " CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci"
    sql = f"CREATE TABLE clients (nr {SERIAL[family]}, external_id varchar(9), value {definition})"
    catalogue = Catalogue((CODE, Field("value", kind)), ExistingTable("clients", "nr"))
    return ForeignTable.made(url, Design("clients", "nr", "", {family: sql}), catalogue)


@pytest.mark.parametrize(
    ("definition", "kind", "stored", "spelled", "cell", "written"),
    [
        ("numeric(12,2)", FieldType.DECIMAL, Decimal("12000.50"), "12000.5", "0.25", Decimal("0.25")),
        ("numeric(12,2)", FieldType.DECIMAL, Decimal("100.00"), "100", "-7", Decimal(-7)),
        ("double precision", FieldType.DECIMAL, 48.856614, "48.856614", "2.3522219", 2.3522219),
        ("int", FieldType.DECIMAL, 10, "10", "20", 20),
        ("smallint", FieldType.INTEGER, 7, 7, 32767, 32767),
        ("smallint", FieldType.BOOLEAN, 2, True, "no", 0),
        ("boolean", FieldType.BOOLEAN, False, False, "yes", True),
        ("date", FieldType.DATE, date(1999, 12, 31), "1999-12-31", date(2026, 11, 24), date(2026, 11, 24)),
        (
            "timestamp NULL",
            FieldType.DATETIME,
            datetime(1999, 12, 31, 23, 59, 58),
            "1999-12-31T23:59:58",
            datetime(2026, 11, 24, 8, 30),
            datetime(2026, 11, 24, 8, 30),
        ),
        ("time", FieldType.TIME, time(9, 5), "09:05:00", time(17, 30, 15), time(17, 30, 15)),
        ("char(5)", FieldType.TEXT, "ab", "ab", "cd", "cd"),
        ("varchar(20)", FieldType.TEXT, "Ærø 北京", "Ærø 北京", "Łódź", "Łódź"),
    ],
)
def test_every_type(
    base_url: str, definition: str, kind: FieldType, stored: Any, spelled: Any, cell: Any, written: Any
) -> None:
    """A value is read, changed and brought back as its program knows it."""
    base = table(base_url, definition, kind)
    base.add(external_id="A1", value=stored)

    seen = imported(base, "Key Overwrite", "external_id value", ["A1", cell], ["B2", cell])
    (change,) = seen.rows[0].changes
    (after,) = base.rows("value")[1]
    (created,) = base.rows("value")[2]
    again = preview(base, "Key Overwrite", "external_id value", ["A1", cell], ["B2", cell])
    with base.opened() as database:
        taken = undo(database)

    assert (change.old, again.outcomes, taken.conflict_count) == (spelled, "unchanged unchanged", 0)
    assert (_bare(after), _bare(created)) == (_bare(written), _bare(written))
    assert [_bare(value) for (value,) in base.rows("value").values()] in ([_bare(stored)], [bool(stored)])


def _bare(value: Any) -> Any:
    """A value without what a driver makes of it: MariaDB's times are durations, its doubles decimals."""
    if isinstance(value, timedelta):
        return (datetime(2000, 1, 1) + value).time()
    if isinstance(value, Decimal):
        return float(value)
    return value.rstrip() if isinstance(value, str) else value


@pytest.mark.parametrize(
    ("definition", "kind", "cells"),
    [
        ("numeric(6,2)", FieldType.DECIMAL, [1.234, 10000, -10000.5]),
        ("int", FieldType.DECIMAL, ["1.5"]),
        ("varchar(3)", FieldType.TEXT, ["abcd", "ÄÖÜß"]),
    ],
)
def test_values_that_no_column_takes(base_url: str, definition: str, kind: FieldType, cells: Sequence[Any]) -> None:
    """Each makes its row invalid; nothing is rounded or cut."""
    base = table(base_url, definition, kind)

    for cell in cells:
        seen = preview(base, "Key Overwrite", "external_id value", ["A1", cell])
        assert (seen.outcomes, codes(seen.row)[0] in {"does-not-fit", "too-long"}) == ("invalid", True)


@pytest.mark.parametrize("charset", ["latin1", "utf8mb3"])
def test_character_sets_of_mariadb(base_url: str, charset: str) -> None:
    """Text in another character set is read and written as any other; a character that it lacks makes a row invalid."""
    if not base_url.startswith("mariadb"):
        pytest.skip("Only MariaDB has character sets by column.")
    base = table(base_url, f"varchar(20) CHARACTER SET {charset}", FieldType.TEXT)
    base.add(external_id="A1", value="Crêpe €")
    lacking = {"latin1": "Łódź", "utf8mb3": "😀"}[charset]

    seen = imported(base, "Key Overwrite", "external_id value", ["A1", "Müller"], ["B2", lacking])

    assert (seen.outcomes, codes(seen.rows[1])) == ("updated invalid", ["does-not-fit"])
    assert (seen.rows[0].changes[0].old, base.rows("value")) == ("Crêpe €", {1: ("Müller",)})
