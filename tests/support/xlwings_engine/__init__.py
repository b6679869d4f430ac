"""Excel without Excel: a third-party xlwings engine on openpyxl that imitates Excel where a host could go wrong.

What xlwings' own surface does runs for real; what lies beyond it (`.api`) imitates pywin32 or appscript, as `Dialect`
says. An engine is known to xlwings only inside `excel_engine`.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

import xlwings as xw

from support.xlwings_engine import apple
from support.xlwings_engine.apps import App, Engine
from support.xlwings_engine.dialects import Dialect

__all__ = ["App", "Dialect", "Engine", "excel_engine"]


@contextmanager
def excel_engine(dialect: Dialect = Dialect.WINDOWS) -> Iterator[Engine]:
    """Make the engine xlwings' active one, and leave xlwings as it was."""
    engine = Engine(dialect)
    known, active = xw.Engine(impl=engine), xw.engines.active
    shadowed = xw.engines.engines_by_name.get(engine.name)
    xw.engines.add(known)
    known.activate()
    try:
        with patch.dict(sys.modules, apple.modules() if dialect is Dialect.MAC else {}):
            yield engine
    finally:
        xw.engines.active = active
        xw.engines.engines.remove(known)
        del xw.engines.engines_by_name[engine.name]
        if shadowed is not None:
            xw.engines.engines_by_name[engine.name] = shadowed
