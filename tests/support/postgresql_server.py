"""How a PostgreSQL server for tests is made and run: fast where nothing of it need outlive a crash, or as it comes."""

import re
import shutil
import signal
from pathlib import Path
from typing import ClassVar

from sqlalchemy import URL

from support.server_recipe import HOST, MAINTENANCE, USER, Recipe

_DEBIAN = Path("/usr/lib/postgresql")
_FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
_HERE = {"unix_socket_directories": "", "listen_addresses": HOST}
_SMALL = {
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
    "shared_buffers": "32MB",
    "max_connections": "200",
}


class PostgreSQL(Recipe):
    """PostgreSQL in UTF-8, whose passwords are checked by SCRAM."""

    package = "postgresql"
    account = "postgres"
    driver = "postgresql+psycopg"
    ending = signal.SIGQUIT
    settings: ClassVar[dict[str, str]] = _SMALL

    def programs(self) -> list[str | None]:
        """Debian's newest version, which is on no path, or else what the path has."""
        return [_program("initdb"), _program("postgres")]

    def prepare(self, folder: Path, password: str) -> None:
        """Make a cluster, then the user and the maintenance database in single-user mode."""
        secret = folder / "password"
        secret.write_text(password, "utf-8")
        make = [str(_program("initdb")), "--pgdata=data", "--username=postgres", f"--pwfile={secret}"]
        self.run([*make, "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"], folder)
        statements = [
            f"CREATE ROLE {USER} LOGIN CREATEDB CREATEROLE PASSWORD '{password}'",
            f"CREATE DATABASE {MAINTENANCE} OWNER {USER}",
        ]
        single = [str(_program("postgres")), "--single", "-D", "data", "-c", "fsync=off", "postgres"]
        self.run(single, folder, "\n".join(statements) + "\n")

    def command(self, folder: Path, port: int, *, durable: bool = False) -> list[str]:
        """The server on a port."""
        given = _HERE | self.settings | ({} if durable else _FAST)
        settings = [f"--{name}={value}" for name, value in given.items()]
        return [str(_program("postgres")), "-D", str(folder / "data"), f"--port={port}", *settings]

    def administrator(self, url: URL) -> URL:
        """The superuser, who has the same password."""
        return url.set(username="postgres")


class PostgreSQLAsItComes(PostgreSQL):
    """PostgreSQL with the settings that it comes with, as many run it."""

    settings: ClassVar[dict[str, str]] = {}


def _program(name: str) -> str | None:
    versions = sorted(_DEBIAN.glob(f"*/bin/{name}"), key=lambda one: int(re.sub(r"\D", "", one.parts[-3]) or 0))
    return str(versions[-1]) if versions else shutil.which(name)
