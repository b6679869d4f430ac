"""What Raccord tells a user about a row, a column or a plan: a stable code, a place and a sentence."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from raccord.translation import N_, _, listed

TEXTS = {
    # cells (SPEC §2)
    "error-cell": N_("The cell shows {shown}. Mend it in the sheet, or empty it."),
    "formula-without-value": N_(
        "The formula has no stored result. Open the file in your spreadsheet program and save it."
    ),
    "not-an-integer": N_("“{shown}” is not a whole number, which {label} needs."),
    "not-a-number": N_("“{shown}” is not a number that {label} can hold."),
    "ambiguous-number": N_("“{shown}” can be read as two numbers. Use a number cell, or give the locale."),
    "not-a-boolean": N_("“{shown}” is neither yes nor no."),
    "not-a-date": N_("“{shown}” is not a date in this column's format. Use a date cell, or write {example}."),
    "ambiguous-date": N_("“{shown}” can be read as two different days. Use date cells, or give the locale."),
    "date-with-time": N_("“{shown}” has a time of day, but {label} holds dates only."),
    "not-a-time": N_("“{shown}” is not a time of day such as 14:30."),
    "not-an-email": N_("“{shown}” is not an e-mail address."),
    "not-one-line": N_("{label} holds one line, but the cell has several."),
    "not-a-choice": N_("“{shown}” is not one of the values of {label}: {allowed}."),
    "bad-character": N_("“{shown}” holds a character (NUL) that no text can hold. Remove it."),
    "too-long": N_("The text has {length} characters; {label} holds at most {allowed}."),
    "does-not-fit": N_("“{shown}” does not fit into the database's column of {label}, which holds {allowed}."),
    "bad-pattern": N_("“{shown}” does not have the form that {label} asks for: {allowed}."),
    "bad-id": N_("“{shown}” is not a customer's id, which is a whole number from 1 on."),
    # rows (SPEC §3, §4)
    "ambiguous": N_(
        "{count} customers match this row equally well. Choose one in the result sheet, or fill another key."
    ),
    "ambiguous-restore": N_(
        "Customers {customers} in the recycle bin both match this row. Correct its id or external id."
    ),
    "skipped": N_("The row is left out, as you asked."),
    "not-new": N_(
        "Customer {customer} matches this row, so it creates none and is left out. "
        "“new” is for rows that several customers match."
    ),
    "others-match": N_("Other customers match this row than when you wrote “new”: now {count} do. Choose again."),
    "no-candidate": N_(
        "Customer {customer}, chosen for this row, does not match it, so nothing is written. "
        "Choose one of its candidates, or empty the choice."
    ),
    "duplicate-match": N_("The same customer matches {rows}. Keep one of these rows."),
    "duplicate-new": N_("This new customer and {rows} match each other. Keep one of these rows."),
    "duplicate-unique": N_("{label} “{shown}” is given by {rows} as well, but only one customer can have it."),
    "already-there": N_("Customer {customer} matches this row, and mode add only creates customers."),
    "resembles": N_("Looks like customer {customer} ({score} %). If it is the same, choose it in the result sheet."),
    "resembles-matched": N_(
        "Looks like customer {customer} ({score} %), whom row {row} matches. If it is the same, remove one of the rows."
    ),
    "repeated": N_("The row repeats row {row}."),
    "unmatched": N_("No customer matches, and mode update-only never creates one."),
    "missing-required": N_("No customer matches, and a new one needs {labels}."),
    "clears-required": N_("A blank may not clear {label}, which every customer needs."),
    "changes-immutable": N_("{label} is “{old}” and can never change, but the cell says “{shown}”."),
    "unique-taken": N_("{label} “{shown}” belongs to customer {customer}."),
    "unique-in-bin": N_("{label} “{shown}” belongs to customer {customer} in the recycle bin."),
    "outside-scope": N_("{label} would be “{shown}”, outside the scope of this import ({scope})."),
    "leading-zeros": N_("{label} would go from “{old}” to “{shown}”: leading zeros look lost."),
    "unknown-id": N_("No customer has the id {customer}, so the row creates one, which gets a new id."),
    "restored": N_("Customer {customer} comes back from the recycle bin."),
    # the sheet and the plan
    "choices-dropped": N_(
        "Choices that count for nothing: {count} ({cells}). Their rows or the options have changed since, or a row has "
        "two. Choose again where you still want to."
    ),
    "unmapped": N_("The header “{header}” names no field, so its column is left out. Use → and a field in its mark."),
    "hidden-rows": N_("Hidden or filtered rows are imported too: {count} of them."),
    "merged-cells": N_(
        "Cells are merged in the data ({count} times); only the first cell of each merger has the value."
    ),
    "blank-keys": N_("Rows without any key: {count}. Importing this sheet again would create these customers again."),
    "no-rows": N_("The sheet has headers but no rows below them."),
    "new-base": N_("The customer base does not exist yet, so every row counts as new. Importing makes it."),
    "network-folder": N_(
        "The customer base is an SQLite file in a network folder ({kind}), where it can be damaged when "
        "several computers use it. Use PostgreSQL or MariaDB, or keep the file on one computer."
    ),
    "empty-base": N_("The customer base held no customer before, so every row counts as new."),
    "keys-find-few": N_(
        "Most rows match no customer by {keys}. With {better} as key, {would} of {sampled} sampled "
        "rows would match one customer; now {now} do. Change the marks, or see Suggest keys."
    ),
    "keys-unclear": N_(
        "Many rows match several customers by {keys}. With {better} as key, {would} of {sampled} sampled "
        "rows would match one customer; now {now} do. Change the marks, or see Suggest keys."
    ),
    "resembling": N_(
        "New rows that look like a customer who is there already: {count:,}. Each says whom; if it is the same, choose "
        "that customer in the result sheet."
    ),
    "confirm-deletions": N_(
        "{count} of {active} customers would be deleted. To allow it, confirm the number: {count}."
    ),
    "blocked-unreadable-key": N_("Nothing is deleted, because {cell} is a key that cannot be read."),
    "blocked-no-rows": N_("Nothing is deleted, because no row of the sheet can be applied."),
}


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence for the user: its stable code, the cell it speaks of (`Clients!C7`) and the facts in it."""

    code: str
    cell: str | None = None
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The sentence in the language spoken."""
        return _(TEXTS[self.code], **self.facts)


def some_rows(rows: list[int], most: int) -> str:
    """Name rows, at most so many: `row 7`, `rows 7 and 9`, `rows 3, 4 and more`."""
    if not rows:
        return _("another row")
    if len(rows) == 1:
        return _("row {row}", row=rows[0])
    named = [*map(str, rows[:most]), *([_("more")] if len(rows) > most else [])]
    return _("rows {rows}", rows=listed(named))
