"""Transactions that PostgreSQL refuses as another program has changed the same customers: done again, or refused."""

from collections.abc import Callable

import pytest

from support.every_family import new_base
from support.meeting import MEETINGS
from support.sheets import CustomerBase, catalogue_with


@pytest.mark.parametrize("meeting", MEETINGS)
def test_meeting_another_program(
    meeting: Callable[[CustomerBase, CustomerBase], None], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """What meets a change of another program is done again while patience lasts, or refused, with nothing written."""
    with new_base("postgresql", tmp_path_factory.mktemp("base")) as url:
        meeting(CustomerBase(url, catalogue_with()), CustomerBase(url, catalogue_with()))
