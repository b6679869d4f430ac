"""A base on each database family: what `base_url` is in the tests that run over all three."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from support.servers import FAMILIES, server


@contextmanager
def new_base(family: str, folder: Path) -> Iterator[str]:
    """The URL of a base that is not there yet: a file in the folder, or a place on a server."""
    if family == "sqlite":
        yield f"sqlite:///{folder}/customers.db"
        return
    url = server(family).new_base()
    try:
        yield url
    finally:
        server(family).drop_base(url)


@pytest.fixture(params=FAMILIES)
def base_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A base that is not there yet, on each family in turn."""
    with new_base(request.param, tmp_path) as url:
        yield url
