"""What one run sees: a catalogue, customers, a sheet and options; the oracle's only inputs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from raccord.cells import Grid, RawCell

Scalar: TypeAlias = bool | int | str | None
"""A typed value: decimals are canonical text, dates, times and datetimes ISO text, blank is None."""


@dataclass(frozen=True, slots=True)
class Customer:
    """A customer's fields (without `id`) and whether it lies in the recycle bin."""

    fields: Mapping[str, Scalar]
    binned: bool = False


State: TypeAlias = dict[int, Customer]
"""All customers by id, those in the bin included."""


@dataclass(frozen=True, slots=True)
class Options:
    """The options of preview and import (SPEC §8); `marks` holds `--key`, `--keep` … as field to mode."""

    mode: str = "update"
    on_duplicate: str = "reject"
    scope: Mapping[str, str] = field(default_factory=dict)
    locale: str | None = None
    confirm_deletions: int | None = None
    marks: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class World:
    """Everything that decides a report: `catalogue_data` as yaml.safe_load gives it, `rows` from A1 on."""

    catalogue_data: Mapping[str, Any]
    customers: State
    rows: tuple[tuple[RawCell, ...], ...]
    sheet: str = "Clients"
    options: Options = field(default_factory=Options)
    file: str = "clients.xlsx"

    @property
    def grid(self) -> Grid:
        """The sheet as Raccord takes it."""
        return Grid.of(self.sheet, self.rows)
