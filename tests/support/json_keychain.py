"""Keychains for the library keyring, which a test names in PYTHON_KEYRING_BACKEND."""

import json
import os
from pathlib import Path

from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, PasswordDeleteError


class JsonKeychain(KeyringBackend):
    """A keychain in the file that JSON_KEYCHAIN names."""

    priority = 1  # type: ignore[assignment]

    def get_password(self, service: str, username: str) -> str | None:
        """Look one up."""
        return self._read().get(f"{service} {username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep one."""
        self._write(self._read() | {f"{service} {username}": password})

    def delete_password(self, service: str, username: str) -> None:
        """Remove one."""
        held = self._read()
        if held.pop(f"{service} {username}", None) is None:
            raise PasswordDeleteError("not there")
        self._write(held)

    @property
    def _path(self) -> Path:
        return Path(os.environ["JSON_KEYCHAIN"])

    def _read(self) -> dict[str, str]:
        return json.loads(self._path.read_text("utf-8")) if self._path.exists() else {}

    def _write(self, held: dict[str, str]) -> None:
        self._path.write_text(json.dumps(held), "utf-8")


class LockedKeychain(JsonKeychain):
    """A keychain whose owner does not unlock it."""

    def _read(self) -> dict[str, str]:
        raise KeyringLocked("locked")
