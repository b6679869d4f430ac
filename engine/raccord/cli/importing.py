"""From options to a job: which sheet, what its columns mean, and how the import treats it."""

from argparse import Namespace
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from raccord.catalogue import Catalogue, Field
from raccord.cells import Grid
from raccord.cli.arguments import FieldWords, chosen_file
from raccord.cli.choices import Choices, named_field
from raccord.columns import Marking
from raccord.configuration.imports import (
    ImportConfiguration,
    configuration_of,
    load_import_configuration,
    write_import_configuration,
)
from raccord.configuration.outputs import Outputs
from raccord.configuration.workbook import settings_in
from raccord.errors import UsageError, Where
from raccord.files import read_grids
from raccord.job import Job, Keeping
from raccord.marks import UpdateMode, plain
from raccord.result_reading import decisions_among
from raccord.setup import settled
from raccord.sheet import Table, understand
from raccord.sheet_choice import choose_grid
from raccord.translation import _, listed

SEPARATORS = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";"}


@dataclass(frozen=True)
class Request:
    """A job, the file it reads, and the words that say how to read it; `sheet` where the file has several.

    `from_workbook` says what the file's own settings sheet has decided.
    """

    job: Job
    path: Path
    sheet: str | None
    locale: str | None
    delimiter: str | None
    encoding: str | None
    from_workbook: tuple[str, ...] = ()

    def save(self, path: Path, outputs: Outputs) -> None:
        """Write the import configuration that asks for the same again."""
        table = understand(self.job.grid, self.job.catalogue, self.job.marking)
        reading = {
            "sheet": self.sheet,
            "locale": self.locale,
            "delimiter": self.delimiter,
            "encoding": self.encoding,
        }
        write_import_configuration(configuration_of(table, self.job.options, **reading, outputs=outputs), path)


def request_from(args: Namespace) -> Request:
    """Make the request of a command line: options come before the import configuration, that before the workbook's own.

    The workbook's settings sheet counts as it does for the buttons (SPEC §9).
    """
    path = chosen_file(args)
    setup = settled(args.catalogue, args.database)
    configured = load_import_configuration(args.config, setup.catalogue) if args.config else ImportConfiguration()
    delimiter = SEPARATORS.get(args.delimiter, args.delimiter) or configured.delimiter
    encoding = args.encoding or configured.encoding
    modes = field_modes(getattr(args, "fields", []), setup.catalogue)
    marking = Marking(modes, configured.columns, args.header_row or configured.header_row)
    grids = read_grids(path, delimiter=delimiter, encoding=encoding)
    import raccord.database  # noqa: F401, PLC0415 - SQLAlchemy loads while the sheet does, in a thread of its own

    grid = choose_grid(grids, args.sheet or configured.sheet)
    choices = Choices(args, configured, settings_in(grids))
    setup = choices.setup(setup)
    options, locale = choices.options(setup.catalogue), choices.locale()
    options = replace(options, decisions=decisions_among(grids, grid))
    _check_columns(grid, setup.catalogue, marking)
    keeping = Keeping(setup.configuration.bin_days, setup.configuration.journal_days)
    job = Job(grid, setup.catalogue, setup.url, path.name, marking, options, locale, keeping, setup.base_name)
    sheet = grid.name if len(grids) > 1 else None
    told = tuple(choices.from_workbook(setup.catalogue))
    return Request(job, path, sheet, choices.locale_name(), delimiter, encoding, told)


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
