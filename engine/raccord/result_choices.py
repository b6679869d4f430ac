"""What a line of the result sheet lets the user decide: what it holds and offers, and the key of its row (SPEC §7)."""

from collections.abc import Sequence

from raccord.catalogue import ID
from raccord.choice_words import NEW, SEPARATOR, SKIP, TICK
from raccord.colours import Tint
from raccord.files.annotations import Offer, ResultCell
from raccord.planning import CreateNew, Likely, Outcome, PlanRow, Skip, UseCustomer
from raccord.planning.outcomes import CHANGING
from raccord.planning.plan import Plan
from raccord.result_lines import CANDIDATES_COLUMN, written
from raccord.row_keys import RowKey
from raccord.telling_apart import customer_text, told_apart
from raccord.translation import _

LISTED = 10
"""So many candidates of a row are listed beside it."""
MOST_LISTS = 500
"""So many rows have a dropdown of their own candidates, since programs take a while for each list.

Beside other ambiguous rows an id is typed.
"""


class ChoiceWriter:
    """Makes the last cells of lines, in their order: choice, key, candidates.

    `contested` has, by row, how many customers match one that is or was ambiguous (see `PlanReader.contested`).
    """

    def __init__(self, plan: Plan, contested: dict[int, int], *, applied: bool) -> None:
        self._plan, self._contested, self._applied = plan, contested, applied
        self._lists = 0
        self._common = Offer(words=(TICK, str(SKIP)))
        self._ticked, self._blank = (ResultCell(value, offer=self._common) for value in (TICK, None))
        self._rival = ResultCell(None, offer=Offer(words=(str(SKIP),)))
        self._has_ids = any(one.name == ID for column in plan.sheet.columns for one in column.fields)

    def cells(self, row: PlanRow, name: str | None, digest: int) -> tuple[ResultCell, ...]:
        """The cells of a row whose customer has this name."""
        among = self._contested.get(row.row)
        ticked = row.outcome in CHANGING and not self._applied and row.row not in self._plan.decided.by_row
        likely = () if self._applied else row.likely
        if not (among or likely or row.row in self._plan.decided.by_row):
            untouched = self._rival if row.outcome is Outcome.DUPLICATE else self._blank
            return self._ticked if ticked else untouched, ResultCell(str(RowKey(digest, ticked)))
        customers = self._candidates(row.row) if among else self._likely(likely)
        offered = [*customers.values(), str(NEW), str(SKIP)] if customers else []
        choice = TICK if ticked else self._given(row, name, customers)
        return (
            ResultCell(choice and written(choice), Tint.INPUT, offer=self._offer(len(offered))),
            ResultCell(str(RowKey(digest, ticked, among))),
            *(ResultCell(written(text)) for text in offered),
        )

    def _candidates(self, row: int) -> dict[int, str]:
        return self._told({one.customer: one.name for one in self._plan.reader.candidates(row)[:LISTED]})

    def _likely(self, likely: Sequence[Likely]) -> dict[int, str]:
        told = self._told({one.customer: one.name for one in likely})
        scores = {one.customer: _("{score} %", score=one.percent) for one in likely}
        return {customer: SEPARATOR.join([text, scores[customer]]) for customer, text in told.items()}

    def _told(self, listed: dict[int, str | None]) -> dict[int, str]:
        if self._lists >= MOST_LISTS:
            return {customer: customer_text(customer, name or "") for customer, name in listed.items()}
        return told_apart(self._plan.work, listed)

    def _offer(self, texts: int) -> Offer:
        if texts and self._lists < MOST_LISTS:
            self._lists += 1
            return Offer(columns=(CANDIDATES_COLUMN, CANDIDATES_COLUMN + texts - 1))
        return self._common

    def _given(self, row: PlanRow, name: str | None, customers: dict[int, str]) -> str | None:
        """What the user has decided, as they would choose it again.

        A new customer that an import has made is chosen by its id from then on, unless the sheet has that itself. A
        `new` that other customers have overtaken is to be chosen again.
        """
        match self._plan.decided.by_row.get(row.row):
            case Skip():
                return str(SKIP)
            case CreateNew() if row.outcome is Outcome.AMBIGUOUS:
                return None
            case CreateNew() if not self._applied or row.outcome is not Outcome.CREATED:
                return str(NEW)
            case CreateNew():
                return None if self._has_ids or row.customer is None else customer_text(row.customer, name or "")
            case UseCustomer(customer):
                shown = customer_text(customer, (name or "") if customer == row.customer else "")
                return customers.get(customer, shown)
            case _:
                return None
