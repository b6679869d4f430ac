"""Rows that the user has settled: a customer chosen, a new one, or the row left out (SPEC §3)."""

import pytest

from raccord.jobs import preview as previewing
from raccord.planning import CreateNew, Decision, GivenDecision, Outcome, Skip, UseCustomer
from raccord.result_choices import ChoiceWriter
from support.sheets import CustomerBase, codes, counted, imported, job, preview, texts

TWIN = {"name": "Twin", "city": "Lyon"}
MARKS, FIELDS = "Key Key Overwrite Keep", "name zip phone city"
ROW = ["twin", None, "5", "Lyon"]


@pytest.fixture
def twins(customers: CustomerBase) -> CustomerBase:
    """Two customers (1, 2) of one name in two towns, and another one (3)."""
    customers.add(**TWIN, zip="1", street="a")
    customers.add(**TWIN, zip="2", street="b")
    customers.add(name="Other", zip="3", city="Nice")
    return customers


def digests(customers: CustomerBase, marks: str, headers: str, *rows: list[object]) -> list[int]:
    """The digest of each row, as a result sheet keeps it."""
    with previewing(job(customers, marks, headers, *rows)) as report:
        return list(report.plan.reader.digests())


def test_the_chosen_candidate_is_the_match(twins: CustomerBase) -> None:
    """A row whose candidate the user has chosen updates that customer alone, and says on which keys they agree."""
    seen = imported(twins, MARKS, FIELDS, ROW, decisions={3: UseCustomer(2)})

    assert (seen.row.outcome, seen.row.customer, seen.row.candidates) == (Outcome.UPDATED, 2, ())
    assert (seen.row.agreed, seen.row.jokers, codes(seen.row)) == (("name",), ("zip",), [])
    assert seen.summary.matched == 1
    assert ("phone" in twins.get(1), twins.get(2)["phone"]) == (False, "5")


@pytest.mark.parametrize("chosen", [3, 99])
def test_a_customer_that_does_not_match_cannot_be_chosen(twins: CustomerBase, chosen: int) -> None:
    """A choice outside the row's best candidates leaves it ambiguous, and says so."""
    seen = preview(twins, MARKS, FIELDS, ROW, decisions={3: UseCustomer(chosen)})

    assert (seen.row.outcome, seen.row.candidate_count) == (Outcome.AMBIGUOUS, 2)
    assert sorted(codes(seen.row)) == ["ambiguous", "no-candidate"]
    assert any(f"Customer {chosen}, chosen for this row, does not match it, so" in text for text in texts(seen.row))


def test_a_row_with_another_choice_is_left_out(twins: CustomerBase) -> None:
    """A row that matches another customer than the chosen one, or none, is not written as nobody has asked for."""
    rows = (["other", None, "5", None], ["nobody", "9", "5", "x"], ["third", "9", "5", "x"])

    seen = imported(twins, MARKS, FIELDS, *rows, decisions={3: UseCustomer(1), 4: UseCustomer(1)})

    assert (seen.outcomes, seen.exit_status) == ("ignored ignored created", 1)
    assert [codes(row) for row in seen.rows] == [["no-candidate"], ["no-candidate"], []]
    assert "phone" not in twins.get(3)


def test_the_customer_that_matches_anyway_can_be_chosen(twins: CustomerBase) -> None:
    """A choice that a row's own keys make, too, is no remark worth."""
    assert codes(preview(twins, MARKS, FIELDS, ["other", None, "5", None], decisions={3: UseCustomer(3)}).row) == []


def test_two_rows_settled_on_one_customer_are_duplicates(twins: CustomerBase) -> None:
    """Choosing the same customer for two rows makes both duplicates: a choice is a match like any other."""
    decisions = {3: UseCustomer(1), 4: UseCustomer(1)}

    seen = preview(twins, MARKS, FIELDS, ROW, ["twin", None, "6", None], decisions=decisions)

    assert seen.outcomes == "duplicate duplicate"


def test_one_of_a_crowd_can_be_chosen(customers: CustomerBase) -> None:
    """Any of hundreds of equal candidates can be chosen, also one that is too far down to be listed."""
    numbers = customers.add_many([{"name": "Crowd", "zip": "1", "city": "x"}] * 300)

    seen = preview(customers, MARKS, FIELDS, ["crowd", None, "5", None], decisions={3: UseCustomer(numbers[-1])})

    assert (seen.row.outcome, seen.row.customer) == (Outcome.UPDATED, numbers[-1])


@pytest.mark.parametrize("among", [None, 2])
def test_an_ambiguous_row_can_be_a_new_customer(twins: CustomerBase, among: int | None) -> None:
    """A row settled as new creates a customer although others match; what a new customer needs, it needs as well."""
    decisions: dict[int, Decision] = {3: CreateNew(among)}
    lacking = imported(twins, MARKS, FIELDS, ROW, decisions=decisions)
    seen = imported(twins, "Key Keep Keep", "name zip city", ["twin", "9", "Lyon"], decisions=decisions)

    assert (lacking.row.outcome, codes(lacking.row)) == (Outcome.IGNORED, ["missing-required"])
    assert (seen.row.outcome, twins.get(4)) == (Outcome.CREATED, {"name": "twin", "zip": "9", "city": "Lyon"})


def test_rows_settled_as_new_can_be_rivals(twins: CustomerBase) -> None:
    """Two rows for new customers that are candidates of each other are duplicates, also when the user made them new."""
    rows = (["twin", "9", "Lyon"], ["twin", "8", "Lyon"])

    seen = preview(twins, "Key Keep Keep", "name zip city", *rows, decisions={3: CreateNew(), 4: CreateNew()})

    assert seen.outcomes == "duplicate duplicate"


def test_new_for_a_row_that_one_customer_matches_leaves_it_out(twins: CustomerBase) -> None:
    """A row with one match neither updates it nor creates another: which of both is meant would be a guess."""
    seen = preview(twins, MARKS, FIELDS, ["other", None, "5", None], decisions={3: CreateNew()})

    assert (seen.row.outcome, codes(seen.row), seen.exit_status) == (Outcome.IGNORED, ["not-new"], 1)


def test_importing_twice_never_creates_a_settled_row_twice(twins: CustomerBase) -> None:
    """`new` holds against as many candidates as the user saw; the customer that it made is another one."""
    sheet = ("Key Keep Keep", "name zip city", ["twin", "9", "Lyon"])
    decisions: dict[int, Decision] = {3: CreateNew(among=2)}

    first, second = (imported(twins, *sheet, decisions=decisions) for _ in range(2))

    assert (first.row.outcome, second.row.outcome) == (Outcome.CREATED, Outcome.AMBIGUOUS)
    assert sorted(codes(second.row)) == ["ambiguous", "others-match"]
    assert twins.active() == [1, 2, 3, 4]


def test_any_row_can_be_left_out(twins: CustomerBase) -> None:
    """A skipped row is ignored, whatever else would become of it, and needs no attention."""
    marks, fields = "Key Key Overwrite Keep Overwrite", f"{FIELDS} last_call"
    rows = [
        ["other", "3", "5", None, None],
        ["new", "9", "5", "x", None],
        [*ROW, None],
        ["other", "3", "6", None, "soon"],
    ]
    assert preview(twins, marks, fields, *rows).outcomes == "updated created ambiguous invalid"

    seen = imported(twins, marks, fields, *rows, decisions=dict.fromkeys(range(3, 7), Skip()))

    assert (seen.outcomes, seen.exit_status, seen.applied) == ("ignored ignored ignored ignored", 0, False)
    assert counted(seen.summary) == {"rows": 4, "matched": 2, "ignored": 4, "skipped": 4}
    assert [row.is_skipped for row in seen.rows] == [True] * 4
    assert codes(seen.rows[0]) == ["skipped"]


def test_leaving_one_duplicate_out_settles_the_other(twins: CustomerBase) -> None:
    """A skipped row is no rival of the rows that share its customer, or are as new as it."""
    rows = [["other", "3", "5", None], ["other", "3", "6", None], ["new", "9", "7", "x"], ["new", "9", "8", "x"]]
    assert preview(twins, MARKS, FIELDS, *rows).outcomes == " ".join(["duplicate"] * 4)

    seen = preview(twins, MARKS, FIELDS, *rows, decisions={3: Skip(), 6: Skip()})

    assert seen.outcomes == "ignored updated created ignored"


def test_a_duplicate_offers_what_settles_it(twins: CustomerBase) -> None:
    """Beside rows of one customer stands `skip` alone: a tick would not say which of them is to stay out."""
    rows = [["other", "3", "5", None], ["other", "3", "6", None], ["new", "9", "7", "x"]]

    with previewing(job(twins, MARKS, FIELDS, *rows)) as report:
        writer = ChoiceWriter(report.plan, {}, applied=False)
        offers = [writer.cells(row, None, 0)[0].offer for row in report.plan.rows()]

    assert [one.words if one else () for one in offers] == [("skip",), ("skip",), ("✓", "skip")]


def test_a_skipped_row_mentions_its_customers_all_the_same(twins: CustomerBase) -> None:
    """Customers of rows that the user leaves out are not deleted, neither a match nor candidates."""
    twins.add(name="Unmentioned", zip="7", city="x")
    rows = (["other", "3", "5", None], ROW, ["new", "9", "7", "x"])

    seen = preview(twins, MARKS, FIELDS, *rows, mode="update_delete", decisions={3: Skip(), 4: Skip()})

    assert (seen.outcomes, seen.deleted) == ("ignored ignored created", [4])


def test_a_sheet_without_keys_can_leave_rows_out(customers: CustomerBase) -> None:
    """Mode add needs no keys, and skips rows like the others."""
    rows = (["A", "1", "x"], ["B", "2", "x"])

    seen = preview(customers, "Keep Keep Keep", "name zip city", *rows, mode="add", decisions={4: Skip()})

    assert seen.outcomes == "created ignored"


def test_decisions_follow_their_rows(twins: CustomerBase) -> None:
    """When rows are inserted or sorted, a decision belongs to the row that has the values of then."""
    other = ["other", "3", "5", None]
    own, _ = digests(twins, MARKS, FIELDS, ROW, other)
    decisions = (GivenDecision(3, UseCustomer(2), own, "Raccord!H12"),)

    moved = preview(twins, MARKS, FIELDS, ["new", "9", "5", "x"], other, ROW, decisions=decisions)

    assert (moved.outcomes, moved.rows[2].customer, moved.warnings) == ("created updated updated", 2, ())


@pytest.mark.parametrize("given", [Skip(), UseCustomer(2), CreateNew(2)])
def test_a_decision_of_a_row_that_has_changed_is_dropped(twins: CustomerBase, given: Decision) -> None:
    """A row that was edited since, or is gone, is decided anew, and a warning names the cell of the old decision."""
    (own,) = digests(twins, MARKS, FIELDS, ROW)
    decisions = (GivenDecision(3, given, own, "Raccord!H12"),)

    edited = preview(twins, MARKS, FIELDS, ["twin", None, "6", "Lyon"], decisions=decisions)

    assert edited.outcomes == "ambiguous"
    assert [warning.code for warning in edited.warnings] == ["choices-dropped"]
    assert "1 (Raccord!H12)" in edited.warnings[0].text


def test_an_import_is_refused_when_a_choice_is_lost(twins: CustomerBase) -> None:
    """Without a look at what has become of it nothing is written; who has seen the preview may go on."""
    (own,) = digests(twins, MARKS, FIELDS, ROW)
    decisions = (GivenDecision(3, Skip(), own, "Raccord!H12"),)
    edited = (MARKS, FIELDS, ["other", "3", "6", None])

    refused = imported(twins, *edited, decisions=decisions)
    shown = preview(twins, *edited, decisions=decisions)
    done = imported(twins, *edited, decisions=decisions, expect=shown.fingerprint)

    assert (refused.refusal, refused.applied, refused.exit_status) == ("choices-lost", False, 3)
    assert (done.refusal, done.outcomes, done.applied) == (None, "updated", True)


def test_two_decisions_for_one_row_are_none(twins: CustomerBase) -> None:
    """Raccord does not guess which of two decisions counts; the same one twice is one."""
    both = tuple(GivenDecision(3, UseCustomer(number), None, f"Raccord!H{number}") for number in (1, 2))

    assert preview(twins, MARKS, FIELDS, ROW, decisions=both).outcomes == "ambiguous"
    assert preview(twins, MARKS, FIELDS, ROW, decisions=both[:1] * 2).outcomes == "updated"


def test_a_decision_about_rows_that_repeat_each_other_is_about_the_first(twins: CustomerBase) -> None:
    """Rows of the same values are one row, so a decision that has lost its number finds the first of them."""
    (own,) = digests(twins, MARKS, FIELDS, ROW)
    decisions = (GivenDecision(9, UseCustomer(2), own),)

    assert preview(twins, MARKS, FIELDS, ROW, ROW, decisions=decisions).outcomes == "updated repeated"
