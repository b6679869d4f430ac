"""Foreign customer tables on every database family."""

import pytest

from support.every_family import base_url
from support.foreign_tables import DOLIBARR, SUITECRM, ForeignTable

__all__ = ["base_url"]


@pytest.fixture
def dolibarr(base_url: str) -> ForeignTable:
    """A table with the columns of Dolibarr's third parties: whole numbers as keys, and a `where`."""
    return ForeignTable.made(base_url, DOLIBARR)


@pytest.fixture
def suitecrm(base_url: str) -> ForeignTable:
    """A table with the columns of SuiteCRM's accounts: UUIDs as keys."""
    return ForeignTable.made(base_url, SUITECRM)
