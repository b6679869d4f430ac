"""The database servers that tests run against, and empty bases on them.

A server is named in the environment, as in RACCORD_TEST_MARIADB=mariadb+pymysql://user:password@host/database, with
the right to create databases; else the tests start one of their own, when the first of them asks for it.
"""

import atexit
import os
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from uuid import uuid4

import pytest
from sqlalchemy import URL, Connection, create_engine, make_url
from sqlalchemy.pool import NullPool

FAMILIES = ("sqlite", "postgresql", "mariadb")
PACKAGES = {"postgresql": "postgresql", "mariadb": "mariadb-server"}
# A base that a test still uses is an error to be shown, not to be waited for.
_PATIENCE = {"postgresql": "SET lock_timeout = '20s'", "mariadb": "SET lock_wait_timeout = 20"}
_left: defaultdict[str, set[str]] = defaultdict(set)


@dataclass(frozen=True)
class Server:
    """A running server, by the URL of its maintenance database."""

    family: str
    url: str

    def new_base(self) -> str:
        """Create an empty base and give its URL: a database, in PostgreSQL a schema, which is made much faster."""
        url = _new_schema(_database_of_process(self.url)) if self.family == "postgresql" else _new_database(self.url)
        _left[self.url].add(url)
        return url

    def drop_base(self, url: str) -> None:
        """Remove a base that `new_base` has made."""
        parts = make_url(url)
        if self.family == "postgresql":
            statement = f"DROP SCHEMA {_schema_of(parts)} CASCADE"
        else:
            statement = f"DROP DATABASE {parts.database}"
        with _connected(url) as connection:
            connection.exec_driver_sql(_PATIENCE[self.family])
            connection.exec_driver_sql(statement)
        _left[self.url].discard(url)


@cache
def server(family: str) -> Server:
    """The server of a family; skips the test where there is none."""
    named = os.environ.get(_variable(family))
    if named:
        found = Server(family, named)
        atexit.register(_leave_nothing, found)
        return found
    if not can_run(family):
        pytest.skip(
            f"Nothing was tried on {family}: install Debian's package {PACKAGES[family]}, "
            f"or name a server in {_variable(family)}."
        )
    from support.own_server import own_server  # noqa: PLC0415 - not on every system

    return Server(family, own_server(family))


def _variable(family: str) -> str:
    return f"RACCORD_TEST_{family.upper()}"


def can_run(family: str) -> bool:
    """Whether the tests can start a server of a family here."""
    if not hasattr(os, "pidfd_open"):
        return False
    from support.server_keeper import RECIPES  # noqa: PLC0415 - not on every system

    return RECIPES[family].can_run()


@contextmanager
def _connected(url: str) -> Iterator[Connection]:
    engine = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection


def _new_name() -> str:
    return f"raccord_{uuid4().hex}"


def _new_database(url: str) -> str:
    name = _new_name()
    with _connected(url) as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    return _text(make_url(url).set(database=name))


@cache
def _database_of_process(url: str) -> str:
    """A database whose locks no other process of the run holds."""
    return _new_database(url)


def _new_schema(url: str) -> str:
    name = _new_name()
    with _connected(url) as connection:
        connection.exec_driver_sql(f"CREATE SCHEMA {name}")
    return _text(make_url(url).update_query_dict({"options": f"-csearch_path={name}"}))


def _schema_of(url: URL) -> str:
    return str(url.query["options"]).rpartition("=")[2]


def _text(url: URL) -> str:
    return url.render_as_string(hide_password=False)


def _leave_nothing(used: Server) -> None:
    """Remove what tests have left on a server that outlives them."""
    for url in tuple(_left[used.url]):
        used.drop_base(url)
    if used.family == "postgresql" and _database_of_process.cache_info().currsize:
        database = make_url(_database_of_process(used.url)).database
        with _connected(used.url) as connection:
            connection.exec_driver_sql(f"DROP DATABASE {database}")
