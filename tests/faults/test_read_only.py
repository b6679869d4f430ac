"""Bases that may be read and not written."""

import sys
from pathlib import Path

import pytest
from sqlalchemy import make_url

from raccord.errors import DatabaseError
from support.fault_commands import RACCORD, import_words, run
from support.fault_rows import Proof, Survived
from support.fault_servers import administer
from support.fault_worlds import World
from support.namespaces import can_mount, read_only
from support.running_server import RunningServer

READ_ONLY = "The base is read-only. Nothing was written. Ask for the right to write to it."
NO_FILE = "The database file cannot be opened. Check the path, and your rights to the file and its folder."
FORBIDDEN = "The database user may not do this. Nothing was written. Ask the administrator for an importer's rights."
mounts = pytest.mark.skipif(sys.platform != "linux" or not can_mount(), reason="nothing can be mounted here")


@mounts
@pytest.mark.parametrize("family", ["sqlite"])
@pytest.mark.fault("The file is read-only", READ_ONLY, Survived.PREVIEW)
def test_read_only_file(world: World, proof: Proof, tmp_path: Path) -> None:
    """The file alone cannot be written to."""
    words = import_words(tmp_path, world.customers.url)
    looked = run(read_only(world.customers.path, [*RACCORD, "preview", *words[1:]]), tmp_path)
    done = run(read_only(world.customers.path, [*RACCORD, *words]), tmp_path)

    assert (looked.returncode, done.returncode) == (0, 2), looked.stderr
    proof.told(done.stderr)
    proof.survived(world)


@mounts
@pytest.mark.parametrize("family", ["sqlite"])
@pytest.mark.fault("The folder of the file is read-only", NO_FILE, Survived.BEFORE)
def test_read_only_folder(world: World, proof: Proof, tmp_path: Path) -> None:
    """Nothing can be made beside the file either."""
    folder = tmp_path / "sheets"
    folder.mkdir()
    done = run(read_only(world.customers.path.parent, [*RACCORD, *import_words(folder, world.customers.url)]), folder)

    assert done.returncode == 2
    proof.told(done.stderr)
    proof.survived(world)


@pytest.mark.parametrize("family", ["postgresql"])
@pytest.mark.fault("Transactions are read-only by default", READ_ONLY, Survived.PREVIEW)
def test_read_only_by_default(world: World, proof: Proof) -> None:
    """An import keeps to `default_transaction_read_only`."""
    parts = make_url(world.customers.url)
    options = f"{parts.query['options']} -cdefault_transaction_read_only=on"
    url = parts.update_query_dict({"options": options}).render_as_string(hide_password=False)

    assert world.previewed(url) == "updated updated"
    with pytest.raises(DatabaseError) as caught:
        world.hasty(url)
    proof.told(caught.value)
    proof.survived(world)


@pytest.mark.parametrize("family", ["mariadb"])
@pytest.mark.fault("The server is read-only", READ_ONLY, Survived.PREVIEW)
def test_read_only_server(own_world: World, running: RunningServer, proof: Proof) -> None:
    """As a replica is."""
    administer(running.administrator_url, "SET GLOBAL read_only = 1")
    try:
        assert own_world.previewed() == "updated updated"
        with pytest.raises(DatabaseError) as caught:
            own_world.hasty()
    finally:
        administer(running.administrator_url, "SET GLOBAL read_only = 0")
    proof.told(caught.value)
    proof.survived(own_world)


@pytest.mark.parametrize("family", ["postgresql", "mariadb"])
@pytest.mark.fault("The user may read and not write", FORBIDDEN, Survived.PREVIEW)
def test_no_right_to_write(own_world: World, running: RunningServer, proof: Proof, family: str) -> None:
    """With the right to read, and to make temporary tables, a preview goes on."""
    base = make_url(own_world.customers.url)
    schema = str(base.query.get("options", "")).rpartition("=")[2]
    rights = {
        "postgresql": [
            f"CREATE ROLE reader LOGIN PASSWORD '{base.password}'",
            f"GRANT USAGE ON SCHEMA {schema} TO reader",
            f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO reader",
        ],
        "mariadb": [
            f"CREATE USER reader@'127.0.0.1' IDENTIFIED BY '{base.password}'",
            f"GRANT SELECT, CREATE TEMPORARY TABLES ON {base.database}.* TO reader@'127.0.0.1'",
        ],
    }
    administrator = running.administrator_url
    administer(base.set(username=administrator.username), *(text.replace("%", "%%") for text in rights[family]))
    url = base.set(username="reader").render_as_string(hide_password=False)

    assert own_world.previewed(url) == "updated updated"
    with pytest.raises(DatabaseError) as caught:
        own_world.hasty(url)
    proof.told(caught.value)
    proof.survived(own_world)
