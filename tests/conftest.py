"""What tests of the engine start from.

The same random worlds are tried every time; `make explore` tries others.
"""

from pathlib import Path

import pytest
from hypothesis import settings

from support.sheets import ANNA, BERT, CustomerBase, catalogue_with

settings.register_profile("steady", derandomize=True)
settings.register_profile("explore", derandomize=False)
settings.load_profile("steady")


@pytest.fixture
def customers(tmp_path: Path) -> CustomerBase:
    """An empty base of the default catalogue, in a file of its own."""
    return CustomerBase(tmp_path / "customers.db", catalogue_with())


@pytest.fixture
def unique_emails(customers: CustomerBase) -> CustomerBase:
    """An empty base in which no two customers may share an email address."""
    return CustomerBase(customers.path, catalogue_with(email="unique"))


@pytest.fixture
def two(unique_emails: CustomerBase) -> CustomerBase:
    """A base of Anna (1) and Bert (2), in which email addresses are unique."""
    unique_emails.add(**ANNA)
    unique_emails.add(**BERT)
    return unique_emails
