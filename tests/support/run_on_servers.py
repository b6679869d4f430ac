"""Tests that are run by tests: they use servers, leave bases there, and write down what they met."""

import os
import time
from pathlib import Path

import pytest

from support.own_server import folder_of
from support.servers import server


@pytest.mark.parametrize("number", range(4))
def test_use(number: int) -> None:
    """Use a server of each family, and go on for long if the run is to be ended from outside."""
    for family in os.environ["FAMILIES"].split():
        used = server(family)
        lines = (str(folder_of(family)), used.url, used.new_base())
        written = Path(os.environ["MET"], f"{family}-{number}.new")
        written.write_text("\n".join(lines), "utf-8")
        written.rename(written.with_suffix(".met"))
    if os.environ["LASTING"] == "True":
        time.sleep(600)
