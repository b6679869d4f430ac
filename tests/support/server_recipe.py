"""What it takes to run a database server of one's own: its programs, whose account runs them, how it is made."""

import os
import pwd
import shutil
import signal
import subprocess
from abc import ABC, abstractmethod
from pathlib import Path
from typing import ClassVar

from sqlalchemy import URL

HOST = "127.0.0.1"
USER = "raccord"
MAINTENANCE = "raccord"


class Recipe(ABC):
    """One family's server, in a folder that belongs to the account that runs it.

    Its user is no administrator, as in a customer's database, but makes other users; its password must be escaped in a
    URL.
    """

    package: ClassVar[str]
    account: ClassVar[str]
    driver: ClassVar[str]
    ending: ClassVar[signal.Signals]

    @abstractmethod
    def programs(self) -> list[str | None]:
        """The paths of the programs that are run; None stands for one that is not there."""

    @abstractmethod
    def prepare(self, folder: Path, password: str) -> None:
        """Make the server's files, in which the user has a password."""

    @abstractmethod
    def command(self, folder: Path, port: int, *, durable: bool = False) -> list[str]:
        """The command of the server itself; only a durable one keeps its data through a crash."""

    @abstractmethod
    def administrator(self, url: URL) -> URL:
        """The URL of who may do everything, by that of the user."""

    def url(self, port: int, password: str) -> URL:
        """The URL of the maintenance database."""
        return URL.create(self.driver, USER, password, HOST, port, MAINTENANCE)

    def can_run(self) -> bool:
        """Whether all is there; the account is needed by root alone, whom a server refuses."""
        tools = [shutil.which("setpriv"), shutil.which("setsid")]
        return hasattr(os, "pidfd_open") and None not in [*tools, *self.programs()] and self._has_account()

    def owned(self, folder: Path) -> None:
        """Give a folder to the account."""
        if os.geteuid() == 0:
            shutil.chown(folder, self.account, self.account)

    def as_account(self, command: list[str]) -> list[str]:
        """A command that runs under the account, and ends with the process that started it."""
        switch = ["--reuid", self.account, "--regid", self.account, "--init-groups"] if os.geteuid() == 0 else []
        return ["setpriv", "--pdeathsig", self.ending.name.removeprefix("SIG"), *switch, "--", *command]

    def run(self, command: list[str], folder: Path, typed: str = "") -> None:
        """Run a program that prepares the server; what it says is in the error when it fails."""
        done = subprocess.run(
            self.as_account(command), cwd=folder, input=typed, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(f"{command[0]} failed:\n{done.stdout}{done.stderr}")

    def _has_account(self) -> bool:
        return os.geteuid() != 0 or self.account in {one.pw_name for one in pwd.getpwall()}
