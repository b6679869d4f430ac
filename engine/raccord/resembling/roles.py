"""Roles: which fields of a catalogue say name, address, phone numbers and e-mail addresses (SPEC §3)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from raccord.catalogue import TEXT_TYPES, Catalogue, Field, FieldType, header_words
from raccord.marks import plain

STREET = ("street", "street address", "address", "rue", "adresse", "strasse")
ZIP = ("zip", "zip code", "postal code", "postcode", "code postal", "plz", "postleitzahl")
CITY = ("city", "town", "ville", "commune", "ort", "stadt")
MAIL = ("mail", "courriel")
"""The words by which a catalogue's fields are known, in a field's name, labels or aliases."""


@dataclass(frozen=True, slots=True)
class Roles:
    """The fields that are compared, in the order of `fields`."""

    name: Field | None = None
    street: Field | None = None
    zip: Field | None = None
    city: Field | None = None
    phones: tuple[Field, ...] = ()
    emails: tuple[Field, ...] = ()

    @property
    def fields(self) -> tuple[Field, ...]:
        """Every field that has a role."""
        single = (self.name, self.street, self.zip, self.city)
        return (*(one for one in single if one is not None), *self.phones, *self.emails)

    def among(self, names: Collection[str]) -> "Roles":
        """The same roles, of fields with these names alone."""
        name, street, zipped, city = (
            one if one is not None and one.name in names else None
            for one in (self.name, self.street, self.zip, self.city)
        )
        phones, emails = (tuple(one for one in fields if one.name in names) for fields in (self.phones, self.emails))
        return Roles(name, street, zipped, city, phones, emails)

    def like(self, other: "Roles") -> "Roles":
        """The same roles as far as the other side has something to compare with them."""
        kept = self.among({one.name for one in other.fields})
        return replace(kept, phones=self.phones if other.phones else (), emails=self.emails if other.emails else ())


def roles_of(catalogue: Catalogue, without: Collection[str] = ()) -> Roles:
    """The roles of a catalogue's fields, but for those that all customers of an import share.

    Every phone field counts, and every e-mail field that is called mail or courriel: others say who looks after whom.
    """
    every = Roles(
        catalogue.naming,
        _named(catalogue, STREET),
        _named(catalogue, ZIP),
        _named(catalogue, CITY),
        tuple(one for one in catalogue.fields if one.type is FieldType.PHONE),
        tuple(one for one in catalogue.fields if one.type is FieldType.EMAIL and _is_called(one, MAIL)),
    )
    return every.among({one.name for one in catalogue.fields} - set(without))


def _named(catalogue: Catalogue, words: Iterable[str]) -> Field | None:
    found = (catalogue.named(word) for word in words)
    return next((one for one in found if one is not None and one.type in TEXT_TYPES), None)


def _is_called(one: Field, words: Iterable[str]) -> bool:
    return any(plain(word) in called for word in words for called in header_words(one))
