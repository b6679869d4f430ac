"""The demo's sheet: what a sales team brought back from a month of visits, with every situation a sheet can hold."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from raccord.cells import ErrorCell, RawCell
from raccord.demo.businesses import Business
from raccord.marks import UpdateMode

CLOSED = (30, 150, 200)
REOPENED = 150
COLUMNS = (
    ("N° client", UpdateMode.KEY),
    ("Raison sociale", UpdateMode.KEY),
    ("Ville", UpdateMode.KEY),
    ("Rue", UpdateMode.OVERWRITE),
    ("Code postal", UpdateMode.OVERWRITE),
    ("Téléphone", UpdateMode.OVERWRITE),
    ("Courriel", UpdateMode.FILL),
    ("Interlocuteur", UpdateMode.KEEP),
    ("Dernière visite", UpdateMode.OVERWRITE_IF_GREATER),
    ("Catégorie", UpdateMode.OVERWRITE),
    ("Bloqué jusqu'au", UpdateMode.OVERWRITE_OR_CLEAR),
    ("Humeur", None),
)
_FIELDS = (
    "external_id", "name", "city", "street", "zip", "phone", "email", "contact", "last_call", "category",
    "blocked_until", "mood",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Visit:
    """One row: the customer it copies, by id, or None for a new one, and the cells that differ from the base."""

    customer: int | None
    cells: Mapping[str, RawCell]


def _called(month: int, day: int, hour: int = 10, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute)  # noqa: DTZ001 - cells have no time zone


VISITS = (
    # Excel took the leading zero of 01000.
    Visit(1, {"zip": 1000.0, "mood": "bonne"}),
    Visit(5, {"phone": "01 99 00 45 12"}),
    # The contact is kept: no change.
    Visit(6, {"contact": "Réception"}),
    # A later visit counts, an earlier one does not.
    Visit(9, {"last_call": _called(11, 12, 14, 30)}),
    Visit(10, {"last_call": _called(1, 8, 9, 15)}),
    # The base has no customer number yet: the other keys find the customer, and the number completes it.
    Visit(13, {"external_id": "C-1900"}),
    # Neither number nor town: several bakeries have this name.
    Visit(28, {"external_id": None, "city": None, "phone": "01 99 00 77 01"}),
    # Two rows for one customer that disagree.
    Visit(17, {"phone": "01 99 00 51 00"}),
    Visit(17, {"phone": "01 99 00 52 00"}),
    # The same row twice.
    Visit(21, {"category": "A", "last_call": _called(11, 3, 9, 30)}),
    Visit(21, {"category": "A", "last_call": _called(11, 3, 9, 30)}),
    # Cells that cannot be read.
    Visit(24, {"last_call": "31/02/2026"}),
    Visit(29, {"phone": ErrorCell("#N/A")}),
    Visit(31, {"category": "Z"}),
    # A new customer; the contact only looks like a formula.
    Visit(
        None,
        {
            "external_id": "C-2001", "name": "Crêperie du Phare", "city": "Brest", "street": "4 quai des Fleurs",
            "zip": "29200", "phone": "01 99 00 90 01", "contact": "=> Accueil", "last_call": _called(11, 10, 11, 30),
            "category": "Prospect",
        },
    ),
    # Not enough for a new customer: no postal code.
    Visit(None, {"external_id": "C-2002", "name": "Torréfaction du Canal", "city": "Sète", "category": "Prospect"}),
    # Closed in spring and sent to the bin, open again.
    Visit(REOPENED, {"phone": "01 99 00 33 33", "last_call": _called(11, 16, 15)}),
    # Blanks keep what the base has.
    Visit(33, {"street": None, "phone": None, "category": None}),
    # Case, white space and decomposed accents make no difference in a key.
    Visit(46, {"name": unicodedata.normalize("NFD", " CHOCOLATERIE  de l'étoile"), "city": "CAEN", "category": "A"}),
    # A blank clears the block, because the mark says so.
    Visit(37, {"blocked_until": None}),
    # Only a blank e-mail address is filled.
    Visit(41, {"email": "accueil@marseille.example.org"}),
    Visit(42, {"email": "nouveau@marseille.example.org"}),
    # The customer number of one customer beside the name of another.
    Visit(61, {"external_id": "C-1060"}),
    Visit(66, {}),
    Visit(101, {"street": "18 cours des Tilleuls", "last_call": _called(11, 4, 16)}),
    Visit(118, {"phone": "01 99 00 61 18"}),
    Visit(137, {}),
    Visit(177, {"phone": "+49 40 66969 555", "email": "einkauf@dresden.example.org"}),
    Visit(181, {"last_call": _called(11, 5, 13, 15)}),
    Visit(194, {"category": "A"}),
    Visit(213, {"street": "Gartenweg 5", "zip": "28203"}),
    Visit(231, {"name": "BLUMEN AM RING", "phone": "+49 221 4710 231"}),
    Visit(243, {}),
    Visit(
        None,
        {
            "external_id": "C-2003", "name": "Eiscafé am Ufer", "city": "Rostock", "street": "Uferweg 3",
            "zip": "18055", "phone": "+49 30 23125 903", "email": "hallo@rostock.example.org", "category": "Prospect",
        },
    ),
    Visit(284, {"last_call": _called(11, 18, 8, 45), "category": "A"}),
    Visit(302, {"phone": "+43 000 009302"}),
)  # fmt: skip


def visit_rows(businesses: Mapping[int, Business]) -> list[Sequence[RawCell]]:
    """The rows below the header, in the order of `COLUMNS`."""
    return [_cells(visit, businesses) for visit in VISITS]


def _cells(visit: Visit, businesses: Mapping[int, Business]) -> Sequence[RawCell]:
    known = businesses.get(visit.customer or 0)
    return [visit.cells.get(name, getattr(known, name, None)) for name in _FIELDS]
