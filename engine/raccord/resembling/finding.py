"""Finding: for each row the customers that it resembles, in one pass over the customers for many rows (SPEC §3).

Memory follows the rows of a portion: customers are read in pages, compared with the rows that they meet, and forgotten.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from rapidfuzz import fuzz
from sqlalchemy import Connection, Select

from raccord.database.family import Family
from raccord.database.pages import read_pages
from raccord.resembling import MOST_LIKELY
from raccord.resembling.blocks import Blocks
from raccord.resembling.records import Columns, Line, columns_of
from raccord.resembling.reducing import name_words
from raccord.resembling.roles import Roles
from raccord.resembling.scoring import SAME_NAME, THRESHOLD, Record, likeness, words_alike

PORTION = 30_000
"""So many rows are looked for in one pass over the customers."""
_FAR_APART = 60
"""Names that are less alike, in percent and by their letters, are not looked at by their words."""


class Found(NamedTuple):
    """A customer that a row resembles, with its name and how alike they are, from 0 to 1."""

    customer: int
    name: str | None
    score: float


@dataclass(frozen=True)
class Side:
    """Rows or customers: a select of `id` and of the roles' fields in their order."""

    source: Select[Any]
    roles: Roles

    def read(self, connection: Connection, family: Family) -> Iterator[Columns]:
        """Their columns, page by page."""
        return (columns_of(page, self.roles) for page in read_pages(connection, family, self.source))


def find_likely(
    connection: Connection, family: Family, rows: Side, customers: Side, portion: int = PORTION
) -> Iterator[tuple[int, list[Found]]]:
    """The rows that resemble customers, each with the most alike of them, the best first.

    The customers are read once for each portion of so many rows, or a page of them more.
    """
    search = Search()
    for columns in rows.read(connection, family):
        search.want(columns)
        if len(search.wanted) >= portion:
            yield from _searched(search, connection, family, customers)
            search = Search()
    yield from _searched(search, connection, family, customers)


def _searched(
    search: "Search", connection: Connection, family: Family, customers: Side
) -> Iterator[tuple[int, list[Found]]]:
    if search.wanted:
        for columns in customers.read(connection, family):
            search.look_at(columns)
            del columns  # so that one page is held, not two
    yield from search.found()


@dataclass(slots=True)
class Search:
    """Rows that are looked for, and the most alike of the customers looked at so far.

    `records` has the rows that were worth a closer look, `compared` counts the pairs.
    """

    wanted: dict[int, Line] = field(default_factory=dict)
    blocks: Blocks = field(default_factory=Blocks)
    records: dict[int, Record] = field(default_factory=dict)
    best: defaultdict[int, list[Found]] = field(default_factory=lambda: defaultdict(list))
    compared: int = 0

    def want(self, columns: Columns) -> None:
        """Look for these rows too."""
        self.wanted |= {int(number): columns.line(at) for at, number in enumerate(columns.ids)}
        self.blocks.put(columns)

    def look_at(self, columns: Columns) -> None:
        """Compare customers with the rows that they meet."""
        for at, rows in self.blocks.meetings(columns).items():
            self._compare(columns, at, set(rows))

    def _compare(self, columns: Columns, at: int, rows: set[int]) -> None:
        self.compared += len(rows)
        near = self._near(columns.plain_names[at], rows)
        if near:
            record = columns.line(at).record()
            for row in near:
                score = likeness(self._record(row), record)
                if score >= THRESHOLD:
                    self._keep(row, Found(int(columns.ids[at]), columns.names[at] or None, score))

    def _near(self, name: str, rows: set[int]) -> list[int]:
        """The rows whose names may be alike enough to one; a blank name always may. Most are told by their letters."""
        near = []
        words: tuple[str, ...] = ()
        for row in rows:
            wanted = self.wanted[row].name
            if wanted and name:
                if not fuzz.token_set_ratio(wanted, name, score_cutoff=_FAR_APART):
                    continue
                words = words or name_words(name)
                if words_alike(self._record(row).name, words) < SAME_NAME:
                    continue
            near.append(row)
        return near

    def _record(self, row: int) -> Record:
        record = self.records.get(row)
        if record is None:
            record = self.records[row] = self.wanted[row].record()
        return record

    def _keep(self, row: int, found: Found) -> None:
        best = sorted([*self.best[row], found], key=lambda one: (-one.score, one.customer))
        self.best[row] = best[:MOST_LIKELY]

    def found(self) -> Iterator[tuple[int, list[Found]]]:
        """The rows that resemble anybody, in their order."""
        return ((row, self.best[row]) for row in sorted(self.best))
