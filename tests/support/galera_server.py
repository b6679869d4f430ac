"""How a cluster of MariaDB servers for tests is made and run: three nodes, which copy what they lack."""

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from support.mariadb_server import FIRST, MariaDB, first_statements, make_tables, serving
from support.server_recipe import HOST

_LIBRARY = Path("/usr/lib/galera/libgalera_smm.so")
_REPLICATION = {
    "wsrep-on": "1",
    "wsrep-provider": str(_LIBRARY),
    "wsrep-cluster-name": "raccord",
    "wsrep-sst-method": "rsync",
    "wsrep-node-address": HOST,
    "binlog-format": "ROW",
    "innodb-autoinc-lock-mode": "2",
}
# A node that is gone is missed soon, one that is merely slow on a busy computer is not.
_GROUP = "gcache.size=16M;evs.keepalive_period=PT0.5S;evs.suspect_timeout=PT3S;evs.inactive_timeout=PT10S"


class Galera(MariaDB):
    """Three nodes; the first time, the first of them makes the cluster, and each that dies comes back."""

    package = "mariadb-server and galera-4"
    nodes: ClassVar[int] = 3
    ports_each: ClassVar[int] = 4

    def programs(self) -> list[str | None]:
        """What replicates, and what copies a node's data to another, beside the server."""
        return [*super().programs(), str(_LIBRARY) if _LIBRARY.exists() else None, shutil.which("rsync")]

    def prepare(self, folder: Path, password: str) -> None:
        """Make the first node's data."""
        first = folder / FIRST
        first.write_text("\n".join(["FLUSH PRIVILEGES;", *first_statements(password)]) + "\n", "utf-8")
        self.run(make_tables(folder / "data0", f"--extra-file={first}"), folder)
        for at in range(self.nodes):
            (folder / f"data{at}").mkdir(exist_ok=True)
            self.owned(folder / f"data{at}")

    def node_command(self, folder: Path, ports: Sequence[int], at: int) -> list[str]:
        """A node: its first port is for users, the others for the other nodes."""
        users, group, changes, copies = range(ports[at], ports[at] + self.ports_each)
        members = ",".join(f"{HOST}:{port + 1}" for port in ports)
        listening = f"base_port={group};gmcast.listen_addr=tcp://{HOST}:{group};ist.recv_addr={HOST}:{changes}"
        settings = {
            "datadir": f"{folder}/data{at}",
            "tmpdir": str(folder),
            "socket": f"{folder}/socket{at}",
            "pid-file": f"{folder}/pid{at}",
            "port": str(users),
            "wsrep-node-name": str(at),
            "wsrep-cluster-address": f"gcomm://{members}",
            "wsrep-provider-options": f"{_GROUP};{listening}",
            "wsrep-sst-receive-address": f"{HOST}:{copies}",
        }
        is_new = at == 0 and not (folder / "data0" / "grastate.dat").exists()
        return [*serving(settings | _REPLICATION), *(["--wsrep-new-cluster"] if is_new else [])]
