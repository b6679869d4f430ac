"""SQLite files in network folders are recognised and warned of, and nothing else is (SPEC §6)."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from raccord.cli import main
from raccord.database.network_folders import kind_in, linux_mounts, mac_mounts, network_folder, windows_kind
from support.every_family import new_base
from support.mounts import mount_everything_as
from support.namespaces import apart, can_mount
from support.sheets import ANNA, FULL, CustomerBase, catalogue_with, imported, preview

TESTS = Path(__file__).parent
ROW = ["A1", "Anne", "75001", "Paris"]
LINUX = r"""
22 1 254:1 / / rw,relatime shared:1 - ext4 /dev/vda1 rw
30 22 0:40 / /home rw shared:2 - nfs4 server:/export/home rw,addr=10.0.0.2
31 22 0:41 / /home/local rw shared:3 master:7 - xfs /dev/vdb rw
32 22 0:42 / /mnt/our\040share rw - cifs //server/share rw
33 22 0:43 / /mnt/far rw,nosuid - fuse.sshfs anna@server: rw
34 22 0:44 / /mnt/near rw,nosuid - fuse.bindfs /srv rw
35 22 0:45 / /twice rw - autofs systemd-1 rw
36 22 0:46 / /twice rw - nfs server:/twice rw
a line of another form
"""
MAC = """\
/dev/disk3s1 on / (apfs, sealed, local, read-only, journaled)
//anna@server/share on /Volumes/our share (smbfs, nodev, nosuid, mounted by anna)
server:/export on /Volumes/export (nfs)
/dev/disk4s1 on /Volumes/stick (msdos, local, nodev)
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/var/lib/customers.db", None),
        ("/home/anna/customers.db", "NFS"),
        ("/home/local/customers.db", None),
        ("/homes/customers.db", None),
        ("/mnt/our share/a/customers.db", "SMB"),
        ("/mnt/far/customers.db", "SSHFS"),
        ("/mnt/near/customers.db", None),
        ("/twice/customers.db", "NFS"),
    ],
)
def test_kinds_on_linux(path: str, kind: str | None) -> None:
    """The file system whose place is the longest part of the path counts, by its type."""
    assert kind_in(linux_mounts(LINUX), Path(path)) == kind


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/Users/anna/customers.db", None),
        ("/Volumes/our share/customers.db", "SMB"),
        ("/Volumes/export/customers.db", "NFS"),
        ("/Volumes/stick/customers.db", None),
    ],
)
def test_kinds_on_macos(path: str, kind: str | None) -> None:
    """Network volumes are told from disks and sticks."""
    assert kind_in(mac_mounts(MAC), Path(path)) == kind


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        (r"\\server\share\customers.db", "SMB"),
        (r"\\?\UNC\server\share\customers.db", "SMB"),
        (r"\\?\C:\customers.db", None),
        (r"C:\Users\anna\customers.db", None),
        (r"\customers.db", None),
    ],
)
def test_kinds_on_windows(path: str, kind: str | None) -> None:
    """A share is told from a disk by its path."""
    assert windows_kind(path) == kind


def test_no_network_folder_here(tmp_path: Path) -> None:
    """The disk that the tests run on is none."""
    assert network_folder(tmp_path / "customers.db") is None


@pytest.mark.skipif(
    not os.access("/dev/fuse", os.R_OK | os.W_OK) or not can_mount(), reason="no file system can be mounted here"
)
@pytest.mark.parametrize(("kind", "told"), [("fuse.sshfs", "SSHFS"), ("fuse.bindfs", "None")])
def test_real_mount(tmp_path: Path, kind: str, told: str) -> None:
    """A file system that is really mounted is recognised by what the kernel says of it."""
    command = [sys.executable, "-m", "support.fuse_mount", str(tmp_path), kind]
    done = subprocess.run(apart(command), capture_output=True, text=True, check=False, timeout=60, cwd=TESTS)

    assert (done.stdout, done.stderr) == (f"{told}\n", "")


def test_link_into_a_network_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What counts is where a linked file lies."""
    (tmp_path / "share").mkdir()
    (tmp_path / "linked").symlink_to(tmp_path / "share")
    mount_everything_as(f"ext4 x rw\n23 22 0:9 / {tmp_path}/share rw - nfs", tmp_path, monkeypatch)

    assert network_folder(tmp_path / "linked" / "customers.db") == "NFS"
    assert network_folder(tmp_path / "customers.db") is None


def test_previews_and_imports_warn_and_go_on(
    customers: CustomerBase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A base that is not there yet and one that is: the user is warned, not refused."""
    mount_everything_as("nfs4", tmp_path, monkeypatch)

    assert [one.code for one in preview(customers, *FULL, ROW).warnings] == ["new-base", "network-folder"]
    assert not customers.path.exists()
    customers.add(**ANNA)
    done = imported(customers, *FULL, ROW)

    assert (done.applied, [one.code for one in done.warnings]) == (True, ["network-folder"])
    assert "SQLite file in a network folder (NFS)" in done.warnings[0].text


@pytest.mark.parametrize("family", ["postgresql", "mariadb"])
def test_servers_are_not_warned_of(family: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the files of the user's computer lie does not matter to a server."""
    with new_base(family, tmp_path) as url:
        mount_everything_as("nfs4", tmp_path, monkeypatch)

        assert [one.code for one in preview(CustomerBase(url, catalogue_with()), *FULL, ROW).warnings] == ["new-base"]


def test_check_of_the_base_warns(
    customers: CustomerBase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`raccord database check` says it in words and in JSON, and is content all the same."""
    monkeypatch.setenv("RACCORD_CONFIG", str(tmp_path / "config.yaml"))
    (tmp_path / "config.yaml").touch()
    customers.add(**ANNA)

    assert main(["database", "check", "--json", "--database", customers.url]) == 0
    assert json.loads(capsys.readouterr().out)["warnings"] == []
    mount_everything_as("cifs", tmp_path, monkeypatch)
    assert main(["database", "check", "--json", "--database", customers.url]) == 0
    assert [one["code"] for one in json.loads(capsys.readouterr().out)["warnings"]] == ["network-folder"]
    assert main(["database", "check", "--database", customers.url]) == 0
    assert "network folder (SMB)" in capsys.readouterr().out
