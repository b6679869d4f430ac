"""The benchmark's customers, each a formula of its number, and the rows of the sheet that meets them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import gcd
from typing import NamedTuple, TypeAlias

Cell: TypeAlias = str | int | float | bool | date | datetime | None

KEY_SETS = {"external_id": ("external_id",), "name,zip,phone": ("name", "zip", "phone")}
IGNORED = "Ignore"
GREATER = frozenset({"last_call", "last_missed_call"})
MOST_CUSTOMERS = 2_000_000
"""Name and zip, name and phone, zip and phone each name one customer up to here, so that every match is certain."""

_ZIPS = 6_283
_PHONES = 50_000
_TRADES = (
    "Boulangerie", "Épicerie", "Librairie", "Pharmacie", "Garage", "Fromagerie", "Boucherie", "Hôtel", "Restaurant",
    "Quincaillerie", "Pressing", "Papeterie", "Chocolaterie", "Brasserie", "Poissonnerie", "Mercerie", "Cave",
    "Jardinerie", "Imprimerie", "Menuiserie",
)  # fmt: skip
_PLACES = (
    "du Marché", "des Halles", "de la Gare", "du Port", "du Centre", "de la Place", "de l'Avenue", "des Remparts",
    "du Pré", "du Pont", "du Parc", "du Lac", "du Faubourg", "de la Poste", "du Théâtre", "des Écoles", "de l'Étoile",
    "du Jardin", "du Quai", "de la Tour",
)  # fmt: skip
_STREETS = ("rue de la République", "avenue de la Gare", "place du Marché", "quai des Fleurs", "impasse des Lilas")
_SAINTS = ("Aubin", "Cyr", "Étienne", "Génis", "Hilaire", "Léger", "Maur", "Nazaire", "Priest", "Rémy", "Vaast")
_RIVERS = ("Allier", "Charente", "Creuse", "Dordogne", "Drôme", "Isère", "Loire", "Marne", "Meuse", "Oise", "Saône")
_DESKS = ("Service achats", "Accueil", "Direction", "Comptabilité", "Responsable du magasin")
_FICTIONAL_AREAS = ("01 99 00", "02 61 91", "03 53 01", "04 65 71", "05 36 49")
_HOURS = ("Lun-Ven 9h-12h\nSam 9h-12h", "Mar-Sam 8h-19h", "Lun-Sam 7h-13h\nDim 7h-12h")
_FIRST_CALL = datetime(2026, 1, 5, 8, 0)
_STRANGER = 1_234_577
_FIRST_BLOCKED = date(2026, 12, 1)


class Customer(NamedTuple):
    """The default catalogue's fields, in its order, as cells of a sheet."""

    external_id: str
    name: str
    street: str
    zip: str
    city: str
    country: str
    contact: str
    phone: str | None
    mobile: str | None
    email: str
    website: str
    category: str
    call_interval: int
    call_duration: int
    last_call: datetime | None
    last_missed_call: datetime | None
    blocked_until: date | None
    opening_hours: str
    annual_revenue: float
    latitude: float
    longitude: float
    owner: str
    notes: str
    protected: bool


COLUMNS = ("id", *Customer._fields)


@dataclass(frozen=True, slots=True)
class Shape:
    """What is measured: rows of the sheet, customers of the base, the sheet's key columns, and if some rows are new."""

    rows: int
    customers: int
    keys: tuple[str, ...] = ("external_id",)
    newcomers: bool = True

    def marks(self) -> list[str]:
        """The update row."""
        return [self._mark(name) for name in COLUMNS]

    def _mark(self, name: str) -> str:
        if name == "id":
            return IGNORED
        if name in self.keys:
            return "Key"
        return "Overwrite if greater" if name in GREATER else "Overwrite"


def customer(number: int) -> Customer:
    """The customer of a number, which is its id too; its properties repeat in steps that share no divisor."""
    area = number * 17 % _ZIPS
    city = f"Saint-{_SAINTS[area % 11]}-sur-{_RIVERS[area // 11 % 11]}"
    shop = number // _ZIPS % 400
    phone = number % _PHONES
    return Customer(
        external_id=f"C-{number:07}",
        name=f"{_TRADES[shop % 20]} {_PLACES[shop // 20]} {area + 1}",
        street=f"{1 + number * 7 % 199} {_STREETS[number * 3 % 5]}",
        zip=f"{1 + area // 67:02}{area % 67 * 10:03}",
        city=city,
        country="France",
        contact=_DESKS[number * 2 % 5],
        phone=f"{_FICTIONAL_AREAS[phone % 5]} {phone // 500:02} {phone // 5 % 100:02}",
        mobile=f"06 39 98 {number * 13 % 100:02} {number * 29 % 97:02}" if number % 5 < 3 else None,
        email=f"client{number}@example.org",
        website=f"https://example.org/clients/{number}",
        category="ABBCD"[number * 3 % 5],
        call_interval=7 * (1 + number % 12),
        call_duration=15 * (1 + number % 4),
        last_call=_visit(number * 37) if number % 10 else None,
        last_missed_call=_visit(number * 41) if number % 10 < 3 else None,
        blocked_until=_FIRST_BLOCKED + timedelta(days=number % 90) if number % 37 == 0 else None,
        opening_hours=_HOURS[number % 3],
        annual_revenue=number * 7919 % 100_000_000 / 100,
        latitude=(425_000 + number * 31 % 85_000) / 10_000,
        longitude=(number * 43 % 130_000 - 48_000) / 10_000,
        owner=f"ventes{number % 40:02}@example.com",
        notes=f"Livraison par la cour, code {number * 11 % 9_973}. Facture à la fin du mois.",
        protected=number % 50 == 0,
    )


def _visit(quarters: int) -> datetime:
    """A quarter hour of a working day."""
    day, quarter = divmod(quarters % 14_400, 48)
    return _FIRST_CALL + timedelta(days=day, minutes=15 * quarter)


def stored_customer(number: int) -> tuple[str | int | None, ...]:
    """The customer as the base holds it; one in twenty has no phone there."""
    known = customer(number)
    if number % 20 == 3:
        known = known._replace(phone=None)
    return tuple(stored(cell) for cell in known)


def stored(cell: Cell) -> str | int | None:
    """The value that the base holds for a cell."""
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    return cell


def sheet_rows(shape: Shape) -> Iterator[list[Cell]]:
    """The rows below the headers: four that match customers all over the base, then a new one, if any, and so on.

    A matched row has about 20 % of its cells changed (every fourth is another customer's, and some of these are equal,
    blank or not greater) and 2 % blank; of several keys, each is blank in 5 % of these rows.
    """
    step = coprime_step(shape.customers)
    for row in range(shape.rows):
        group, place = divmod(row, 5)
        if not shape.newcomers:
            yield _matched_row(shape, row, 1 + row * step % shape.customers)
        elif place == 4:
            yield [None, *customer(shape.customers + 1 + group)]
        else:
            yield _matched_row(shape, row, 1 + (4 * group + place) * step % shape.customers)


def _matched_row(shape: Shape, row: int, number: int) -> list[Cell]:
    cells: list[Cell] = [number, *customer(number)]
    other: list[Cell] = [None, *customer(number + _STRANGER)]
    for column, name in enumerate(COLUMNS):
        if name in shape.keys:
            if len(shape.keys) > 1 and number % 20 == 7 + shape.keys.index(name):
                cells[column] = None
        elif name not in {"id", "external_id"}:
            if (row * 3 + column) % 4 == 0:
                cells[column] = other[column]
            elif (row + column * 3) % 40 == 7:
                cells[column] = None
    return cells


def coprime_step(count: int) -> int:
    """A step that visits every number below `count` once, far from where it was before."""
    step = int(count * 0.618) or 1
    while gcd(step, count) > 1:
        step += 1
    return step
