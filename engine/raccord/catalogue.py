"""The catalogue of fields: what a customer has, by which words a sheet names it, and which rules it obeys (SPEC §1)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any, ClassVar

from raccord.marks import UpdateMode, plain
from raccord.translation import language

ID = "id"
EXTERNAL_ID = "external_id"


class FieldType(StrEnum):
    """What a field's values are."""

    TEXT = "text"
    MULTILINE = "multiline"
    INTEGER = "integer"
    DECIMAL = "decimal"
    BOOLEAN = "boolean"
    DATE = "date"
    TIME = "time"
    DATETIME = "datetime"
    EMAIL = "email"
    PHONE = "phone"
    URL = "url"
    CHOICE = "choice"
    CHOICES = "choices"


class Compare(StrEnum):
    """How a text field's values are compared as keys (SPEC §3)."""

    TEXT = "text"
    EXACT = "exact"
    DIGITS = "digits"


ORDERED_TYPES = frozenset({FieldType.INTEGER, FieldType.DECIMAL, FieldType.DATE, FieldType.DATETIME})
CHOICE_TYPES = frozenset({FieldType.CHOICE, FieldType.CHOICES})
TEXT_TYPES = frozenset(
    {FieldType.TEXT, FieldType.MULTILINE, FieldType.EMAIL, FieldType.PHONE, FieldType.URL} | CHOICE_TYPES
)
GREATER_BY_DEFAULT = frozenset({"last_call", "last_missed_call"})


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a customer, as the catalogue describes it."""

    __pydantic_config__: ClassVar[Any] = {"extra": "forbid", "strict": False}

    name: str
    type: FieldType
    label: Mapping[str, str] = field(default_factory=dict, hash=False)
    aliases: tuple[str, ...] = ()
    required: bool = False
    unique: bool = False
    immutable: bool = False
    case_sensitive: bool = False
    max_length: int | None = None
    pattern: str | None = None
    choices: tuple[str, ...] = ()
    update: UpdateMode | None = None
    compare: Compare | None = None
    description: Mapping[str, str] = field(default_factory=dict, hash=False)
    example: Mapping[str, str] = field(default_factory=dict, hash=False)

    def label_in(self, chosen: str | None = None) -> str:
        """The field's label in a language, else in English, else in any; its name without one.

        The language is that of the run where none is given.
        """
        return text_in(self.label, chosen or language()) or self.name

    @property
    def comparison(self) -> Compare:
        """How values are compared: as the catalogue says, phones by their digits otherwise."""
        return self.compare or (Compare.DIGITS if self.type is FieldType.PHONE else Compare.TEXT)

    @property
    def default_mode(self) -> UpdateMode:
        """The mode of this field's column when nothing marks it (SPEC §2)."""
        if self.update:
            return self.update
        if self.name in {ID, EXTERNAL_ID}:
            return UpdateMode.KEY
        greater = self.name in GREATER_BY_DEFAULT and self.type in ORDERED_TYPES
        return UpdateMode.OVERWRITE_IF_GREATER if greater else UpdateMode.KEEP


def text_in(texts: Mapping[str, str], language: str) -> str:
    """A text in `language`, else in English, else in the first language there is; blank when there is none."""
    return texts.get(language) or texts.get("en") or next((text for text in texts.values() if text), "")


ID_FIELD = Field(ID, FieldType.INTEGER, {"en": "ID", "fr": "ID", "de": "ID"}, unique=True, immutable=True)


@dataclass(frozen=True, slots=True)
class ExistingTable:
    """A customer table that is there already: its name, its columns by field, and which of its rows are customers.

    A field without a column has the column of its own name. `where` has the values of each column that make a row a
    customer, and new rows get the first; `defaults` are further values of new rows. `schema` is the table's schema or
    database, `journal` that of Raccord's own tables.
    """

    __pydantic_config__: ClassVar[Any] = {"extra": "forbid"}

    name: str
    id: str
    columns: Mapping[str, str] = field(default_factory=dict)
    where: Mapping[str, str | int | bool | tuple[str | int | bool, ...]] = field(default_factory=dict)
    defaults: Mapping[str, str | int | bool] = field(default_factory=dict)
    schema: str | None = None
    journal: str | None = None


@dataclass(frozen=True)
class Catalogue:
    """The fields in order, without `id`, and the existing table if there is one."""

    __pydantic_config__: ClassVar[Any] = {"extra": "forbid"}

    fields: tuple[Field, ...]
    table: ExistingTable | None = None

    @cached_property
    def by_name(self) -> dict[str, Field]:
        """Every field by its name, `id` included."""
        return {one.name: one for one in (ID_FIELD, *self.fields)}

    @cached_property
    def _by_header(self) -> dict[str, Field]:
        return {word: one for one in reversed((ID_FIELD, *self.fields)) for word in header_words(one)}

    def named(self, text: str) -> Field | None:
        """The field that a header, a target or an option names, by name, label in any language or alias (SPEC §2)."""
        return self.by_name.get(text.strip()) or self._by_header.get(plain(text))

    @property
    def required(self) -> tuple[Field, ...]:
        """The fields a new customer cannot do without."""
        return tuple(one for one in self.fields if one.required)

    @property
    def naming(self) -> Field | None:
        """The field that names a customer to a user: `name`, or the first text field."""
        return self.by_name.get("name") or next((one for one in self.fields if one.type is FieldType.TEXT), None)


def header_words(one: Field) -> set[str]:
    """The reduced words by which a header can name a field."""
    return {plain(word) for word in (one.name, *one.label.values(), *one.aliases)} - {""}
