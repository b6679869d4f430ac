"""A computer whose disks are what a test says."""

from pathlib import Path

import pytest

from raccord.database import network_folders


def mount_everything_as(kind: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let Linux's list of mounted file systems say that everything is of one type."""
    mounts = folder / "mountinfo"
    mounts.write_text(f"22 1 0:21 / / rw,relatime shared:1 - {kind} server:/share rw\n", "utf-8")
    monkeypatch.setattr(network_folders, "MOUNTS", mounts)
    monkeypatch.setattr("sys.platform", "linux")
