"""What is asked for: one sheet for one base, with the options of its import."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from raccord.catalogue import Catalogue
from raccord.cells import Grid
from raccord.columns import Marking
from raccord.planning.options import ImportOptions

if TYPE_CHECKING:
    from raccord.values import SheetLocale


@dataclass(frozen=True, slots=True)
class Keeping:
    """For how many days deleted customers stay in the bin, and operations in the journal (SPEC §5)."""

    bin_days: int = 14
    journal_days: int = 30


@dataclass(frozen=True)
class Job:
    """What to import, where and how.

    `file` is the name shown in reports and kept in the journal, `base_name` what reports call the base, `patience` for
    how many seconds a locked base is waited for, None for the usual time.
    """

    grid: Grid
    catalogue: Catalogue
    database: str
    file: str | None = None
    marking: Marking = field(default_factory=Marking)
    options: ImportOptions = field(default_factory=ImportOptions)
    locale: "SheetLocale | None" = None
    keeping: Keeping = field(default_factory=Keeping)
    base_name: str | None = None
    patience: float | None = None
