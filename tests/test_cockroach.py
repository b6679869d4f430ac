"""CockroachDB, which speaks as PostgreSQL does: refused before anything is asked of it."""

import socket
import struct
import threading
from collections.abc import Iterator

import pytest

from raccord.catalogue_files import default_catalogue
from raccord.database import open_database
from raccord.errors import DatabaseError


def message(kind: bytes, body: bytes) -> bytes:
    """A message of PostgreSQL's protocol."""
    return kind + struct.pack("!I", len(body) + 4) + body


WELCOME = (
    message(b"R", struct.pack("!I", 0))
    + message(b"S", b"server_version\0" + b"13.0.0\0")
    + message(b"S", b"crdb_version\0" + b"CockroachDB CCL v25.2.0\0")
    + message(b"Z", b"I")
)


@pytest.fixture
def port() -> Iterator[int]:
    """Where somebody welcomes one client in the words of a CockroachDB server."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def welcome() -> None:
            client, _ = listening.accept()
            with client:
                client.recv(4096)
                client.sendall(WELCOME)
                client.recv(4096)

        serving = threading.Thread(target=welcome)
        serving.start()
        yield listening.getsockname()[1]
        serving.join()


def test_cockroach_is_refused(port: int) -> None:
    """Nothing is made or planned there: it commits a transaction in which a temporary table is made."""
    url = f"postgresql://anna@127.0.0.1:{port}/customers?sslmode=disable&gssencmode=disable"

    with pytest.raises(DatabaseError) as caught, open_database(url, default_catalogue()):
        pass

    assert caught.value.code == "unsupported-database"
    assert caught.value.title == "Raccord does not work on cockroachdb databases."
