"""Restore points for people: what each holds, drawn on a terminal, a table for other programs; and one of them."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta

from rich.text import Text

from raccord.catalogue import Catalogue
from raccord.cli.bars import bar
from raccord.cli.count_words import counted_customers
from raccord.cli.happenings import changes_text
from raccord.cli.screen import Screen, clean
from raccord.cli.timeline import Event, Timeline
from raccord.formats import day, decimal
from raccord.journal import Held, JournalSize, Operation, OperationKind, TouchedCustomer
from raccord.journal.labels import shown_label
from raccord.journal.operations import utc_time
from raccord.translation import _, language, ngettext

SHOWN_CUSTOMERS = 20
_BAR = 20
_ROOM_FOR_BARS = 60
_KILO = 1000


def show_points(points: Sequence[Operation], size: JournalSize, days: int, screen: Screen) -> None:
    """Show all points, the newest first, with what they hold together and for how long they are kept."""
    if screen.is_terminal:
        _draw(points, size, screen)
    else:
        _list(points, size, screen)
    screen.show("", *map(Text, _foot(points, size, days)))


def show_point(point: Operation, held: Sequence[TouchedCustomer], catalogue: Catalogue, screen: Screen) -> None:
    """Show one point, and the first of the customers that it touched with what changed."""
    screen.show(_head(point))
    if not point.customers:
        screen.show(Text(_("It touched no customer.")))
        return
    lines = [
        (one.customer, one.name, one.row, changes_text(one.before, one.after, one.changes, catalogue)) for one in held
    ]
    screen.show("")
    screen.table((_("Customer"), _("Name"), _("Row"), _("What")), lines)
    rest = point.customers - len(held)
    if rest:
        screen.show(Text(_("… and {count:,} more: use --json", count=rest)))


def _draw(points: Sequence[Operation], size: JournalSize, screen: Screen) -> None:
    most = max((point.customers for point in points), default=0)
    screen.show(Text(_("Restore points, times in UTC")), "")
    width = _BAR if screen.width >= _ROOM_FOR_BARS else 0
    screen.show(Timeline([Event(_head(point), tuple(_lines(point, size, most, width))) for point in points]))


def _head(point: Operation) -> Text:
    told = (str(point.number), _what(point), utc_time(point.at), point.author)
    return Text(" · ").join(Text(clean(one)) for one in told if one)


def _what(point: Operation) -> str:
    """What an operation was, and of what."""
    named = point.file or shown_label(point)
    return f"{_(point.kind)} {named}" if named else _(point.kind)


def _lines(point: Operation, size: JournalSize, most: int, width: int) -> Iterator[Text]:
    """What a point holds, as a bar beside the largest one's and in words, and whether it is taken back."""
    if point.customers:
        drawn = f"{bar(point.customers, most, width).ljust(width)}  " if width else ""
        yield Text().append(drawn, "cyan").append(_held(point, size))
    if point.undone_by:
        yield Text(_("undone by {operation}", operation=point.undone_by), "yellow")


def _list(points: Sequence[Operation], size: JournalSize, screen: Screen) -> None:
    headers = (_("Point"), _("Before"), _("At (UTC)"), _("By"), _("File or label"), _("Customers"), _("What"), "")
    screen.table(headers, [_row(point, size) for point in points])


def _row(point: Operation, size: JournalSize) -> tuple[object, ...]:
    undone = _("undone by {operation}", operation=point.undone_by) if point.undone_by else None
    when, named = utc_time(point.at), point.file or shown_label(point)
    return (point.number, _(point.kind), when, point.author, named, point.customers, _held(point, size), undone)


def _held(point: Operation, size: JournalSize) -> str:
    return counted_customers(asdict(size.held.get(point.number, Held())))


def _foot(points: Sequence[Operation], size: JournalSize, days: int) -> Iterator[str]:
    """What all points hold, how long they are kept, and how to go back."""
    oldest, last = points[-1], next((one for one in points if one.can_be_undone), None)
    goes = day((datetime.fromisoformat(oldest.at) + timedelta(days=days)).date(), language())
    held = ngettext("{count:,} point", "{count:,} points", len(points))
    yield _(
        "{points}, about {size} in the base. Each is kept for {days} days.", points=held, size=_size(size), days=days
    )
    yield _("The oldest, {point}, goes with the first import after {day}.", point=oldest.number, day=goes)
    if last:
        yield _(
            "Take back one import: raccord undo {point}. Go back to before it: raccord restore {point}",
            point=last.number,
        )
    elif any(one.kind is OperationKind.POINT for one in points):
        yield _("Go back to a point: raccord restore POINT")


def _size(size: JournalSize) -> str:
    """Characters as bytes, which they nearly are."""
    kilobytes = size.characters / _KILO
    if kilobytes < _KILO:
        return f"{max(round(kilobytes), 1)} kB"
    return decimal(f"{kilobytes / _KILO:.1f}", language()) + " MB"
