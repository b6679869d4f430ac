"""Strategies of catalogues, and the few values that random worlds share, so that rows and customers meet."""

from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from oracle.catalogue import ORDERED_TYPES
from oracle.world import Scalar


@dataclass(frozen=True, slots=True)
class Pool:
    """What a random field is called, its type and the values it draws from, in canonical form."""

    type: str
    words: tuple[str, str, str, str]
    values: tuple[Scalar, ...]


CHOICES = ("Gold", "Silber", "Été")
POOLS: dict[str, Pool] = {
    "name": Pool(
        "text", ("Name", "Raison sociale", "Firma", "company"), ("Dupont", "Café Müller", "Weiß & Sohn", "Émile")
    ),
    "zip": Pool("text", ("Zip", "Code postal", "PLZ", "postcode"), ("75001", "01234", "1234", "69002")),
    "city": Pool("text", ("City", "Ville", "Ort", "town"), ("Paris", "Saint  Malo", "Zürich")),
    "code": Pool("text", ("Code", "Code interne", "Kürzel", "short code"), ("AB-12", "ab-12", "CD 34", "12")),
    "phone": Pool(
        "phone", ("Phone", "Téléphone", "Telefon", "tel."), ("+33 1 23", "+33123", "0612345678", "extension")
    ),
    "mobile": Pool("phone", ("Mobile", "Portable", "Handy", "cell"), ("06 12", "0612", "77.88.99")),
    "email": Pool(
        "email", ("Email", "Courriel", "E-Mail-Adresse", "mail"), ("a@example.org", "B@example.org", "é@x.org")
    ),
    "owner": Pool("email", ("Owner", "Responsable", "Betreuer", "rep"), ("x@example.org", "y@example.org")),
    "website": Pool("url", ("Website", "Site", "Webseite", "url"), ("https://a.example", "b.example/C")),
    "notes": Pool("multiline", ("Notes", "Remarques", "Notizen", "memo"), ("one\ntwo", "one two", "Ça va")),
    "staff": Pool("integer", ("Staff", "Effectif", "Mitarbeiter", "size"), (0, 7, 12, 1500, -3)),
    "revenue": Pool(
        "decimal", ("Revenue", "CA", "Umsatz", "turnover"), ("0", "12.5", "1234.56", "1.234", "-7", "1234567.8")
    ),
    "vip": Pool("boolean", ("VIP", "Privilégié", "Bevorzugt", "important"), (True, False)),
    "protected": Pool("boolean", ("Protected", "Protégé", "Geschützt", "locked"), (True, False)),
    "since": Pool(
        "date", ("Since", "Depuis", "Seit", "start"), ("2026-04-03", "2026-03-04", "2025-12-25", "2026-05-05")
    ),
    "visited": Pool(
        "datetime",
        ("Visited", "Visite", "Besuch", "seen"),
        ("2026-04-03T00:00:00", "2026-03-04T14:30:00", "2025-12-25T09:05:07"),
    ),
    "opens": Pool("time", ("Opens", "Ouverture", "Öffnung", "open at"), ("09:05:00", "14:30:15")),
    "segment": Pool("choice", ("Segment", "Catégorie", "Gruppe", "class"), CHOICES),
    "tags": Pool("choices", ("Tags", "Étiquettes", "Merkmale", "labels"), ("Gold", "Silber; Été", "Gold; Été")),
}
EXTERNAL_IDS = ("C1", "c1", "C-2", "{3}", "K_4.x", "00012", "12")
POOLS["external_id"] = Pool("text", ("External ID", "ID externe", "Externe ID", "n° client"), EXTERNAL_IDS)
OPTIONAL = sorted(set(POOLS) - {"name", "external_id"})

EXTERNAL_ID_ENTRY = {
    "name": "external_id",
    "label": {"en": "External ID", "fr": "ID externe", "de": "Externe ID"},
    "aliases": ["n° client"],
    "type": "text",
    "unique": True,
    "immutable": True,
    "case_sensitive": True,
    "max_length": 40,
    "pattern": r"[A-Za-z0-9_{}.\-]+",
    "update": "key",
}
CAN_BE_UNIQUE = frozenset({"text", "email", "phone", "integer", "decimal", "date"})


def rarely() -> st.SearchStrategy[bool]:
    """True one time in six; shrinks to False."""
    return st.integers(0, 5).map(lambda number: number == 5)


@st.composite
def catalogues(draw: st.DrawFn) -> dict[str, Any]:
    """A catalogue of `external_id`, `name` and one to eight fields of any type, with random rules."""
    names = ["name", *draw(st.lists(st.sampled_from(OPTIONAL), unique=True, min_size=1, max_size=8))]
    return {"fields": [EXTERNAL_ID_ENTRY, *(draw(entries(name)) for name in names)]}


@st.composite
def entries(draw: st.DrawFn, name: str) -> dict[str, Any]:
    """One field of the catalogue; a rule that does not hold is left out."""
    pool = POOLS[name]
    en, fr, de, alias = pool.words
    rules: dict[str, Any] = {
        "required": draw(st.booleans()) and (name == "name" or draw(rarely())),
        "unique": pool.type in CAN_BE_UNIQUE and draw(rarely()) and draw(st.booleans()),
        "immutable": draw(rarely()),
        "max_length": 8 if pool.type == "text" and draw(rarely()) else None,
        "pattern": "[^ ]+" if name == "code" and draw(st.booleans()) else None,
        "choices": list(CHOICES) if pool.type in ("choice", "choices") else None,
        **draw(st.sampled_from(_comparisons(pool.type))),
    }
    entry = {"name": name, "label": {"en": en, "fr": fr, "de": de}, "aliases": [alias], "type": pool.type}
    entry["update"] = draw(st.sampled_from(_defaults(pool.type, required=rules["required"])))
    return entry | {rule: value for rule, value in rules.items() if value}


def _comparisons(kind: str) -> list[dict[str, Any]]:
    if kind != "text":
        return [{}]
    return [{}, {}, {}, {"case_sensitive": True}, {"compare": "exact"}, {"compare": "digits"}]


def _defaults(kind: str, *, required: bool) -> list[str]:
    modes = ["keep", "overwrite", "fill", "ignore"]
    return modes + ["overwrite_if_greater"] * (kind in ORDERED_TYPES) + ["overwrite_or_clear"] * (not required)
