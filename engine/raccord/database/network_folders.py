"""Folders that lie on another computer, where SQLite's write-ahead log does not work.

The standard library suffices: psutil knows the file systems' types too, but is compiled, and neither tells which of
them are network folders.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path, PureWindowsPath

from raccord.translation import N_

MOUNTS = Path("/proc/self/mountinfo")
_REMOTE = 4
_KINDS = {
    "nfs": "NFS", "nfs4": "NFS", "cifs": "SMB", "smb3": "SMB", "smbfs": "SMB", "ncpfs": "NetWare", "afpfs": "AFP",
    "afs": "AFS", "9p": "9P", "ceph": "Ceph", "glusterfs": "GlusterFS", "lustre": "Lustre", "beegfs": "BeeGFS",
    "gpfs": "GPFS", "davfs": "WebDAV", "webdav": "WebDAV", "sshfs": "SSHFS", "rclone": "rclone", "s3fs": "S3",
    "gcsfuse": "Google Cloud Storage", "davfs2": "WebDAV", "gvfsd-fuse": N_("a network place of the desktop"),
    "curlftpfs": "FTP", "fuse.ceph": "Ceph", "prl_fs": N_("a folder of the host"), "vboxsf": N_("a folder of the host"),
    "vmhgfs-fuse": N_("a folder of the host"), "virtiofs": N_("a folder of the host"),
}  # fmt: skip
_LINUX = re.compile(r"^\d+ \d+ \S+ \S+ (?P<place>\S+) .* - (?P<type>\S+) ")
_MAC = re.compile(r"^.+? on (?P<place>/.*) \((?P<type>\w+)[,)]")
_OCTAL = re.compile(r"\\([0-7]{3})")


def network_folder(path: Path) -> str | None:
    """The kind of network folder that a file lies in, or is to lie in; None on a disk of this computer."""
    if sys.platform == "win32":
        return windows_kind(str(path.resolve()))
    try:
        mounts = _mac_mounts() if sys.platform == "darwin" else linux_mounts(MOUNTS.read_text("utf-8", "replace"))
    except OSError:
        return None
    return kind_in(mounts, Path(os.path.realpath(path)))


def kind_in(mounts: Iterable[tuple[Path, str]], path: Path) -> str | None:
    """The kind of network folder that a path lies in, where file systems of these types are mounted at these places."""
    found = ""
    longest = -1
    for place, kind in mounts:
        if path.is_relative_to(place) and len(place.parts) >= longest:
            found, longest = kind, len(place.parts)
    return _KINDS.get(found) or _KINDS.get(found.removeprefix("fuse."))


def linux_mounts(text: str) -> Iterator[tuple[Path, str]]:
    """Where which type of file system is mounted, by Linux's `mountinfo`; of two at one place, the last counts."""
    for line in text.splitlines():
        if found := _LINUX.match(line):
            yield Path(_OCTAL.sub(lambda octal: chr(int(octal[1], 8)), found["place"])), found["type"]


def mac_mounts(text: str) -> Iterator[tuple[Path, str]]:
    """The same by what macOS's `mount` prints."""
    for line in text.splitlines():
        if found := _MAC.match(line):
            yield Path(found["place"]), found["type"]


def windows_kind(path: str) -> str | None:
    """The kind of network folder by a Windows path: a share, or a drive letter that is connected to one."""
    drive = PureWindowsPath(path).drive.upper()
    if drive.startswith("\\\\?\\UNC\\") or (drive.startswith("\\\\") and drive[2:4] not in {"?\\", ".\\"}):
        return "SMB"
    return N_("a network drive") if drive and _is_remote(drive[-2:]) else None


def _is_remote(letter: str) -> bool:
    if sys.platform != "win32":
        return False
    import ctypes  # noqa: PLC0415 - there is no windll elsewhere

    return ctypes.windll.kernel32.GetDriveTypeW(f"{letter}\\") == _REMOTE


def _mac_mounts() -> Iterator[tuple[Path, str]]:
    done = subprocess.run(["/sbin/mount"], capture_output=True, text=True, errors="replace", check=False)
    return mac_mounts(done.stdout)
