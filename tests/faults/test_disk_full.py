"""The disk is full in the midst of an import: a real one of a few megabytes."""

import sys
from hashlib import sha256
from pathlib import Path
from shutil import copytree

import pytest

from raccord.errors import DatabaseError
from raccord.jobs import import_sheet
from support.fault_commands import RACCORD, import_words, run
from support.fault_rows import Proof, Survived
from support.fault_servers import OwnServer, administer, own_server_of
from support.fault_worlds import World, world_at
from support.importing import HEADERS, MARKS
from support.namespaces import MEGABYTE, SmallDisk, can_mount
from support.sheets import job

DISK_FULL = "The disk is full. Nothing was written. Free some space and try again."
DISK_FAULT = (
    "The disk reports an error at the database file. Nothing was written. Check the disk, its free space and your "
    "quota, and try again."
)
COPIED = 'cp "$1"/customers.db* "$2"; from=$1; to=$2; shift 2; "$@"; status=$?; cp "$to"/* "$from"; exit $status'


MORE_MARKS, MORE_HEADERS = f"{MARKS} Overwrite", f"{HEADERS} notes"


def large_sheet() -> list[list[str]]:
    """More than fits on the disk, and cannot be made smaller."""
    return [[f"D{at}", f"Firm {at}", "1", "Ulm", _long_text(at)] for at in range(3000)]


def large_lines() -> list[list[str]]:
    """The same with its marks and headers."""
    return [MORE_MARKS.split(), MORE_HEADERS.split(), *large_sheet()]


def _long_text(seed: int) -> str:
    return "".join(sha256(f"{seed} {part}".encode()).hexdigest() for part in range(16))


@pytest.mark.skipif(sys.platform != "linux" or not can_mount(), reason="nothing can be mounted here")
@pytest.mark.parametrize("family", ["sqlite"])
@pytest.mark.fault("The disk is full", DISK_FULL, Survived.BEFORE)
def test_full_disk(world: World, proof: Proof, tmp_path: Path) -> None:
    """The base is imported into on a disk of a megabyte, and then looked at on a larger one."""
    home, disk = tmp_path / "home", SmallDisk(tmp_path / "disk", MEGABYTE)
    disk.place.mkdir()
    home.mkdir()
    for one in world.customers.path.parent.glob("customers.db*"):
        one.rename(home / one.name)
    words = import_words(tmp_path, f"sqlite:///{disk.place}/customers.db", large_lines())
    copied = ["sh", "-c", COPIED, "sh", str(home), str(disk.place)]

    done = run(disk.under([*copied, *RACCORD, *words]), tmp_path)

    copytree(home, world.customers.path.parent, dirs_exist_ok=True)
    assert done.returncode == 2
    proof.told(done.stderr)
    proof.survived(world)


@pytest.mark.skipif(sys.platform != "linux", reason="there is no prlimit")
@pytest.mark.parametrize("family", ["sqlite"])
@pytest.mark.fault("A file may not get as large as it would", DISK_FAULT, Survived.BEFORE)
def test_limited_file(world: World, proof: Proof, tmp_path: Path) -> None:
    """The system refuses to write beyond a limit, as it does beyond a quota."""
    words = import_words(tmp_path, world.customers.url, large_lines())
    done = run(["prlimit", f"--fsize={MEGABYTE}", *RACCORD, *words], tmp_path)

    assert done.returncode == 2
    proof.told(done.stderr)
    proof.survived(world)


def url_on_the_disk(own: OwnServer, family: str) -> str:
    """The URL of a base whose tables are on the small disk of a server."""
    url, place = own.running.url, own.folder / "small"
    if family == "mariadb":
        (own.folder / "data" / "raccord_small").symlink_to(place)
        return url.set(database="raccord_small").render_as_string(hide_password=False)
    administer(
        own.running.administrator_url,
        f"CREATE TABLESPACE small LOCATION '{place}'",
        f"GRANT CREATE ON TABLESPACE small TO {url.username}",
    )
    return url.update_query_dict({"options": "-cdefault_tablespace=small"}).render_as_string(hide_password=False)


@pytest.mark.parametrize("family", ["postgresql", "mariadb"])
@pytest.mark.fault("The server's disk is full", DISK_FULL, Survived.BEFORE)
def test_full_disk_of_a_server(family: str, proof: Proof) -> None:
    """The tables are on a disk of a few megabytes, which somebody then makes larger.

    MariaDB needs some room to take back what did not fit; where it has none either, the server breaks down.
    """
    with own_server_of(family, small_disk={"postgresql": 4, "mariadb": 10}[family] * MEGABYTE) as own:
        world = world_at(family, url_on_the_disk(own, family))
        with (
            pytest.raises(DatabaseError) as caught,
            import_sheet(job(world.customers, MORE_MARKS, MORE_HEADERS, *large_sheet())),
        ):
            pass
        assert own.disk is not None
        own.disk.grow(own.running.pid)

        proof.told(caught.value)
        proof.survived(world)
