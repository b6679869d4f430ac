"""From options to a job: which sheet, what its columns mean, and how the import treats it."""

from argparse import Namespace
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from raccord.catalogue import Catalogue, Field
from raccord.cells import Grid
from raccord.cli.arguments import FieldWords, chosen_file
from raccord.columns import Marking
from raccord.configuration.imports import (
    ImportConfiguration,
    configuration_of,
    load_import_configuration,
    scope_condition,
    write_import_configuration,
)
from raccord.errors import UsageError, Where
from raccord.files import read_grids
from raccord.job import Job, Keeping
from raccord.marks import ImportMode, OnDuplicate, UpdateMode, plain
from raccord.planning import ImportOptions, ScopeCondition
from raccord.setup import settled
from raccord.sheet import Table, understand
from raccord.sheet_choice import choose_grid
from raccord.translation import _, listed
from raccord.values import SheetLocale, sheet_locale

SEPARATORS = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";"}


@dataclass(frozen=True)
class Request:
    """A job, the file it reads, and the words that say how to read it; `sheet` where the file has several."""

    job: Job
    path: Path
    sheet: str | None
    locale: str | None
    delimiter: str | None
    encoding: str | None

    def save(self, path: Path) -> None:
        """Write the import configuration that asks for the same again."""
        table = understand(self.job.grid, self.job.catalogue, self.job.marking)
        reading = {
            "sheet": self.sheet,
            "locale": self.locale,
            "delimiter": self.delimiter,
            "encoding": self.encoding,
        }
        write_import_configuration(configuration_of(table, self.job.options, **reading), path)


def request_from(args: Namespace) -> Request:
    """Make the request of a command line; an option comes before the import configuration (SPEC §9)."""
    path = chosen_file(args)
    setup = settled(args.catalogue, args.database)
    configured = load_import_configuration(args.config, setup.catalogue) if args.config else ImportConfiguration()
    locale = args.locale or configured.locale
    delimiter = SEPARATORS.get(args.delimiter, args.delimiter) or configured.delimiter
    encoding = args.encoding or configured.encoding
    sheet_reading = sheet_locale(locale) if locale else None
    options = _options(args, configured, setup.catalogue, sheet_reading)
    modes = field_modes(getattr(args, "fields", []), setup.catalogue)
    marking = Marking(modes, configured.columns, configured.header_row)
    grids = read_grids(path, delimiter=delimiter, encoding=encoding)
    grid = choose_grid(grids, args.sheet or configured.sheet)
    _check_columns(grid, setup.catalogue, marking)
    keeping = Keeping(setup.configuration.bin_days, setup.configuration.journal_days)
    job = Job(grid, setup.catalogue, setup.url, path.name, marking, options, sheet_reading, keeping, setup.base_name)
    return Request(job, path, grid.name if len(grids) > 1 else None, locale, delimiter, encoding)


def named_field(catalogue: Catalogue, name: str, option: str) -> Field:
    """The field that an option names; raises UsageError with the fields there are."""
    one = catalogue.named(name)
    if one is None:
        raise UsageError(
            "unknown-field",
            _("{option}: “{name}” names no field.", option=option, name=name),
            message=_("The fields are: {fields}.", fields=", ".join(catalogue.by_name)),
            hint=_("Use a field's name, its label or one of its aliases."),
        )
    return one


def field_modes(given: Sequence[FieldWords], catalogue: Catalogue) -> Mapping[str, UpdateMode]:
    """The mode that the options give each field; raises UsageError for a field with two."""
    modes: dict[str, UpdateMode] = {}
    for each in given:
        for one in _fields(each, catalogue):
            if modes.setdefault(one.name, each.mode) is not each.mode:
                words = listed([mode.value.replace("_", "-") for mode in (modes[one.name], each.mode)])
                title = _("{label} is given two modes: {words}.", label=one.label_in(), words=words)
                raise UsageError("two-modes", title, hint=_("Name the field in one of the options only."))
    return modes


def _fields(given: FieldWords, catalogue: Catalogue) -> list[Field]:
    found = []
    for word in given.words:
        whole = catalogue.named(word)
        parts = [part for part in word.split(",") if part.strip()]
        found += [whole] if whole else [named_field(catalogue, part.strip(), given.option) for part in parts]
    return found


def _options(
    args: Namespace, configured: ImportConfiguration, catalogue: Catalogue, locale: SheetLocale | None
) -> ImportOptions:
    mode = getattr(args, "mode", None)
    on_duplicate = getattr(args, "on_duplicate", None)
    return ImportOptions(
        ImportMode(mode.replace("-", "_")) if mode else configured.mode or ImportMode.UPDATE,
        OnDuplicate(on_duplicate) if on_duplicate else configured.on_duplicate or OnDuplicate.REJECT,
        scope_from(args.scope, catalogue, configured.scope, locale),
    )


def scope_from(
    given: Sequence[str],
    catalogue: Catalogue,
    configured: Sequence[ScopeCondition] = (),
    locale: SheetLocale | None = None,
) -> tuple[ScopeCondition, ...]:
    """The configured conditions, replaced field by field by those of `--scope FIELD=VALUE`."""
    conditions = {condition.field.name: condition for condition in configured}
    asked: set[str] = set()
    for text in given:
        name, equals, value = text.partition("=")
        if not equals:
            raise UsageError(
                "bad-scope", _("--scope: “{text}” has no “=”.", text=text), hint=_("Write --scope FIELD=VALUE.")
            )
        one = named_field(catalogue, name.strip(), "--scope")
        if one.name in asked:
            raise UsageError(
                "bad-scope",
                _("--scope names {label} twice.", label=one.label_in()),
                hint=_("One value is possible."),
            )
        asked.add(one.name)
        conditions[one.name] = scope_condition(one, value, locale)
    return tuple(conditions.values())


def _check_columns(grid: Grid, catalogue: Catalogue, marking: Marking) -> None:
    """Raise UsageError when an option or the configuration speaks of a column that the sheet does not have."""
    if not marking.modes and not marking.columns:
        return
    table = understand(grid, catalogue, marking)
    there = [one.name for column in table.columns for one in column.fields]
    for name, mode in marking.modes.items():
        if name not in there:
            option = mode.value.replace("_", "-")
            raise UsageError(
                "no-such-column",
                _(
                    "--{option}: no column of “{sheet}” holds {label}.",
                    option=option,
                    sheet=grid.name,
                    label=catalogue.by_name[name].label_in(),
                ),
                message=_(
                    "Its columns hold: {fields}.", fields=", ".join(there) or _("no field that the catalogue knows")
                ),
                hint=_("Correct the option, or the header of the column."),
                where=Where(sheet=grid.name),
            )
    if table.update_row is None:
        _check_headers(table, marking)


def _check_headers(table: Table, marking: Marking) -> None:
    headers = {plain(column.header) for column in table.columns}
    for header, choice in marking.columns.items():
        if plain(header) not in headers and choice.mode is not UpdateMode.IGNORE:
            raise UsageError(
                "no-such-header",
                _(
                    "The import configuration speaks of a column “{header}”, which “{sheet}” does not have.",
                    header=header,
                    sheet=table.grid.name,
                ),
                message=_(
                    "Row {row} has: {headers}.",
                    row=table.header_row,
                    headers=", ".join(column.header for column in table.columns),
                ),
                hint=_("Correct the header, the header_row or the configuration."),
                where=Where(sheet=table.grid.name),
            )
