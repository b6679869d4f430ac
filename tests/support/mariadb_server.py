"""How a MariaDB server for tests is made and run: fast where nothing of it need outlive a crash."""

import os
import shutil
import signal
from pathlib import Path

from sqlalchemy import URL

from support.server_recipe import HOST, MAINTENANCE, USER, Recipe

ADMINISTRATOR, FIRST = "administrator", "first.sql"
_FAST = {"innodb-flush-log-at-trx-commit": "0", "innodb-flush-method": "nosync", "innodb-doublewrite": "0"}
_STORAGE = {"innodb-buffer-pool-size": "32M", "innodb-log-file-size": "16M"}
_SETTINGS = {
    "bind-address": HOST,
    "max-connections": "200",
    # What a base holds must not depend on it, so it is the one that holds least.
    "character-set-server": "latin1",
}


class MariaDB(Recipe):
    """MariaDB whose databases hold latin1 unless something else is asked of them."""

    package = "mariadb-server"
    account = "mysql"
    driver = "mariadb+pymysql"
    ending = signal.SIGKILL

    def url(self, port: int, password: str) -> URL:
        """Without the certificates of all authorities, which each connection would read first."""
        return super().url(port, password).set(query={"ssl_disabled": "true"})

    def programs(self) -> list[str | None]:
        """The server is where only an administrator's path leads."""
        return [_program("mariadb-install-db"), _program("mariadbd")]

    def prepare(self, folder: Path, password: str) -> None:
        """Make the system tables, and the statements that make the user and the maintenance database."""
        (folder / FIRST).write_text("\n".join(first_statements(password)) + "\n", "utf-8")
        self.run(make_tables(folder / "data"), folder)

    def command(self, folder: Path, port: int, *, durable: bool = False) -> list[str]:
        """The server on a port; the first time it runs its first statements."""
        places = {
            "datadir": f"{folder}/data",
            "tmpdir": str(folder),
            "socket": f"{folder}/socket",
            "port": str(port),
        }
        first = {"init-file": f"{folder}/{FIRST}"} if not (folder / "data" / MAINTENANCE).exists() else {}
        return serving(places | first, durable=durable)

    def administrator(self, url: URL) -> URL:
        """An administrator of the tests' own, who has the same password."""
        return url.set(username=ADMINISTRATOR)


def serving(settings: dict[str, str], *, durable: bool = False) -> list[str]:
    """The command of a server with these settings of its own."""
    options = _options(settings | _SETTINGS | _STORAGE | ({} if durable else _FAST))
    return [str(_program("mariadbd")), "--no-defaults", "--skip-name-resolve", *options]


def make_tables(data: Path, *more: str) -> list[str]:
    """The command that makes a server's system tables."""
    make = [str(_program("mariadb-install-db")), "--no-defaults", f"--datadir={data}", "--skip-test-db"]
    return [*make, "--skip-name-resolve", *more, *_options(_STORAGE | _FAST)]


def first_statements(password: str) -> list[str]:
    """What makes the user, the administrator and the maintenance database."""
    return [
        f"CREATE DATABASE {MAINTENANCE};",
        f"CREATE USER {USER}@'{HOST}' IDENTIFIED BY '{password}';",
        f"GRANT ALL ON `{MAINTENANCE}%`.* TO {USER}@'{HOST}' WITH GRANT OPTION;",
        f"GRANT CREATE USER ON *.* TO {USER}@'{HOST}';",
        f"CREATE USER {ADMINISTRATOR}@'{HOST}' IDENTIFIED BY '{password}';",
        f"GRANT ALL ON *.* TO {ADMINISTRATOR}@'{HOST}' WITH GRANT OPTION;",
    ]


def _options(values: dict[str, str]) -> list[str]:
    return [f"--{name}={value}" for name, value in values.items()]


def _program(name: str) -> str | None:
    return shutil.which(name, path=os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/sbin"]))
