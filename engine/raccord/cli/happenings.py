"""What an operation did to a customer, in words: its coming and going, and its fields, one a line."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from raccord.catalogue import Catalogue
from raccord.cli.screen import clean
from raccord.journal.operations import State
from raccord.planning.outcomes import CellChange
from raccord.translation import N_, _
from raccord.values import Value, shown

if TYPE_CHECKING:
    from rich.text import Text

_WORDS = {
    (State.ABSENT, State.ACTIVE): N_("created"),
    (State.ABSENT, State.BINNED): N_("created in the recycle bin"),
    (State.ACTIVE, State.BINNED): N_("to the recycle bin"),
    (State.BINNED, State.ACTIVE): N_("from the recycle bin"),
    (State.ACTIVE, State.ABSENT): N_("removed"),
    (State.BINNED, State.ABSENT): N_("removed from the recycle bin"),
}
_STYLES = {State.ACTIVE: "green", State.BINNED: "red", State.ABSENT: "red"}


def coming_or_going(before: State, after: State) -> str:
    """How a customer came, went or came back; nothing where it stayed."""
    return "" if before is after else _(_WORDS[before, after])


def changes_text(before: State, after: State, changes: Sequence[CellChange], catalogue: Catalogue) -> tuple[str, ...]:
    """All that happened to a customer, each as a text."""
    return tuple(text.plain for text in happenings(before, after, changes, catalogue))


def happenings(before: State, after: State, changes: Sequence[CellChange], catalogue: Catalogue) -> "Iterator[Text]":
    """The same as rich draws it: old values red, new ones green."""
    from rich.text import Text  # noqa: PLC0415 - JSON does without rich

    if before is not after:
        yield Text(coming_or_going(before, after), _STYLES[after])
    for change in changes:
        one = catalogue.by_name.get(change.field)
        kind = one.type if one else None
        label = Text(_("{label}:", label=one.label_in() if one else clean(change.field)) + " ")
        old, new = (
            _value(shown(value, kind), value, style) for value, style in ((change.old, "red"), (change.new, "green"))
        )
        if before is State.ABSENT:
            yield label + new
        elif after is State.ABSENT:
            yield label + old
        else:
            yield label + old + " → " + new


def _value(text: str, value: Value, style: str) -> "Text":
    from rich.text import Text  # noqa: PLC0415 - as above

    return Text(_("(blank)"), "dim") if value is None else Text(clean(text), style)
