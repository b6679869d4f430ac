"""How alike two records are: typical pairs lie above the threshold, typical strangers below it (SPEC §3)."""

import pytest

from raccord.catalogue_files import default_catalogue
from raccord.resembling.records import record_of
from raccord.resembling.roles import roles_of
from raccord.resembling.scoring import THRESHOLD, Record, likeness

ROLES = roles_of(default_catalogue()).among({"name", "street", "zip", "city", "phone", "email"})
Line = tuple[str, ...]


def record(*values: str) -> Record:
    """A record of name, street, zip, city, phone and email, as far as they are given."""
    return record_of([*values, *[None] * (len(ROLES.fields) - len(values))], ROLES)


def score(one: Line, other: Line) -> float:
    return likeness(record(*one), record(*other))


GARE = ("Café de la Gare", "12 quai du Rhône", "69003", "Lyon")
MARTIN = ("Boulangerie Martin", "3 avenue Foch", "38000", "Grenoble", "04 65 71 00 01", "martin@example.org")
CHAIN = ("Marché Frais", "3 rue Pasteur", "38000", "Grenoble")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (GARE, ("Cafe de la Gare SARL", "12, quai du Rhone", "69003", "LYON")),
        (GARE, ("S.A.R.L. CAFÉ DE LA GARE", "", "69003", "")),
        (GARE, ("Cafe Gare", "12 q. du Rhône", "", "Lyon")),
        (GARE, ("Café-Restaurant de la Gare", "12 quai du Rhône", "69003", "Lyon")),
        (GARE, ("Café de la Gare", "12 quai du Rhône", "69423", "Lyon Cedex 03")),
        (GARE, ("Cafégare", "12 quai du Rhône", "69003", "Lyon")),
        (MARTIN, ("Martin Boulangerie", "3 av. Foch", "38000", "Grenoble")),
        (MARTIN, ("Boulangerie Matrin", "3 avenue Foch", "38000", "Grenoble", "04 65 71 99 99", "other@example.org")),
        (MARTIN, ("Boulangerie Martin", "", "", "", "+33 4 65 71 00 01", "")),
        (MARTIN, ("Boulangerie-Pâtisserie Martin et Fils", "", "38000", "", "", "MARTIN@example.org")),
        (("Müller GmbH", "Bahnhofstr. 5", "10115"), ("Mueller", "Bahnhofstraße 5", "10115")),
        (("J.-P. Martin", "5 rue Haute", "38000"), ("Martin JP", "5, r. Haute", "38000")),
        (("Boulangerie St-Étienne", "", "01000"), ("Boulangerie Saint Etienne", "", "1000")),
    ],
)
def test_one_customer_by_two_hands(one: Line, other: Line) -> None:
    """Accents, legal forms, abbreviations, slips, word order and blanks leave a pair above the threshold."""
    assert score(one, other) >= THRESHOLD
    assert score(other, one) == pytest.approx(score(one, other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (GARE, ("Librairie Aubin", "14 quai du Rhône", "69003", "Lyon")),
        (GARE, ("Hôtel de la Gare", "12 quai du Rhône", "69003", "Lyon")),
        (MARTIN, ("Boulangerie Dupont", "5 avenue Foch", "38000", "Grenoble")),
        (CHAIN, ("Marché Frais", "80 avenue du Lac", "69003", "Lyon")),
        (CHAIN, ("Marché Frais", "", "69003", "Lyon")),
        ((*CHAIN, "04 65 71 00 09"), ("Marché Frais", "80 avenue du Lac", "69003", "Lyon", "04 65 71 00 09")),
        (("Marché Frais 12", "", "38000"), ("Marché Frais 13", "", "69000")),
        (("Magasin 12", "3 rue Pasteur", "38000"), ("Magasin 13", "3 rue Pasteur", "38000")),
        (
            ("Paul Martin", "3 rue Haute", "38000", "", "04 65 71 00 01"),
            ("Claire Martin", "3 rue Haute", "38000", "", "04 65 71 00 01"),
        ),
        (
            ("Garage Rey", "3 rue Haute", "38000", "", "", "a@example.org"),
            ("Fleurs Noël", "3 rue Haute", "38000", "", "", "a@example.org"),
        ),
        (("Café Central", "", "38000"), ("Café du Centre", "", "38000")),
        (("Hôtel du Parc", "", "38000"), ("Hôtel du Port", "", "38000")),
        (("Café de la Gare",), ("Café de la Gare",)),
        (("Café de la Gare", "", "", "", "04 65 71 00 01"), ("Café de la Gare", "", "", "", "04 65 71 00 02")),
        (("", "", "38000", "Grenoble"), ("", "", "38000", "Grenoble")),
    ],
)
def test_two_customers(one: Line, other: Line) -> None:
    """Neighbours, branches of a chain, a family, and records with only a name or a town in common are not one."""
    assert score(one, other) < THRESHOLD


def test_equal_records_score_one() -> None:
    """A record is as alike to itself as can be."""
    assert score(MARTIN, MARTIN) == 1.0


def test_blanks_count_neither_way() -> None:
    """What one side does not have changes nothing."""
    bare = ("Café de la Gare", "", "69003")

    assert score(GARE, bare) == score((*GARE, "04 65 71 00 01", "a@example.org"), bare) == 1.0
