"""Import configurations: what a recurring import needs, read from and written to YAML (SPEC §9)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, ClassVar

import yaml

from raccord.catalogue import Catalogue, Field
from raccord.columns import Column, ColumnChoice
from raccord.configuration.outputs import Outputs, outputs_in
from raccord.errors import ConfigurationError, FileError, RaccordError, UsageError, Where
from raccord.marks import ImportMode, OnDuplicate, UpdateMode, plain
from raccord.messages import TEXTS
from raccord.planning.options import ImportOptions, ScopeCondition
from raccord.sheet import Table
from raccord.translation import _
from raccord.values import Fault, SheetLocale, cell_parser, sheet_locale
from raccord.yaml_files import Location, YamlDocument

ScopeValue = str | bool | int | float | date | datetime


@dataclass(frozen=True, slots=True)
class ConfiguredColumn:
    """One column in the file: the field or fields it feeds (by header when absent) and its mode."""

    __pydantic_config__: ClassVar[Any] = {"extra": "forbid"}

    fields: str | tuple[str, ...] = ()
    mode: UpdateMode | None = None


@dataclass(frozen=True, slots=True)
class _Written:
    """The shape of the file."""

    __pydantic_config__: ClassVar[Any] = {"extra": "forbid"}

    sheet: str | int | None = None
    header_row: int | None = None
    mode: ImportMode | None = None
    columns: Mapping[str | int, ConfiguredColumn] = field(default_factory=dict)
    on_duplicate: OnDuplicate | None = None
    scope: Mapping[str, Any] = field(default_factory=dict)
    locale: str | None = None
    delimiter: str | None = None
    encoding: str | None = None
    result: str | None = None
    summary: str | None = None
    log: str | None = None


@dataclass(frozen=True, slots=True)
class ImportConfiguration:
    """A recurring import: which sheet, how it is read, what its columns mean (by header), its options and outputs."""

    sheet: str | None = None
    header_row: int | None = None
    mode: ImportMode | None = None
    columns: Mapping[str, ColumnChoice] = field(default_factory=dict)
    on_duplicate: OnDuplicate | None = None
    scope: tuple[ScopeCondition, ...] = ()
    locale: str | None = None
    delimiter: str | None = None
    encoding: str | None = None
    outputs: Outputs = field(default_factory=Outputs)


def load_import_configuration(path: Path, catalogue: Catalogue) -> ImportConfiguration:
    """Read an import configuration; raises ConfigurationError with file, line and key."""
    document = YamlDocument(path, ConfigurationError)
    _check_columns(document)
    written = document.checked(_Written)
    if written.header_row is not None and written.header_row < 1:
        allowed = _("A row's number, counted from 1, is allowed.")
        raise document.fault(("header_row",), _("Found {found}.", found=written.header_row), message=allowed)
    return ImportConfiguration(
        None if written.sheet is None else str(written.sheet),
        written.header_row,
        written.mode,
        dict(_columns(document, written, catalogue)),
        written.on_duplicate,
        tuple(_scope(document, written, catalogue)),
        written.locale,
        written.delimiter,
        written.encoding,
        _outputs(written, path),
    )


def configured_outputs(path: Path) -> Outputs:
    """The outputs alone, which need no catalogue, so that a run that cannot start is told of too.

    Raises ConfigurationError for a file that breaks the format.
    """
    return _outputs(YamlDocument(path, ConfigurationError).checked(_Written), path)


def scope_condition(one: Field, value: ScopeValue, locale: SheetLocale | None = None) -> ScopeCondition:
    """Read one condition of a scope by its field's type; raises UsageError for a value that the field cannot hold."""
    parsed = cell_parser(one, locale)(value)
    if isinstance(parsed, Fault):
        title = _("The scope's value for {label} cannot be used.", label=one.label_in())
        raise UsageError("bad-scope", title, message=_(TEXTS[parsed.code], **parsed.facts))
    if parsed is None:
        title = _("The scope's value for {label} is blank.", label=one.label_in())
        raise UsageError("bad-scope", title, hint=_("A scope restricts the import to one value of a field: give one."))
    return ScopeCondition(one, parsed)


def configuration_of(
    table: Table,
    options: ImportOptions,
    *,
    sheet: str | None,
    locale: str | None,
    delimiter: str | None,
    encoding: str | None,
    outputs: Outputs | None = None,
) -> ImportConfiguration:
    """The configuration that makes the same import again, also where the sheet has no marks.

    `sheet` is the sheet's name where it must be told from others. Raises UsageError when the headers cannot tell two
    columns apart.
    """
    return ImportConfiguration(
        sheet,
        table.header_row if table.update_row is None else None,
        options.mode,
        _choices(table),
        options.on_duplicate,
        options.scope,
        locale,
        delimiter,
        encoding,
        outputs or Outputs(),
    )


def write_import_configuration(configuration: ImportConfiguration, path: Path) -> None:
    """Write a configuration so that `load_import_configuration` reads it back; raises FileError."""
    named = {
        "sheet": configuration.sheet,
        "header_row": configuration.header_row,
        "mode": configuration.mode and configuration.mode.value,
        "columns": {header: _choice_yaml(choice) for header, choice in configuration.columns.items()},
        "on_duplicate": configuration.on_duplicate and configuration.on_duplicate.value,
        "scope": {condition.field.name: condition.value for condition in configuration.scope},
        "locale": configuration.locale,
        "delimiter": configuration.delimiter,
        "encoding": configuration.encoding,
        **configuration.outputs.as_written(path.parent),
    }
    given = {key: value for key, value in named.items() if value not in (None, {})}
    text = yaml.safe_dump(given, allow_unicode=True, sort_keys=False, default_flow_style=None, width=120)
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as fault:
        raise FileError(
            "cannot-write",
            _("The import configuration cannot be written: {reason}.", reason=fault.strerror),
            hint=_("Choose another place with --save-config."),
            where=Where(file=str(path)),
        ) from fault


def _outputs(written: _Written, path: Path) -> Outputs:
    given = {"result": written.result, "summary": written.summary, "log": written.log}
    return outputs_in(path.parent, given)


def _check_columns(document: YamlDocument) -> None:
    """Say how a column is written where something else than a mapping stands."""
    columns = document.data.get("columns") if isinstance(document.data, dict) else None
    for header, column in columns.items() if isinstance(columns, dict) else ():
        if not isinstance(column, dict):
            title = _("The column “{header}” is not written as fields and mode.", header=header)
            hint = _("Write it like this: {fields: phone, mode: overwrite}")
            raise document.fault(("columns", header), title, hint=hint)


def _columns(document: YamlDocument, written: _Written, catalogue: Catalogue) -> Iterator[tuple[str, ColumnChoice]]:
    for header, column in written.columns.items():
        names = (column.fields,) if isinstance(column.fields, str) else column.fields
        fields = [_field(document, ("columns", header, "fields"), catalogue, name) for name in names]
        yield str(header), ColumnChoice(tuple(one.name for one in fields), column.mode)


def _scope(document: YamlDocument, written: _Written, catalogue: Catalogue) -> Iterator[ScopeCondition]:
    locale = _locale(document, written)
    for name, value in written.scope.items():
        one = _field(document, ("scope", name), catalogue, name)
        if not isinstance(value, ScopeValue):
            hint = _("Give one text, number, date, true or false.")
            raise document.fault(("scope", name), _("A scope needs one value here."), hint=hint)
        if isinstance(value, int | float) and not isinstance(value, bool) and one.type not in {"integer", "decimal"}:
            title = _("{label} is {type}, and this value is a number.", label=one.label_in(), type=one.type)
            raise document.fault(("scope", name), title, hint=_("Write it in quotes, so that no zero is lost."))
        try:
            yield scope_condition(one, value, locale)
        except UsageError as fault:
            raise document.fault(("scope", name), fault.title, message=fault.message, hint=fault.hint) from fault


def _locale(document: YamlDocument, written: _Written) -> SheetLocale | None:
    try:
        return sheet_locale(written.locale) if written.locale else None
    except UsageError as fault:
        raise document.fault(("locale",), fault.title, hint=fault.hint) from fault


def _field(document: YamlDocument, location: Location, catalogue: Catalogue, name: str) -> Field:
    one = catalogue.named(name)
    if one is None:
        allowed = _("Allowed: {allowed}.", allowed=", ".join(catalogue.by_name))
        raise document.fault(location, _("“{name}” is no field of the catalogue.", name=name), message=allowed)
    return one


def _choices(table: Table) -> dict[str, ColumnChoice]:
    choices: dict[str, ColumnChoice] = {}
    seen: dict[str, tuple[Column, ColumnChoice]] = {}
    for column in table.columns:
        choice = _choice(column)
        first, same = seen.setdefault(plain(column.header), (column, choice))
        if choice != same or (column.feeds and not column.header):
            raise _indistinct(table, first, column)
        if first is column:
            choices[column.header] = choice
    return choices


def _choice(column: Column) -> ColumnChoice:
    if not column.feeds:
        return ColumnChoice((), UpdateMode.IGNORE)
    return ColumnChoice(tuple(one.name for one in column.fields), column.mode)


def _indistinct(table: Table, first: Column, second: Column) -> RaccordError:
    places = [table.cell(table.header_row, column.number) for column in (first, second)]
    return UsageError(
        "indistinct-headers",
        _(
            "The configuration cannot be saved: the header in {second} does not tell its column apart.",
            second=places[1],
        ),
        message=_("An import configuration finds columns by their headers, so each needs one of its own."),
        hint=_("Give {first} and {second} different headers.", first=places[0], second=places[1])
        if first is not second
        else _("Write a header there."),
        where=Where(sheet=table.grid.name, cell=places[1]),
    )


def _choice_yaml(choice: ColumnChoice) -> dict[str, Any]:
    names: str | list[str] = choice.fields[0] if len(choice.fields) == 1 else list(choice.fields)
    return ({"fields": names} if choice.fields else {}) | ({"mode": choice.mode.value} if choice.mode else {})
