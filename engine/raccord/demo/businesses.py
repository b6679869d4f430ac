"""The demo's customers: invented businesses in real French, German and Austrian towns, the same ones every time.

Phone numbers come from the ranges that regulators keep for fiction (Austria has none: its area 000 is nobody's),
e-mail addresses from the domains reserved for examples, and contacts are desks, never people.
"""

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import astuple, dataclass, fields
from datetime import date, datetime, timedelta

from raccord.cells import Grid, RawRow


@dataclass(frozen=True, slots=True)
class Business:
    """One customer of the demo; its field names are the catalogue's."""

    external_id: str | None
    name: str
    street: str
    zip: str
    city: str
    country: str
    contact: str
    phone: str
    email: str | None
    category: str
    last_call: datetime
    blocked_until: date | None
    owner: str


@dataclass(frozen=True, slots=True)
class _Country:
    """A country's words: `towns` as `zip city`, `address` and `phone` as functions of street or town, and number."""

    name: str
    owner: str
    businesses_a_town: int
    towns: tuple[str, ...]
    names: tuple[str, ...]
    streets: tuple[str, ...]
    desks: tuple[str, ...]
    address: Callable[[str, int], str]
    phone: Callable[[int], str]


_GERMAN_FICTION = ("30 23125", "69 90009", "40 66969", "221 4710", "89 99998")
_GERMAN_STREETS = ("Marktstraße", "Bahnhofstraße", "Gartenweg", "Lange Gasse", "Mühlenweg", "Am Anger", "Ringstraße")
_GERMAN_DESKS = ("Einkauf", "Empfang", "Geschäftsleitung", "Buchhaltung", "Filialleitung")

_COUNTRIES = (
    _Country(
        "France",
        "ventes-fr@example.com",
        4,
        (
            "01000 Bourg-en-Bresse", "06000 Nice", "02100 Saint-Quentin", "03200 Vichy", "05000 Gap", "06400 Cannes",
            "07000 Privas", "08000 Charleville-Mézières", "09000 Foix", "10000 Troyes", "13002 Marseille", "14000 Caen",
            "17000 La Rochelle", "21000 Dijon", "25000 Besançon", "29200 Brest", "31000 Toulouse", "33000 Bordeaux",
            "34000 Montpellier", "35000 Rennes", "37000 Tours", "38000 Grenoble", "42000 Saint-Étienne", "44000 Nantes",
            "45000 Orléans", "49000 Angers", "51100 Reims", "54000 Nancy", "57000 Metz", "59000 Lille",
            "63000 Clermont-Ferrand", "64000 Pau", "67000 Strasbourg", "68000 Colmar", "69003 Lyon", "72000 Le Mans",
            "73000 Chambéry", "74000 Annecy", "75011 Paris", "76000 Rouen", "80000 Amiens", "84000 Avignon",
            "86000 Poitiers", "87000 Limoges",
        ),
        (
            "Boulangerie du Marché", "Épicerie des Halles", "Fleurs de la Gare", "Librairie du Port",
            "Pharmacie du Centre", "Café de la Place", "Garage de l'Avenue", "Cave des Remparts", "Fromagerie du Pré",
            "Boucherie du Pont", "Hôtel du Parc", "Restaurant du Lac", "Quincaillerie du Faubourg",
            "Pressing de la Poste", "Optique du Théâtre", "Papeterie des Écoles", "Chocolaterie de l'Étoile",
            "Brasserie de la Halle", "Primeur du Jardin", "Poissonnerie du Quai", "Mercerie de la Tour",
        ),
        (
            "rue de la République", "avenue de la Gare", "place du Marché", "rue des Tanneurs", "quai des Fleurs",
            "rue Haute", "rue du Moulin", "cours des Tilleuls", "allée des Platanes", "impasse des Lilas",
        ),
        ("Service achats", "Accueil", "Direction", "Comptabilité", "Responsable du magasin"),
        lambda street, house: f"{house} {street}",
        lambda number: f"01 99 00 {number // 100:02} {number % 100:02}",
    ),
    _Country(
        "Deutschland",
        "vertrieb-de@example.com",
        3,
        (
            "01067 Dresden", "02826 Görlitz", "03046 Cottbus", "04109 Leipzig", "06108 Halle (Saale)", "07743 Jena",
            "08056 Zwickau", "09111 Chemnitz", "10115 Berlin", "18055 Rostock", "20095 Hamburg", "24103 Kiel",
            "28195 Bremen", "30159 Hannover", "39104 Magdeburg", "40213 Düsseldorf", "45127 Essen", "48143 Münster",
            "50667 Köln", "52062 Aachen", "55116 Mainz", "60311 Frankfurt am Main", "65183 Wiesbaden",
            "69117 Heidelberg", "70173 Stuttgart", "76133 Karlsruhe", "79098 Freiburg im Breisgau", "80331 München",
            "86150 Augsburg", "89073 Ulm", "90402 Nürnberg", "93047 Regensburg", "94032 Passau", "97070 Würzburg",
            "99084 Erfurt",
        ),
        (
            "Bäckerei am Dom", "Metzgerei am Markt", "Blumen am Ring", "Buchhandlung am Tor", "Apotheke am Rathaus",
            "Café am Fluss", "Weinhaus am Brunnen", "Gärtnerei Sonnenhof", "Hotel zur Post", "Gasthaus zum Hirsch",
            "Eisenwaren am Hafen", "Optik am Platz", "Feinkost am Schloss", "Konditorei am Park",
            "Getränke am Bahnhof", "Schreibwaren an der Brücke",
        ),
        _GERMAN_STREETS,
        _GERMAN_DESKS,
        lambda street, house: f"{street} {house}",
        lambda number: f"+49 {_GERMAN_FICTION[number % 5]} {number:03}",
    ),
    _Country(
        "Österreich",
        "vertrieb-at@example.com",
        2,
        (
            "1010 Wien", "2340 Mödling", "2700 Wiener Neustadt", "3100 St. Pölten", "3500 Krems an der Donau",
            "4020 Linz", "4400 Steyr", "4600 Wels", "5020 Salzburg", "5700 Zell am See", "6020 Innsbruck",
            "6330 Kufstein", "6800 Feldkirch", "6900 Bregenz", "7000 Eisenstadt", "8010 Graz", "8700 Leoben",
            "9020 Klagenfurt", "9500 Villach",
        ),
        (
            "Gasthof zum Löwen", "Bäckerei Bergblick", "Konditorei am Stadtplatz", "Weinhandel am Graben",
            "Sport am Lift", "Tischlerei Waldrand", "Café am Kirchplatz", "Fleischerei am Hauptplatz",
            "Blumen Alpenrose", "Trafik am Eck", "Feinkost am Bogen",
        ),
        _GERMAN_STREETS,
        _GERMAN_DESKS,
        lambda street, house: f"{street} {house}",
        lambda number: f"+43 000 00{number:04}",
    ),
)  # fmt: skip

FIELDS = tuple(one.name for one in fields(Business))


def all_businesses() -> dict[int, Business]:
    """Every business by the id it gets when all are imported into an empty base, in this order."""
    return dict(enumerate(_businesses(), 1))


def grid_of(businesses: dict[int, Business]) -> Grid:
    """A sheet of businesses, headed by the names of the fields."""
    rows: list[RawRow] = [astuple(one) for one in businesses.values()]
    return Grid.of("Customers", [FIELDS, *rows])


def _businesses() -> Iterator[Business]:
    number = 0
    for country in _COUNTRIES:
        for town_number, town in enumerate(country.towns):
            for shop in range(country.businesses_a_town):
                number += 1
                yield _business(country, town, country.names[(town_number + 5 * shop) % len(country.names)], number)


def _business(country: _Country, town: str, name: str, number: int) -> Business:
    """Spread every property over the businesses by steps that share no divisor, so that they look unplanned."""
    code, city = town.split(" ", 1)
    first_call = datetime(2026, 1, 5, 9, 0)  # noqa: DTZ001 - the base holds local times
    return Business(
        external_id=None if number % 13 == 0 else f"C-{1000 + number}",
        name=name,
        street=country.address(country.streets[number * 3 % len(country.streets)], 1 + number * 7 % 89),
        zip=code,
        city=city,
        country=country.name,
        contact=country.desks[number * 2 % len(country.desks)],
        phone=country.phone(number),
        email=None if number % 8 == 1 else f"{_slug(name)}@{_slug(city)}.example.org",
        category="ABBCD"[number * 3 % 5],
        last_call=first_call + timedelta(days=number * 37 % 280, minutes=15 * (number % 32)),
        blocked_until=date(2026, 12, 31) if number % 37 == 0 else None,
        owner=country.owner,
    )


def _slug(text: str) -> str:
    ascii_text = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    words = "".join(char if char.isalnum() else " " for char in ascii_text).split()
    return "-".join(words)
