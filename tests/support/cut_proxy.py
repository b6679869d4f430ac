"""The network between an import and its server, which a test can cut, silence, or let lose an answer."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from sqlalchemy import make_url

HOST = "127.0.0.1"
_TCP_REPAIR = 19


class CutProxy:
    """Passes on what a client and a server say to each other, until it is told otherwise."""

    def __init__(self, host: str, port: int) -> None:
        self._server = (host, port)
        self._listener = socket.create_server((HOST, 0))
        self._pairs: list[tuple[socket.socket, socket.socket]] = []
        self._goes_on = threading.Event()
        self._goes_on.set()
        self._answer_is_lost = self._vanishes = False
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._threads[0].start()

    @property
    def port(self) -> int:
        """Where it listens."""
        port: int = self._listener.getsockname()[1]
        return port

    def cut(self) -> None:
        """End every connection on both sides."""
        for pair in self._pairs:
            for one in pair:
                with suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)

    def lose_the_answer(self) -> None:
        """Pass on what the client says, and end the connection instead of passing on the server's next answer."""
        self._answer_is_lost = True

    def fall_silent(self) -> None:
        """Pass nothing on any more; the connections stay."""
        self._goes_on.clear()

    def vanish_when_asked(self) -> None:
        """Take what the client says next, and be gone as a computer whose power fails: without a word to the client."""
        self._vanishes = True

    def close(self) -> None:
        """Stop, leaving no thread and no socket."""
        self._listener.shutdown(socket.SHUT_RDWR)
        self._threads[0].join()
        self._goes_on.set()
        self.cut()
        for thread in self._threads:
            thread.join()
        for one in (self._listener, *(end for pair in self._pairs for end in pair)):
            one.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                server = socket.create_connection(self._server)
                self._pairs.append((client, server))
                for way in ((client, server, False), (server, client, True)):
                    self._threads.append(threading.Thread(target=self._pass_on, args=way, daemon=True))
                    self._threads[-1].start()

    def _pass_on(self, source: socket.socket, target: socket.socket, answers: bool) -> None:
        with suppress(OSError):
            while said := source.recv(65536):
                self._goes_on.wait()
                if answers and self._answer_is_lost:
                    self.cut()
                if not answers and self._vanishes:
                    self._silence(source)
                    return
                target.sendall(said)
        for one in (source, target):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    @staticmethod
    def _silence(client: socket.socket) -> None:
        client.setsockopt(socket.IPPROTO_TCP, _TCP_REPAIR, 1)
        client.close()


def can_vanish() -> bool:
    """Whether a connection can be ended here without a word to the other side, which needs a right of root's."""
    with socket.socket() as tried:
        try:
            tried.setsockopt(socket.IPPROTO_TCP, _TCP_REPAIR, 1)
        except OSError:
            return False
    return True


@contextmanager
def cut_proxy(url: str) -> Iterator[tuple[CutProxy, str]]:
    """A proxy before the server of a URL, and the URL that leads through it."""
    parts = make_url(url)
    proxy = CutProxy(parts.host or HOST, parts.port or 0)
    try:
        yield proxy, parts.set(host=HOST, port=proxy.port).render_as_string(hide_password=False)
    finally:
        proxy.close()
