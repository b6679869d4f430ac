"""Users of a server with the rights that the scripts in templates/ grant, and nothing else."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from sqlalchemy import Connection, create_engine, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

TEMPLATES = Path(__file__).parents[2] / "templates"
PASSWORD = "p@ss:w/rd%41 §"
"""Every character that a URL must escape, and some that it need not."""


@dataclass(frozen=True)
class Users:
    """The URLs of an importer and a reader of a base."""

    importer: str
    reader: str


@contextmanager
def connected(url: str) -> Iterator[Connection]:
    """A connection whose statements count at once."""
    password = str(make_url(url).password)
    # PyMySQL would send it in Latin-1.
    own = {"password": password.encode()} if url.startswith("mariadb") else {}
    engine = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT", connect_args=own)
    with engine.connect() as connection:
        yield connection


def as_user(url: str, user: str) -> str:
    """The URL of another user, whose password is the tests' own."""
    return make_url(url).set(username=user, password=PASSWORD).render_as_string(hide_password=False)


@contextmanager
def granted(url: str, script: str) -> Iterator[Users]:
    """Run a script on a base, for two new users."""
    family = make_url(url).get_backend_name()
    text = (TEMPLATES / f"grants-{family}{script}.sql").read_text("utf-8")
    making = _on_postgresql if family == "postgresql" else _on_mariadb
    with making(url, text) as users:
        yield users


@contextmanager
def new_user(url: str) -> Iterator[str]:
    """A user with no rights; gives the URL of the base for it."""
    name = f"raccord_{uuid4().hex[:12]}"
    quoted, by = (name, "PASSWORD") if url.startswith("postgresql") else (f"'{name}'@'%%'", "IDENTIFIED BY")
    with connected(url) as owner:
        login = "LOGIN" if url.startswith("postgresql") else ""
        kind = "ROLE" if url.startswith("postgresql") else "USER"
        owner.exec_driver_sql(f"CREATE {kind} {quoted} {login} {by} '{PASSWORD.replace('%', '%%')}'")
        if login:
            # In PostgreSQL everybody may enter a new database.
            owner.exec_driver_sql(f"REVOKE ALL ON DATABASE {make_url(url).database} FROM PUBLIC")
        try:
            yield as_user(url, name)
        finally:
            owner.exec_driver_sql(f"DROP {kind} {quoted}")


@contextmanager
def let_in(url: str, table: str = "") -> Iterator[str]:
    """A user who may look at one table at most, and use temporary ones; gives the URL of the base for it."""
    database = make_url(url).database
    with new_user(url) as user, connected(url) as owner:
        name = make_url(user).username
        if url.startswith("mariadb"):
            owner.exec_driver_sql(f"GRANT CREATE TEMPORARY TABLES ON {database}.* TO '{name}'@'%%'")
            if table:
                owner.exec_driver_sql(f"GRANT SELECT ON {database}.{table} TO '{name}'@'%%'")
            yield user
            return
        schema = schema_of(url)
        owner.exec_driver_sql(f"GRANT CONNECT, TEMPORARY ON DATABASE {database} TO {name}")
        owner.exec_driver_sql(f"GRANT USAGE ON SCHEMA {schema} TO {name}")
        if table:
            owner.exec_driver_sql(f"GRANT SELECT ON {schema}.{table} TO {name}")
        try:
            yield user
        finally:
            for what in _everything(str(database), schema):
                owner.exec_driver_sql(f"REVOKE ALL ON {what} FROM {name}")


def schema_of(url: str) -> str:
    """The schema that a base on PostgreSQL lies in."""
    return str(make_url(url).query["options"]).rpartition("=")[2]


def _everything(database: str, schema: str) -> list[str]:
    within = [f"ALL {kind} IN SCHEMA {schema}" for kind in ("TABLES", "SEQUENCES")]
    return [*within, f"SCHEMA {schema}", f"DATABASE {database}"]


@contextmanager
def _on_postgresql(url: str, text: str) -> Iterator[Users]:
    parts, mark = make_url(url), uuid4().hex[:12]
    schema = schema_of(url)
    roles = [f"importer_{mark}", f"reader_{mark}"]
    for word, name in zip(("raccord_importer", "raccord_reader"), roles, strict=True):
        text = text.replace(word, name)
    text = re.sub(r"\bpublic\b", schema, text).replace("customer_base", str(parts.database))
    with connected(url) as owner, new_user(url) as importer, new_user(url) as reader:
        # By default everybody may use temporary tables; the script must do without that.
        owner.exec_driver_sql(f"REVOKE ALL ON DATABASE {parts.database} FROM PUBLIC")
        _run(owner, text)
        for role, user in zip(roles, (importer, reader), strict=True):
            owner.exec_driver_sql(f"GRANT {role} TO {make_url(user).username}")
        try:
            yield Users(importer, reader)
        finally:
            for role in roles:
                for what in _everything(str(parts.database), schema):
                    owner.exec_driver_sql(f"REVOKE ALL ON {what} FROM {role}")
                owner.exec_driver_sql(f"DROP ROLE {role}")


@contextmanager
def _on_mariadb(url: str, text: str) -> Iterator[Users]:
    with connected(url) as owner, new_user(url) as importer, new_user(url) as reader:
        for word, user in (("anna", importer), ("carl", reader)):
            text = text.replace(f"'{word}'", f"'{make_url(user).username}'")
        _run(owner, text.replace("customer_base", str(make_url(url).database)))
        yield Users(importer, reader)


def _run(owner: Connection, script: str) -> None:
    """Run a script, statement by statement."""
    lines = (line for line in script.splitlines() if not line.startswith("--"))
    for statement in "\n".join(lines).split(";"):
        if statement.strip():
            owner.exec_driver_sql(statement.replace("%", "%%"))


def refused(url: str, statement: str) -> str:
    """What the server says to a statement that it must refuse."""
    try:
        with connected(url) as connection:
            connection.exec_driver_sql(statement)
    except DBAPIError as fault:
        return str(fault.orig)
    raise AssertionError(f"The server has done it: {statement}")
