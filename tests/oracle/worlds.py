"""Strategies of whole worlds: catalogue, customers, sheet and options that hold together (SPEC §2 to §5)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from hypothesis import assume
from hypothesis import strategies as st

from oracle.catalogue import ORDERED_TYPES, TEXT_TYPES, Field, parse
from oracle.pools import POOLS, catalogues, rarely
from oracle.raw_cells import BLANKS, DATE_STYLES, junk, noisy, shown
from oracle.sheet import MODE_WORDS, read
from oracle.values import INVALID, Folded, convert, fold, is_blank
from oracle.world import Customer, Options, Scalar, State, World
from raccord.cells import RawCell

LOCALES = (None, None, "en-US", "en-GB", "fr-FR", "de-DE")
UNMAPPED = ("Interne Bemerkung", "???", "Colonne 7")
CROWD = 16
RawRow = tuple[RawCell, ...]


@dataclass(frozen=True, slots=True)
class Plot:
    """A column before it is written: its fields (none: unmapped), header, mark and the format of its date texts."""

    fields: tuple[Field, ...]
    header: str
    mark: RawCell
    style: str
    is_key: bool = False


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """A world whose sheet has no sheet-level error."""
    data = draw(catalogues())
    fields = parse(data)
    options = draw(option_sets(fields))
    customers = draw(bases(fields, crowded=options.mode == "update_delete"))
    marked = draw(st.integers(0, 3)) > 0
    plots = draw(plots_of(fields, marked=marked, needs_key=options.mode != "add"))
    options = options if marked else draw(marks_for(plots, options))
    body = draw(bodies(plots, customers, options.locale))
    rows = draw(framed(plots, body, marked=marked))
    world = World(data, customers, rows, options=options)
    sheet = read(rows, fields, options)
    assume(sheet.modes and len(sheet.keys) <= 8 and (sheet.keys or options.mode == "add"))
    return world


@st.composite
def bases(draw: st.DrawFn, fields: Mapping[str, Field], *, crowded: bool) -> State:
    """Up to 12 customers, or a crowd to reach the guard of deletions; a few of them in the bin."""
    size = CROWD if crowded and draw(st.booleans()) else draw(st.integers(0, 12))
    numbers = sorted(draw(st.sets(st.integers(1, 40), min_size=size, max_size=size)))
    taken: set[tuple[str, Folded]] = set()
    return {number: draw(customers_of(fields, taken)) for number in numbers}


@st.composite
def customers_of(draw: st.DrawFn, fields: Mapping[str, Field], taken: set[tuple[str, Folded]]) -> Customer:
    """One customer that shares no unique value with those in `taken`, which it joins."""
    binned = draw(rarely())
    values = {name: draw(stored(field)) for name, field in fields.items() if name != "id"}
    for name, value in values.items():
        folded = (name, fold(fields[name], value))
        if fields[name].unique and folded[1] is not None and (name == "external_id" or not binned):
            values[name] = None if folded in taken else value
            taken.add(folded)
    return Customer(values, binned)


def stored(field: Field) -> st.SearchStrategy[Scalar]:
    """A value as the database holds it: from the pool, blank now and then, some texts as noisy as SQL leaves them."""
    values = st.sampled_from(POOLS[field.name].values)
    free = field.type in ("text", "multiline", "email", "url") and field.name != "external_id"
    blanks: tuple[Scalar, ...] = (None, None, "", " \u00a0") if free and not field.unique else (None,)
    return st.integers(0, 9).flatmap(
        lambda roll: st.sampled_from(blanks) if roll < 2 else _noisy_value(values) if free and roll == 9 else values
    )


def _noisy_value(values: st.SearchStrategy[Scalar]) -> st.SearchStrategy[Scalar]:
    return values.flatmap(lambda value: noisy(str(value)))


@st.composite
def option_sets(draw: st.DrawFn, fields: Mapping[str, Field]) -> Options:
    """Options without marks."""
    return Options(
        mode=draw(st.sampled_from(("update", "update", "update_delete", "update_only", "add"))),
        on_duplicate=draw(st.sampled_from(("reject", "first", "last"))),
        scope=draw(scopes(fields)) if draw(rarely()) else {},
        locale=draw(st.sampled_from(LOCALES)),
        confirm_deletions=draw(st.sampled_from((None, None, 11, 12, 13, 14, 15))),
    )


@st.composite
def scopes(draw: st.DrawFn, fields: Mapping[str, Field]) -> dict[str, str]:
    """One or two conditions that their fields can read."""
    usable = [name for name, field in fields.items() if field.type in TEXT_TYPES and name != "external_id"]
    names = draw(st.lists(st.sampled_from(usable), unique=True, min_size=1, max_size=2))
    scope = {name: str(draw(st.sampled_from(POOLS[name].values))) for name in names}
    return {name: text for name, text in scope.items() if convert(fields[name], text, None) is not INVALID}


@st.composite
def plots_of(draw: st.DrawFn, fields: Mapping[str, Field], *, marked: bool, needs_key: bool) -> list[Plot]:
    """One to eight fields in columns, some sharing one, and columns that feed nothing."""
    names = draw(st.lists(st.sampled_from(sorted(fields)), unique=True, min_size=draw(st.integers(1, 4)), max_size=8))
    names = names if "name" in names or draw(rarely()) or len(names) == 8 else [*names, "name"]
    groups = _paired(fields, names) if marked and draw(rarely()) else [(fields[name],) for name in names]
    keys = draw(st.sampled_from((1, 2, 2, 3, 3, 8) if needs_key else (0, 1, 2, 3)))
    plots = [
        draw(marked_plots(group, is_key=place < keys) if marked else plain_plots(group[0]))
        for place, group in enumerate(groups)
    ]
    plots = draw(st.permutations(plots))
    for header in draw(st.lists(st.sampled_from((*UNMAPPED, "Raccord", "")), unique=True, max_size=2)):
        mark = draw(st.sampled_from((None, "Overwrite", "ignorer"))) if marked and header in UNMAPPED else None
        plots.insert(draw(st.integers(0, len(plots))), Plot((), header, mark, DATE_STYLES[0]))
    return plots


def _paired(fields: Mapping[str, Field], names: Sequence[str]) -> list[tuple[Field, ...]]:
    """Let the first two fields of one type share a column."""
    for place, name in enumerate(names):
        for other in names[place + 1 :]:
            if fields[name].type == fields[other].type and "id" not in (name, other):
                rest = [(fields[one],) for one in names if one not in (name, other)]
                return [(fields[name], fields[other]), *rest]
    return [(fields[name],) for name in names]


@st.composite
def marked_plots(draw: st.DrawFn, group: tuple[Field, ...], *, is_key: bool) -> Plot:
    """A column under an update row: a mark in any language, a target where the header does not say enough."""
    modes = [mode for mode in MODE_WORDS if mode != "key"]
    if not all(field.type in ORDERED_TYPES for field in group):
        modes.remove("overwrite_if_greater")
    chosen = "key" if is_key else draw(st.sampled_from(["overwrite_or_clear", "overwrite", *modes]))
    word = draw(st.sampled_from(MODE_WORDS[chosen]).flatmap(lambda word: st.sampled_from((word, word.upper(), word))))
    header = draw(headers(group[0]))
    style = draw(st.sampled_from(DATE_STYLES))
    if len(group) > 1 or draw(rarely()):
        header = draw(st.sampled_from((header, "", "Misc")))
        targets = ", ".join([draw(headers(field)) for field in group])
        return Plot(group, header, f"{word} → {targets}", style, is_key=is_key)
    blank_mark = chosen == "ignore" and draw(st.booleans())
    return Plot(group, header, draw(st.sampled_from(BLANKS)) if blank_mark else word, style, is_key=is_key)


@st.composite
def plain_plots(draw: st.DrawFn, field: Field) -> Plot:
    """A column of a sheet without update row."""
    return Plot((field,), draw(headers(field)), None, draw(st.sampled_from(DATE_STYLES)), is_key=field.update == "key")


def headers(field: Field) -> st.SearchStrategy[str]:
    """A text that names the field: label, alias or name, in any case and spacing."""
    words = ("ID",) if field.name == "id" else (field.name, *POOLS[field.name].words)
    return st.sampled_from(words).flatmap(lambda word: st.sampled_from((word, word.upper(), f" {word}: ")))


@st.composite
def marks_for(draw: st.DrawFn, plots: Sequence[Plot], options: Options) -> Options:
    """Options such as `--key name`, for sheets without update row; a key is named where no default key stands."""
    fields = [field for plot in plots for field in plot.fields]
    names = [field.name for field in fields if field.name != "id"]
    marks = (
        draw(st.dictionaries(st.sampled_from(names), st.sampled_from(("key", "keep", "overwrite", "fill")), max_size=3))
        if names
        else {}
    )
    has_key = "key" in marks.values() or any(field.update == "key" and field.name not in marks for field in fields)
    if not has_key and names:
        marks[names[0]] = "key"
    return replace(options, marks=marks)


@st.composite
def bodies(draw: st.DrawFn, plots: Sequence[Plot], customers: State, locale: str | None) -> list[RawRow]:
    """Up to 12 rows: mostly near some customer, some repeated, some fully blank."""
    rows: list[RawRow] = []
    few = len(customers) == CROWD and draw(st.booleans())
    for _ in range(draw(st.integers(1, 3) if few else st.integers(0, 12))):
        roll = draw(st.integers(0, 9))
        if roll == 9:
            rows.append(tuple(draw(st.sampled_from(BLANKS)) for _ in plots))
        elif roll == 8 and rows:
            rows.append(draw(st.sampled_from(rows)))
        else:
            number = draw(st.sampled_from([*customers, None])) if roll < 7 else None
            rows.append(draw(body_rows(plots, number, customers, locale)))
    return rows


@st.composite
def body_rows(
    draw: st.DrawFn, plots: Sequence[Plot], number: int | None, customers: State, locale: str | None
) -> RawRow:
    """One row that shows a customer's values, or the pool's, with blanks and a rare cell that cannot be read."""
    values: dict[str, Scalar] = {**customers[number].fields, "id": number} if number else {}
    return tuple([draw(_cell(plot, values, locale)) for plot in plots])


def _cell(plot: Plot, values: Mapping[str, Scalar], locale: str | None) -> st.SearchStrategy[RawCell]:
    """Take a cell from the customer or from the pool; keys mostly from the customer."""
    if not plot.fields:
        return st.sampled_from((None, None, "remark", "#N/A", 5.0)) if plot.header else st.none()
    field = plot.fields[0]
    pool: tuple[Scalar, ...] = (1, 2, 3, 20, 41) if field.name == "id" else POOLS[field.name].values
    drawn = st.sampled_from(pool).flatmap(lambda value: shown(field, value, plot.style, locale))
    own = shown(field, values[field.name], plot.style, locale) if values.get(field.name) is not None else drawn

    def by_roll(roll: int) -> st.SearchStrategy[RawCell]:
        if roll == 39:
            return junk(field)
        if roll > (36 if plot.is_key else 32):
            return st.sampled_from(BLANKS)
        return own if roll < (32 if plot.is_key else 14) else drawn

    return st.integers(0, 39).flatmap(by_roll)


@st.composite
def framed(draw: st.DrawFn, plots: Sequence[Plot], body: Sequence[RawRow], *, marked: bool) -> tuple[RawRow, ...]:
    """Put marks and headers over the body, and empty rows or a title over those."""
    marked = marked and any(not is_blank(plot.mark) for plot in plots)
    above: list[RawRow] = [() for _ in range(draw(st.sampled_from((0, 0, 0, 1, 2, 17))))]
    if marked and draw(rarely()):
        above.append(("Customers of the north",))
    marks = [tuple(plot.mark for plot in plots)] if marked else []
    return (*above, *marks, tuple(plot.header or None for plot in plots), *body)
