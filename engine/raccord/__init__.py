"""Raccord updates a customer base from a spreadsheet, after a preview of every cell, and can take it back.

The names below load their modules when they are first used, so `import raccord` costs next to nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from raccord.catalogue import Catalogue
    from raccord.catalogue_files import default_catalogue, load_catalogue
    from raccord.cells import Grid
    from raccord.columns import Marking
    from raccord.errors import RaccordError
    from raccord.files import read_grids
    from raccord.job import Job
    from raccord.jobs import Report, import_sheet, preview
    from raccord.journal import history_of, list_operations, restore, undo
    from raccord.planning import ImportOptions, Outcome, PlanRow, Summary
    from raccord.planning.plan import Plan
from raccord.sheet_choice import choose_grid

__version__ = "0.1.0"

_HOMES = {
    "Catalogue": "raccord.catalogue",
    "Grid": "raccord.cells",
    "ImportOptions": "raccord.planning",
    "Job": "raccord.job",
    "Marking": "raccord.columns",
    "Outcome": "raccord.planning",
    "Plan": "raccord.planning.plan",
    "PlanRow": "raccord.planning",
    "RaccordError": "raccord.errors",
    "Report": "raccord.jobs",
    "Summary": "raccord.planning",
    "choose_grid": "raccord.sheet_choice",
    "default_catalogue": "raccord.catalogue_files",
    "history_of": "raccord.journal",
    "import_sheet": "raccord.jobs",
    "list_operations": "raccord.journal",
    "load_catalogue": "raccord.catalogue_files",
    "preview": "raccord.jobs",
    "read_grids": "raccord.files",
    "restore": "raccord.journal",
    "undo": "raccord.journal",
}

__all__ = [
    "Catalogue",
    "Grid",
    "ImportOptions",
    "Job",
    "Marking",
    "Outcome",
    "Plan",
    "PlanRow",
    "RaccordError",
    "Report",
    "Summary",
    "__version__",
    "choose_grid",
    "default_catalogue",
    "history_of",
    "import_sheet",
    "list_operations",
    "load_catalogue",
    "preview",
    "read_grids",
    "restore",
    "undo",
]


def __getattr__(name: str) -> Any:
    """Load a public name from the module that owns it."""
    if name not in _HOMES:
        message = f"module 'raccord' has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(_HOMES[name]), name)
