"""Customer tables as other programs have designed them, on every family, and what a test does to them from outside."""

import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, MetaData, Table, create_engine, delete, insert, make_url, select, text, update
from sqlalchemy.exc import SAWarning
from sqlalchemy.pool import NullPool

from raccord.catalogue import Catalogue
from raccord.catalogue_files import load_catalogue
from raccord.database import Database, open_database

TEMPLATES = Path(__file__).parents[2] / "templates"


@dataclass(frozen=True)
class Design:
    """A table's definition in each family, and the catalogue that describes it."""

    name: str
    key: str
    catalogue: str
    tables: Mapping[str, str]


@dataclass(frozen=True)
class ForeignTable:
    """A customer table that a test fills, edits and reads as its own program does."""

    url: str
    catalogue: Catalogue
    name: str
    key: str

    @classmethod
    def made(cls, url: str, design: Design, catalogue: Catalogue | None = None) -> "ForeignTable":
        """Create the table, empty."""
        found = cls(url, catalogue or load_catalogue(TEMPLATES / design.catalogue), design.name, design.key)
        found.sql(design.tables[make_url(url).get_backend_name()])
        return found

    @contextmanager
    def opened(self) -> Iterator[Database]:
        """The base on the table, open."""
        with open_database(self.url, self.catalogue, create=True) as database:
            yield database

    def sql(self, statement: str, **values: Any) -> list[tuple[Any, ...]]:
        """Run one statement behind Raccord's back, and give what it finds."""
        with self._connected() as connection:
            result = connection.execute(text(statement), values)
            return [tuple(row) for row in result] if result.returns_rows else []

    def add(self, **values: Any) -> Any:
        """Add a row; gives its key."""
        with self._connected() as connection:
            return connection.execute(insert(self._table(connection)).values(values)).inserted_primary_key[0]

    def edit(self, key: Any, **values: Any) -> None:
        """Change a row."""
        with self._connected() as connection:
            table = self._table(connection)
            connection.execute(update(table).where(table.c[self.key] == key).values(values))

    def delete(self, key: Any) -> None:
        """Delete a row."""
        with self._connected() as connection:
            table = self._table(connection)
            connection.execute(delete(table).where(table.c[self.key] == key))

    def rows(self, *names: str) -> dict[Any, tuple[Any, ...]]:
        """The named columns of every row, by key."""
        with self._connected() as connection:
            table = self._table(connection)
            found = connection.execute(select(table.c[self.key], *(table.c[name] for name in names)))
            return {row[0]: tuple(row[1:]) for row in found}

    def definition(self) -> str:
        """The table as its database defines it: columns, indexes, constraints."""
        with self._connected() as connection:
            return repr(_definition(connection, self.name))

    @contextmanager
    def _connected(self) -> Iterator[Connection]:
        settings = {"connect_args": {"charset": "utf8mb4"}} if self.url.startswith("mariadb") else {}
        engine = create_engine(self.url, poolclass=NullPool, **settings)
        with engine.begin() as connection:
            yield connection

    def _table(self, connection: Connection) -> Table:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SAWarning)
            return Table(self.name, MetaData(), autoload_with=connection)


def _definition(connection: Connection, name: str) -> list[tuple[Any, ...]]:
    match connection.dialect.name:
        case "sqlite":
            found = connection.exec_driver_sql(f"SELECT type, name, sql FROM sqlite_master WHERE tbl_name = '{name}'")
        case "postgresql":
            found = connection.exec_driver_sql(
                "SELECT column_name, data_type, is_nullable, column_default, character_maximum_length"
                f" FROM information_schema.columns WHERE table_name = '{name}' AND table_schema = current_schema()"
                " UNION ALL SELECT indexname, indexdef, '', '', 0 FROM pg_indexes"
                f" WHERE tablename = '{name}' AND schemaname = current_schema() ORDER BY 1"
            )
        case _:
            found = connection.exec_driver_sql(
                "SELECT column_name, column_type, is_nullable, column_default, extra, collation_name"
                f" FROM information_schema.columns WHERE table_name = '{name}' AND table_schema = DATABASE() ORDER BY 1"
            )
    return [tuple(row) for row in found]


_THIRD_PARTY = """
CREATE TABLE llx_societe (
  rowid {serial},
  nom varchar(128), name_alias varchar(128) NULL, entity integer DEFAULT 1 NOT NULL, ref_ext varchar(255),
  status {tiny} DEFAULT 1, code_client varchar(24), address varchar(255), zip varchar(25), town varchar(50),
  fk_pays integer DEFAULT 0, geolat {double} DEFAULT NULL, geolong {double} DEFAULT NULL,
  phone varchar(30), phone_mobile varchar(30), url varchar(255), email varchar(128), siren varchar(128),
  siret varchar(128), tva_intra varchar(20), capital {double} DEFAULT NULL, fk_stcomm integer DEFAULT 0 NOT NULL,
  note_private text, note_public text, client {tiny} DEFAULT 0, fournisseur {tiny} DEFAULT 0,
  outstanding_limit {double} DEFAULT NULL, default_lang varchar(6), tms {changed}, datec {moment},
  import_key varchar(14){more}
){end}
"""
_ACCOUNT = """
CREATE TABLE accounts (
  id {key} NOT NULL PRIMARY KEY, name varchar(150) DEFAULT NULL, date_entered {moment} DEFAULT NULL,
  date_modified {moment} DEFAULT NULL, modified_user_id char(36) DEFAULT NULL, created_by char(36) DEFAULT NULL,
  description text, deleted {truth}, assigned_user_id char(36) DEFAULT NULL, account_type varchar(50) DEFAULT NULL,
  industry varchar(50) DEFAULT NULL, annual_revenue varchar(100) DEFAULT NULL,
  billing_address_street varchar(150) DEFAULT NULL, billing_address_city varchar(100) DEFAULT NULL,
  billing_address_postalcode varchar(20) DEFAULT NULL, billing_address_country varchar(255) DEFAULT NULL,
  phone_office varchar(100) DEFAULT NULL, phone_alternate varchar(100) DEFAULT NULL, website varchar(255) DEFAULT NULL,
  employees varchar(10) DEFAULT NULL, ticker_symbol varchar(10) DEFAULT NULL, sic_code varchar(10) DEFAULT NULL
){end}
"""
DOLIBARR = Design(
    "llx_societe",
    "rowid",
    "dolibarr.yaml",
    {
        "mariadb": _THIRD_PARTY.format(
            serial="integer AUTO_INCREMENT PRIMARY KEY",
            tiny="tinyint",
            double="double(24,8)",
            changed="timestamp DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP",
            moment="datetime",
            more=", geopoint point DEFAULT NULL",
            end=" ENGINE=innodb DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci",
        ),
        "postgresql": _THIRD_PARTY.format(
            serial="serial PRIMARY KEY",
            tiny="smallint",
            double="double precision",
            changed="timestamp DEFAULT CURRENT_TIMESTAMP",
            moment="timestamp",
            more=", geopoint point",
            end="",
        ),
        "sqlite": _THIRD_PARTY.format(
            serial="INTEGER PRIMARY KEY AUTOINCREMENT",
            tiny="tinyint",
            double="double(24,8)",
            changed="timestamp DEFAULT CURRENT_TIMESTAMP",
            moment="datetime",
            more="",
            end="",
        ),
    },
)
SUITECRM = Design(
    "accounts",
    "id",
    "suitecrm.yaml",
    {
        "mariadb": _ACCOUNT.format(
            key="char(36)",
            moment="datetime",
            truth="tinyint(1) DEFAULT 0",
            end=" ENGINE=InnoDB DEFAULT CHARSET=utf8 COLLATE=utf8_general_ci",
        ),
        "postgresql": _ACCOUNT.format(key="uuid", moment="timestamp", truth="boolean DEFAULT false", end=""),
        "sqlite": _ACCOUNT.format(key="char(36)", moment="datetime", truth="bool DEFAULT 0", end=""),
    },
)
