"""New rows that look like customers who are there already, on every family (SPEC §3)."""

import pytest

from raccord.planning import CreateNew, Likely, Outcome, UseCustomer
from raccord.translation import speaking
from support.sheets import BINNED, CustomerBase, codes, imported, preview, texts

GARE = {"name": "Café de la Gare", "street": "12 quai du Rhône", "zip": "69003", "city": "Lyon"}
HEADERS = "external_id name street zip city"
MARKS = "Key Overwrite Overwrite Keep Keep"
ALIKE = ["X9", "Cafe de la Gare SARL", "12, quai du Rhone", "69003", "Lyon"]
STRANGER = ["X8", "Librairie Aubin", "14 quai du Rhône", "69003", "Lyon"]


@pytest.fixture
def cafe(customers: CustomerBase) -> CustomerBase:
    """A base of one café (1), whose external id is C1, and a bookshop (2)."""
    customers.add(**GARE, external_id="C1", phone="01 99 00 10 10")
    customers.add(name="Fleurs du Lac", street="1 rue Haute", zip="74000", city="Annecy", external_id="C2")
    return customers


def test_a_new_row_names_the_customer_it_looks_like(cafe: CustomerBase) -> None:
    """The row is created all the same; it says whom it resembles and how much, and a warning counts such rows."""
    seen = preview(cafe, MARKS, HEADERS, ALIKE, STRANGER)

    alike, stranger = seen.rows
    assert seen.outcomes == "created created"
    assert (alike.likely, stranger.likely) == ((Likely(1, "Café de la Gare", 1.0),), ())
    assert texts(alike) == [
        "Looks like customer 1, Café de la Gare (100 %). If it is the same, choose it in the result sheet."
    ]
    (warning,) = seen.warnings
    assert (warning.code, warning.facts) == ("resembling", {"count": 1})
    assert (seen.exit_status, codes(stranger)) == (0, [])


def test_the_message_is_said_in_french(cafe: CustomerBase) -> None:
    """Message and warning speak the language of the run."""
    with speaking("fr"):
        seen = preview(cafe, MARKS, HEADERS, ALIKE)
        said, warned = seen.row.messages[0].text, seen.warnings[0].text

    assert said.startswith("Ressemble au client 1, Café de la Gare (100\u00a0%).")
    assert warned.startswith("Nouvelles lignes qui ressemblent à un client")


def test_likeness_is_no_part_of_the_plan(cafe: CustomerBase) -> None:
    """An import of the previewed plan does not look again, and has the preview's fingerprint; others look."""
    seen = preview(cafe, MARKS, HEADERS, ALIKE)

    known = imported(cafe, MARKS, HEADERS, ALIKE, expect=seen.fingerprint)
    assert (known.applied, known.row.likely, known.warnings) == (True, (), ())
    unknown = imported(cafe, MARKS, HEADERS, ["X7", *ALIKE[1:]])
    assert unknown.applied
    assert [one.customer for one in unknown.row.likely] == [1, 3]


@pytest.mark.parametrize("elsewhere", ["bin", "scope"])
def test_only_customers_that_the_import_may_see_are_named(cafe: CustomerBase, elsewhere: str) -> None:
    """Neither the bin nor customers outside the scope count."""
    cafe.edit(1, **({"deleted_at": BINNED} if elsewhere == "bin" else {"country": "CH"}))
    cafe.edit(2, country="FR")
    scope = {"country": "FR"} if elsewhere == "scope" else {}

    seen = preview(cafe, MARKS, HEADERS, ALIKE, scope=scope)

    assert (seen.row.outcome, seen.row.likely, seen.warnings) == (Outcome.CREATED, (), ())


def test_a_customer_that_another_row_matches_is_named_with_it(cafe: CustomerBase) -> None:
    """Who has a row of its own is hardly meant by another one: the message names the row instead of a choice."""
    seen = preview(cafe, MARKS, HEADERS, ["C1", *[None] * 4], ALIKE)

    assert codes(seen.rows[1]) == ["resembles-matched"]
    assert texts(seen.rows[1]) == [
        "Looks like customer 1, Café de la Gare (100 %), whom row 3 matches. If it is the same, remove one of the rows."
    ]


def test_only_new_rows_are_looked_at(cafe: CustomerBase) -> None:
    """Matched, invalid, ignored and repeated rows resemble nobody."""
    seen = preview(
        cafe, f"{MARKS} Keep", f"{HEADERS} last_call", ["C2", *ALIKE[1:]], [*ALIKE, "soon"], ["X7", "Café de la Gare"]
    )

    assert seen.outcomes == "updated invalid ignored"
    assert [row.likely for row in seen.rows] == [(), (), ()]


def test_the_likely_customer_can_be_chosen(cafe: CustomerBase) -> None:
    """A row whose likely customer the user has chosen updates it, and completes its blank key."""
    cafe.edit(1, external_id=None)
    chosen = imported(
        cafe,
        "Key Key Overwrite Key",
        "external_id name phone zip",
        ["X9", "Cafe Gare", "5", "69003"],
        decisions={3: UseCustomer(1)},
    )

    assert (chosen.row.outcome, chosen.row.customer, chosen.row.messages) == (Outcome.UPDATED, 1, ())
    assert (chosen.row.agreed, chosen.row.jokers) == (("zip",), ("external_id",))
    assert [(one.field, one.new) for one in chosen.row.changes] == [("external_id", "X9"), ("phone", "5")]
    assert cafe.get(1)["name"] == "Café de la Gare"
    assert chosen.summary.matched == 1


def test_keys_that_differ_are_neither_agreed_nor_jokers(cafe: CustomerBase) -> None:
    """By a single key that differs, a chosen customer has nothing in common, and keeps its own."""
    seen = imported(cafe, MARKS, HEADERS, ALIKE, decisions={3: UseCustomer(1)})

    assert (seen.row.agreed, seen.row.jokers) == ((), ())
    assert (cafe.get(1)["external_id"], cafe.get(1)["name"]) == ("C1", "Cafe de la Gare SARL")


@pytest.mark.parametrize("chosen", [2, 99])
def test_a_customer_that_is_not_alike_cannot_be_chosen(cafe: CustomerBase, chosen: int) -> None:
    """The row is left out, and says why."""
    seen = preview(cafe, MARKS, HEADERS, ALIKE, decisions={3: UseCustomer(chosen)})

    assert (seen.row.outcome, codes(seen.row)) == (Outcome.IGNORED, ["no-candidate"])


def test_a_chosen_customer_is_mentioned(cafe: CustomerBase) -> None:
    """Mode update-delete leaves the customer that was chosen for a row where it is."""
    seen = preview(cafe, MARKS, HEADERS, ALIKE, decisions={3: UseCustomer(1)}, mode="update_delete")

    assert (seen.outcomes, seen.deleted) == ("updated", [2])


def test_mode_add_names_likely_customers_too(cafe: CustomerBase) -> None:
    """Without keys every row is new; a row for which a customer is chosen is none."""
    marks, headers, row = "Keep Keep Keep Keep", "name street zip city", ALIKE[1:]

    assert codes(preview(cafe, marks, headers, row, mode="add").row) == ["resembles"]
    assert preview(cafe, marks, headers, row, mode="add", decisions={3: UseCustomer(1)}).outcomes == "duplicate"


def test_a_row_that_the_user_wants_to_be_new_is_not_warned_of(cafe: CustomerBase) -> None:
    """`new` says that the likely customer is another one; other rows are looked at as before."""
    rows = (ALIKE, ["X7", *ALIKE[1:4], "Lyon 3"])

    seen = preview(cafe, MARKS, HEADERS, *rows, decisions={3: CreateNew()})
    none = preview(cafe, MARKS, HEADERS, ALIKE, decisions={3: CreateNew(1)})

    assert [codes(row) for row in seen.rows] == [[], ["resembles"]]
    assert (none.row.outcome, codes(none.row), none.warnings) == (Outcome.CREATED, [], ())
