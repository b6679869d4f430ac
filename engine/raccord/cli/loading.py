"""Loading modules in another thread: while a workbook is read, which leaves Python idle, SQLAlchemy is loaded."""

from contextlib import suppress
from importlib import import_module
from threading import Thread


def load_beside(module: str) -> None:
    """Start to load a module; who imports it later waits for the rest, and is told if it cannot be loaded."""
    Thread(target=_load, args=(module,), daemon=True).start()


def _load(module: str) -> None:
    with suppress(Exception):
        import_module(module)
