"""Merging: every applicable row with each field's old and new value, and the image of what changes (SPEC §4).

They are the preview, the journal's source and the update's source, computed once.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Integer,
    Select,
    Table,
    and_,
    case,
    false,
    func,
    literal,
    null,
    or_,
    select,
)

from raccord.catalogue import ID, Field
from raccord.columns import Feed
from raccord.database.field_numbers import field_numbers
from raccord.database.row_images import changes_image
from raccord.database.temporary import add_lookups, temporary_table
from raccord.database.types import CUSTOMER_ID, text
from raccord.marks import UpdateMode
from raccord.matching.keys import total
from raccord.planning.outcomes import Outcome
from raccord.planning.workspace import Workspace
from raccord.values import Value


@dataclass(frozen=True)
class Merged:
    """The merged rows.

    `table` has `row`, `customer` (NULL for a new one), `old_<field>` and `new_<field>` for each of `fields`, and the
    counts `cleared` and `kept` of its cells; `images` has, for each such `row`, the row image `cells` of those that
    change. `fields` are those that the sheet feeds, in the order of its columns, then those
    that the scope fills in and unique fields that a restored customer brings back. `updating` are those whose mode can
    change a customer that is there.
    """

    table: Table
    images: Table
    fields: tuple[Field, ...]
    updating: tuple[Field, ...]

    def old(self, one: Field) -> Column[Any]:
        """The value before."""
        return self.table.c[f"old_{one.name}"]

    def new(self, one: Field) -> Column[Any]:
        """The value after."""
        return self.table.c[f"new_{one.name}"]

    def differs(self, one: Field) -> ColumnElement[bool]:
        """The condition that a field changes."""
        return self.new(one).is_distinct_from(self.old(one))


def merge(work: Workspace) -> Merged:
    """Merge every undecided or restored row with its customer."""
    feeds = [feed for feed in work.staging.feeds if feed.field.name != ID]
    scope = {one.field.name: one for one in work.options.scope}
    fed = {feed.field.name for feed in feeds}
    extra = [one for one in work.database.catalogue.fields if one.name not in fed and (one.unique or one.name in scope)]
    fields = (*(feed.field for feed in feeds), *extra)
    updating = tuple(feed.field for feed in feeds if feed.mode is not UpdateMode.KEEP)
    merged = Merged(_merged_table(work, fields), _image_table(work), fields, updating)
    source = _source(work, feeds, extra, {name: one.value for name, one in scope.items()})
    work.fill(merged.table, source)
    add_lookups(work.connection, merged.table)
    work.fill(merged.images, _images(work, merged))
    return merged


def missing_required(work: Workspace, one: Field) -> ColumnElement[bool]:
    """The condition that a new row brings no value for a required field, nor does the scope."""
    if any(condition.field.name == one.name and condition.value is not None for condition in work.options.scope):
        return false()
    feed = next((feed for feed in work.staging.feeds if feed.field.name == one.name), None)
    if feed is None:
        return literal(1) == 1
    staged = work.staging.rows.c
    return work.rows.c.row.in_(select(staged.row).where(work.staging.new(one).is_(None)))


def count_differing_kept(work: Workspace, merged: Merged) -> int:
    """How many cells of the sheet have another value than a customer whose field the mark keeps."""
    kept = [feed.field for feed in work.staging.feeds if feed.mode is UpdateMode.KEEP and feed.field in merged.fields]
    staged, rows, table = work.staging.rows, work.rows, merged.table
    differing = total(
        _one_if(work.staging.new(one).is_distinct_from(merged.old(one)) & work.staging.new(one).is_not(None))
        for one in kept
    )
    joined = table.join(staged, staged.c.row == table.c.row).join(rows, rows.c.row == table.c.row)
    customers = rows.c.outcome.in_(
        [outcome.value for outcome in (Outcome.UPDATED, Outcome.UNCHANGED, Outcome.RESTORED)]
    )
    count: int | None = work.connection.execute(
        select(func.sum(differing)).select_from(joined).where(customers)
    ).scalar()
    return count or 0


def _merged_table(work: Workspace, fields: Iterable[Field]) -> Table:
    kind = work.database.family.column_type
    values = [Column(f"{side}_{one.name}", kind(one)) for one in fields for side in ("old", "new")]
    counts = [Column(name, Integer, nullable=False) for name in ("cleared", "kept")]
    key = (Column("row", Integer, primary_key=True), Column("customer", CUSTOMER_ID))
    return temporary_table(work.connection, "merged", *key, *values, *counts, lookup=["customer"], filled_first=True)


def _image_table(work: Workspace) -> Table:
    key = Column("row", Integer, primary_key=True)
    return temporary_table(work.connection, "merged_image", key, Column("cells", text()))


def _images(work: Workspace, merged: Merged) -> Select[Any]:
    image = changes_image(
        work.database.family,
        field_numbers(work.connection, work.database),
        ((one, merged.old(one), merged.new(one)) for one in merged.fields),
    )
    return select(merged.table.c.row, image)


def _source(work: Workspace, feeds: list[Feed], extra: list[Field], scope: dict[str, Value]) -> Select[Any]:
    """A select of old and new values: customers beside their rows, NULL beside new ones."""
    rows, staged, customers = work.rows, work.staging.rows, work.customers
    columns: list[ColumnElement[Any]] = []
    for feed in feeds:
        given = func.coalesce(work.staging.new(feed.field), scope.get(feed.field.name, null()))
        columns += (_old(work, feed.field), case((work.is_new, given), else_=_merged_value(work, feed)))
    for one in extra:
        new = literal(scope.get(one.name), customers.column(one).type)
        columns += (_old(work, one), case((work.is_new, new), else_=_old(work, one)))
    clears = [_clears(work, feed) for feed in feeds if feed.mode is UpdateMode.OVERWRITE_OR_CLEAR]
    keeps = [_clears(work, feed) for feed in feeds if feed.mode is UpdateMode.OVERWRITE]
    columns += (total(map(_one_if, clears)), total(map(_one_if, keeps)))
    joined = rows.join(staged, staged.c.row == rows.c.row).outerjoin(customers.table, customers.id == rows.c.customer)
    contending = or_(work.undecided, rows.c.outcome == Outcome.RESTORED.value)
    return select(rows.c.row, rows.c.customer, *columns).select_from(joined).where(contending)


def _old(work: Workspace, one: Field) -> ColumnElement[Any]:
    return work.database.family.not_blank(one, work.customers.column(one))


def _clears(work: Workspace, feed: Feed) -> ColumnElement[bool]:
    """The condition that a blank of the sheet meets a value of the customer."""
    return and_(work.staging.new(feed.field).is_(None), _old(work, feed.field).is_not(None))


def _merged_value(work: Workspace, feed: Feed) -> ColumnElement[Any]:
    old, new = _old(work, feed.field), work.staging.new(feed.field)
    match feed.mode:
        case UpdateMode.KEY | UpdateMode.FILL:
            return func.coalesce(old, new)
        case UpdateMode.OVERWRITE:
            return func.coalesce(new, old)
        case UpdateMode.OVERWRITE_OR_CLEAR:
            return new
        case UpdateMode.OVERWRITE_IF_GREATER:
            greater = or_(old.is_(None), work.database.family.greater(feed.field, new, old))
            return case((and_(new.is_not(None), greater), new), else_=old)
        case _:
            return old


def _one_if(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return case((condition, 1), else_=0)
