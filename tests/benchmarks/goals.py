"""The goals: what is wanted of each figure, and whether it is met."""

from collections.abc import Mapping
from dataclasses import dataclass

from benchmarks.parts import Settings
from benchmarks.steps import DLT, FLOOR, PANGRES, SQLITE_UTILS

NOT_MEASURED = "not measured"
MET = "met"

_BESIDE = """What is left finds no second processor: one of Python's threads runs at a time, so that staging the rows
    in another one was tried and takes longer, and SQLite has one writer."""
_IMPORT = f"""The floor trusts every cell and keeps nothing. Raccord finds the error cells that calamine leaves out,
    types each cell, stages and matches the rows, merges old with new values, and journals both before it writes:
    the table of stages says what each of these costs, and how near to the floor the others are. Reading the XML, the
    writes and the commit are those of the floor. {_BESIDE}"""
_POSTGRESQL = """MERGE writes what COPY has brought, in one statement. Raccord's match, merge, journal and update are
    statements of their own over the same rows, and PostgreSQL writes the result of each to a temporary table, as the
    table of stages there shows; merging looks for customers in the order of the sheet, who lie all over a table that is
    larger than the server's own memory, and each entry of the journal is checked against its operation. A larger
    memory of the session for temporary tables and joins was tried and changes nothing, nor do statistics of these
    tables; merging in the order of the customers saves as much as sorting them takes."""
_SQLITE_UTILS = f"""sqlite-utils overwrites 24 columns by one upsert a row, with the rows that the floor has read: no
    keys but one, no look at what was there, no preview, no journal. It does a part of the floor's work and little
    more; what Raccord does beyond the floor is in the table of stages. {_BESIDE}"""
_DJANGO = """At this size the start of Python and of its libraries, SQLAlchemy above all, is the largest stage, as the
    table below shows; it is the same for any number of rows. The more rows, the greater the distance."""
_MATCHING = """polars loads keys that were folded for it, through a driver that reads SQLite in parallel, and ends
    with columns in memory. Raccord reads and folds the customers' keys as they are stored, on the import's own
    connection so that it sees just what the import sees, ranks candidates by unique keys too, keeps all that share the
    best rank for the user to choose from, and puts what it has found into the database, where merging needs it. The
    stages of both are below: the join is a small share of Raccord's time, and reading and folding the customers' keys
    alone take as long as the goal allows for all of it."""
_FEW = """As above; and the customers' keys are read and folded whole, which alone takes more than the goal allows. The
    index by hand, in the table below, is the limit, to which staging, opening the base and planning would come: folds
    kept for every customer beside the base. They would have to follow what other programs write into its table, by
    triggers; one write that is missed, and a customer who is there is added again. Raccord matches by what is stored
    when it looks, and leaves the table as it is."""
_CUSTOMERS = """The index finds the customers, but the pages that hold them lie further apart in a larger base, and
    SQLite holds fewer of them at a time."""
_JOURNAL = """The table of its bytes below says what they are: the values, what separates them, the entries' keys
    and states, the index that finds a customer's entries, and what the pages leave free."""


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal in words, the figure that it is about, its limits, and why it is not met where it is not."""

    what: str
    wanted: str
    figure: str
    most: float | None = None
    least: float | None = None
    unit: str = "×"
    why: str = ""

    def line(self, figures: Mapping[str, float]) -> tuple[str, ...]:
        """The goal, the figure, and whether it is met."""
        value = figures.get(self.figure)
        if value is None:
            return self.what, self.wanted, NOT_MEASURED, NOT_MEASURED
        shown = f"{value:.0f}" if self.unit == "MB" else f"{value:.2f}"
        return self.what, self.wanted, f"{shown} {self.unit}", self.judged(value)

    def missed(self, figures: Mapping[str, float]) -> bool:
        """Whether it was measured and is not met."""
        value = figures.get(self.figure)
        return value is not None and self.judged(value) != MET

    def judged(self, value: float) -> str:
        """Whether a figure is within the limits, and by which share of a limit it is not."""
        if self.most is not None and value > self.most:
            return f"not met, by {_percent(value / self.most - 1)}"
        if self.least is not None and value < self.least:
            return f"not met, by {_percent(1 - value / self.least)}"
        return MET


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %" if share >= 0.01 else "less than 1 %"


def goals(settings: Settings) -> tuple[Goal, ...]:
    """All goals, in words of the sizes that were measured."""
    rows, customers = f"{settings.rows:,}", f"{settings.customers:,}"
    few_rows, few = f"{settings.few_rows:,}", f"{settings.few_customers:,}"
    times = settings.customers // settings.few_customers
    return (
        Goal(
            f"import of {rows} × 25 into {customers} customers, key external_id",
            "≤ 2.0 × the floor",
            f"import: {FLOOR}",
            most=2.0,
            why=_IMPORT,
        ),
        Goal("the same on PostgreSQL", "≤ 2.0 × the floor there", "postgresql", most=2.0, why=_POSTGRESQL),
        *(
            Goal(f"the same against {peer}", "faster", f"import: {peer}", most=1.0, why=why)
            for peer, why in ((SQLITE_UTILS, _SQLITE_UTILS), (PANGRES, ""), (DLT, ""))
        ),
        Goal(f"{few_rows} rows against django-import-export", "≥ 20 × faster", "django", least=20, why=_DJANGO),
        Goal(
            f"matching alone, three keys, {rows} into {customers}",
            "≤ 1.5 × polars",
            "matching: three",
            most=1.5,
            why=_MATCHING,
        ),
        Goal("the same with eight keys", "≤ 1.5 × polars", "matching: eight", most=1.5, why=_MATCHING),
        Goal(f"three keys, {few_rows} into {customers}", "≤ 0.5 × polars", "matching: few rows", most=0.5, why=_FEW),
        Goal(
            f"{customers} instead of {few} customers, {few_rows} rows",
            "≤ 1.3 × the time",
            "sizes: customers",
            most=1.3,
            why=_CUSTOMERS,
        ),
        Goal(f"{rows} instead of {few_rows} rows, same base", "≤ 11 × the time", "sizes: rows", most=11),
        Goal(f"matching, every pattern of blanks, {rows} each side", "≤ 5 × the 5 % case", "hard: every", most=5),
        Goal("matching, one key with a single value for everybody", "≤ 5 × the 5 % case", "hard: single", most=5),
        Goal("restore of the import", "≤ 1.0 × the import", "import: restore", most=1.0),
        Goal(f"peak memory of an import, {rows} × 25", "≤ 450 MB", "sizes: MB", most=450, unit="MB"),
        Goal(f"peak memory at {times} × the customers", "0.9 – 1.1 ×", "sizes: memory", most=1.1, least=0.9),
        Goal(
            f"journal of {settings.changed_rows:,} changed rows",
            "≤ 1.5 × the values",
            "journal",
            most=1.5,
            why=_JOURNAL,
        ),
    )
