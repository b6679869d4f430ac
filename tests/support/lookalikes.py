"""Made-up businesses of a few towns, and copies of them as somebody else would have typed them."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

_TRADES = (
    "Boulangerie", "Épicerie", "Librairie", "Pharmacie", "Garage", "Fromagerie", "Boucherie", "Hôtel", "Restaurant",
    "Quincaillerie", "Pressing", "Papeterie", "Brasserie", "Café", "Menuiserie", "Bäckerei", "Fleurs",
)  # fmt: skip
_OWNERS = (
    "Aubin", "Bertholon", "Chapuis", "Delorme", "Étienne", "Favre", "Girardot", "Hennequin", "Jacquemin", "Keller",
    "Lacroix", "Mercier", "Noël", "Olivier", "Perrin", "Quentin", "Roussel", "Schröder", "Thévenet", "Vasseur",
)  # fmt: skip
_PLACES = (
    "de la Gare", "du Marché", "des Halles", "du Port", "du Centre", "du Parc", "du Lac", "de l'Étoile", "du Théâtre",
    "des Remparts", "du Pont", "de la Poste", "du Château", "des Arts", "du Faubourg",
)  # fmt: skip
_STREETS = (
    "rue de la République", "avenue de la Gare", "place du Marché", "quai des Fleurs", "boulevard Victor Hugo",
    "rue Pasteur", "avenue du Général Leclerc", "impasse des Lilas", "chemin du Moulin", "rue Saint-Étienne",
    "route de Genève", "rue des Écoles", "avenue Jean Jaurès", "rue du Faubourg Saint-Jean", "allée des Tilleuls",
)  # fmt: skip
_FORMS = ("", "", "", " SARL", " SAS", " EURL", " S.A.")
_SHORT = (("avenue", "av."), ("boulevard", "bd"), ("place", "pl."), ("Saint-", "St "), ("impasse", "imp."))
_UNACCENTED = str.maketrans("éèêÉôâäöçî", "eeeEoaaoci")


@dataclass(frozen=True, slots=True)
class Business:
    """A customer's fields that are compared."""

    name: str
    street: str | None
    zip: str
    city: str
    phone: str | None
    email: str | None


def business(chance: Random) -> Business:
    """One out of some ten million."""
    town = chance.randrange(300)
    called = chance.choice(_OWNERS) if chance.random() < 0.5 else chance.choice(_PLACES)
    number = chance.randrange(10**7)
    return Business(
        f"{chance.choice(_TRADES)} {called}{chance.choice(_FORMS)}",
        f"{chance.randint(1, 120)} {chance.choice(_STREETS)}",
        f"{1 + town // 10:02}{town % 10}00",
        f"Saint-{_OWNERS[town % 20]}-sur-{_PLACES[town % 15].split()[-1]}",
        f"01 99 {number // 10**5:02} {number // 1000 % 100:02} {number % 100:02}" if chance.random() < 0.8 else None,
        f"contact{number}@example.org" if chance.random() < 0.5 else None,
    )


def copied(one: Business, chance: Random) -> Business:
    """The same business by another hand: other contacts or none, and one to three slips."""
    contacts = {
        "phone": chance.choice([one.phone, one.phone, None, "01 99 98 97 96"]),
        "email": chance.choice([one.email, None, "info@example.com"]),
    }
    copy = replace(one, **contacts)
    for slip in chance.sample(_SLIPS, chance.randint(1, 3)):
        copy = slip(copy, chance)
    return copy


def _mistyped(one: Business, chance: Random) -> Business:
    at = chance.randrange(1, len(one.name) - 2)
    swapped = one.name[:at] + one.name[at + 1] + one.name[at] + one.name[at + 2 :]
    left_out = one.name[:at] + one.name[at + 1 :]
    return replace(one, name=chance.choice([swapped, left_out]))


def _unaccented(one: Business, _chance: Random) -> Business:
    street = one.street.translate(_UNACCENTED) if one.street else None
    return replace(one, name=one.name.translate(_UNACCENTED), street=street)


def _abbreviated(one: Business, _chance: Random) -> Business:
    street = one.street
    for long, short in _SHORT:
        street = street.replace(long, short) if street else None
    return replace(one, street=street)


def _turned_around(one: Business, _chance: Random) -> Business:
    first, *rest = one.name.split()
    return replace(one, name=" ".join([*rest, first]))


def _reformed(one: Business, chance: Random) -> Business:
    bare = one.name.removesuffix(" SARL").removesuffix(" SAS").removesuffix(" EURL").removesuffix(" S.A.")
    return replace(one, name=chance.choice([f"SARL {bare}", bare, f"{bare} (SAS)", bare.upper()]))


def _without_street(one: Business, _chance: Random) -> Business:
    return replace(one, street=None)


def _with_cedex(one: Business, _chance: Random) -> Business:
    return replace(one, zip=f"{one.zip[:3]}09", city=f"{one.city} Cedex 9")


def _longer(one: Business, chance: Random) -> Business:
    return replace(one, name=f"{one.name} {chance.choice(['et Fils', 'Traiteur', 'Père et Fils'])}")


Slip = Callable[[Business, Random], Business]
_SLIPS: tuple[Slip, ...] = (
    _mistyped, _unaccented, _abbreviated, _turned_around, _reformed, _without_street, _with_cedex, _longer,
)  # fmt: skip
