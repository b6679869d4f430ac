"""Disks of a command's own, which vanish with it: a small one, or one that cannot be written to (Linux alone)."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

MEGABYTE = 1 << 20
_MOUNT = 'set -e; mount -t tmpfs -o "$1" tmpfs "$2"; shift 2; exec "$@"'
_READ_ONLY = 'set -e; mount --bind "$1" "$1"; mount -o remount,bind,ro "$1"; shift; exec "$@"'


def _apart() -> list[str]:
    rights = [] if os.geteuid() == 0 else ["--map-root-user"]
    return ["unshare", *rights, "--mount", "--propagation", "private", "sh", "-c"]


@cache
def can_mount() -> bool:
    """Whether a command can have disks of its own here."""
    if shutil.which("unshare") is None:
        return False
    tried = [*_apart(), 'mount -t tmpfs tmpfs "$1"', "sh", "/mnt"]
    return subprocess.run(tried, capture_output=True, check=False).returncode == 0


def apart(command: list[str]) -> list[str]:
    """A command whose mounts nobody else sees."""
    return [*_apart(), 'exec "$@"', "sh", *command]


def read_only(place: Path, command: list[str]) -> list[str]:
    """A command that cannot write to a file or folder."""
    return [*_apart(), _READ_ONLY, "sh", str(place), *command]


@dataclass(frozen=True)
class SmallDisk:
    """A disk of some megabytes on a folder, for one command alone."""

    place: Path
    size: int
    options: tuple[str, ...] = ()

    @classmethod
    def for_server(cls, place: Path, account: str, size: int) -> "SmallDisk":
        """A disk that a server's account may use; skips the test where there can be none.

        In a namespace of its own that is not root's, no other account could be taken on.
        """
        if os.geteuid() != 0 or not can_mount():
            pytest.skip("Only root can give a server a small disk of its own.")
        place.mkdir()
        user = pwd.getpwnam(account)
        return cls(place, size, (f"uid={user.pw_uid}", f"gid={user.pw_gid}", "mode=700"))

    def under(self, command: list[str]) -> list[str]:
        """The command with the disk."""
        return [*_apart(), _MOUNT, "sh", ",".join([f"size={self.size}", *self.options]), str(self.place), *command]

    def grow(self, pid: int) -> None:
        """Make room on the disk of a command that runs."""
        into = ["nsenter", "--target", str(pid), "--mount"]
        subprocess.run([*into, "mount", "-o", "remount,size=64m", str(self.place)], check=True)
