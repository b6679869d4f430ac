"""What tests of the engine start from.

The same random worlds are tried every time; `make explore` tries others. All speak English, whoever runs them.
"""

import os
from pathlib import Path

import pytest
from hypothesis import settings

from support.sheets import ANNA, BERT, CustomerBase, catalogue_with

os.environ["LC_ALL"] = "C.UTF-8"
os.environ.pop("RACCORD_LANGUAGE", None)
settings.register_profile("steady", derandomize=True)
settings.register_profile("explore", derandomize=False)
settings.load_profile("steady")


@pytest.fixture
def base_url(tmp_path: Path) -> str:
    """The URL of a base that is not there yet: a file of its own, where nothing else is said."""
    return f"sqlite:///{tmp_path}/customers.db"


@pytest.fixture
def customers(base_url: str) -> CustomerBase:
    """An empty base of the default catalogue."""
    return CustomerBase(base_url, catalogue_with())


@pytest.fixture
def unique_emails(customers: CustomerBase) -> CustomerBase:
    """An empty base in which no two customers may share an email address."""
    return CustomerBase(customers.url, catalogue_with(email="unique"))


@pytest.fixture
def two(unique_emails: CustomerBase) -> CustomerBase:
    """A base of Anna (1) and Bert (2), in which email addresses are unique."""
    unique_emails.add(**ANNA)
    unique_emails.add(**BERT)
    return unique_emails
