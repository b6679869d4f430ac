"""What a line of the result sheet lets the user decide: what it holds and offers, and the key of its row (SPEC §7)."""

from raccord.catalogue import ID
from raccord.choice_words import NEW, SKIP, TICK
from raccord.colours import Tint
from raccord.files.annotations import Offer, ResultCell
from raccord.planning import CreateNew, Outcome, PlanRow, Skip, UseCustomer
from raccord.planning.outcomes import CHANGING
from raccord.planning.plan import Plan
from raccord.result_lines import CANDIDATES_COLUMN, written
from raccord.row_keys import RowKey
from raccord.telling_apart import customer_text, told_apart

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
        self._has_ids = any(one.name == ID for column in plan.sheet.columns for one in column.fields)

    def cells(self, row: PlanRow, name: str | None, digest: int) -> tuple[ResultCell, ...]:
        """The cells of a row whose customer has this name."""
        among = self._contested.get(row.row)
        if among is None and row.row not in self._plan.decided.by_row:
            ticked = row.outcome in CHANGING and not self._applied
            return self._ticked if ticked else self._blank, ResultCell(str(RowKey(digest, ticked)))
        customers = self._candidates(row.row) if among else {}
        offered = [*customers.values(), str(NEW), str(SKIP)] if among else []
        choice = self._given(row, name, customers)
        return (
            ResultCell(choice and written(choice), Tint.INPUT, offer=self._offer(len(offered))),
            ResultCell(str(RowKey(digest, among=among))),
            *(ResultCell(written(text)) for text in offered),
        )

    def _candidates(self, row: int) -> dict[int, str]:
        listed = {one.customer: one.name for one in self._plan.reader.candidates(row)[:LISTED]}
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
