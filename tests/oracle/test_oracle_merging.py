"""Hand-computed cases of SPEC §4, and what holds for every random world."""

import pytest
from hypothesis import HealthCheck, given, settings

from oracle import World, expected_exit, expected_report, expected_state
from oracle.cases import DUPONT, changes, customer, first, outcomes, world
from oracle.catalogue import plain
from oracle.pools import POOLS
from oracle.report import OUTCOMES
from oracle.sheet import MODE_OF
from oracle.worlds import worlds
from raccord.cells import ErrorCell


class TestMerging:
    """SPEC §4: modes, required, immutable and unique fields."""

    @pytest.mark.parametrize(
        ("mode", "old", "new", "after"),
        [
            ("keep", 5, "7", 5),
            ("overwrite", 5, "7", 7),
            ("overwrite", 5, "", 5),
            ("overwrite", None, "7", 7),
            ("overwrite_or_clear", 5, "", None),
            ("overwrite_or_clear", 5, "7", 7),
            ("overwrite_if_greater", 5, "7", 7),
            ("overwrite_if_greater", 5, "3", 5),
            ("overwrite_if_greater", 9, "10", 10),
            ("overwrite_if_greater", 5, "", 5),
            ("overwrite_if_greater", None, "-3", -3),
            ("fill", 5, "7", 5),
            ("fill", None, "7", 7),
            ("ignore", 5, "7", 5),
        ],
    )
    def test_modes(self, mode: str, old: int | None, new: str, after: int | None) -> None:
        """Each mode gives what the table of SPEC §4 says."""
        case = world({1: customer(name="A", staff=old)}, f"Key | {mode}", "Name | Staff", f"A | {new}")
        state = expected_state(case)

        assert state is not None
        assert state[1].fields["staff"] == after
        assert outcomes(case) == ["unchanged" if after == old else "updated"]

    def test_a_filled_key_never_changes(self) -> None:
        """The sheet's spelling of a matching key is not written."""
        assert outcomes(world({1: DUPONT}, "Key | Keep", "Name | City", "DUPONT | X")) == ["unchanged"]

    def test_another_spelling_is_a_change_where_it_is_not_a_key(self) -> None:
        """Values are compared as they are, not folded."""
        case = world({1: DUPONT}, "Key | Overwrite", "Zip | Name", "75001 | DUPONT")

        assert changes(case) == {"name": ("Dupont", "DUPONT")}

    def test_blank_text_in_the_database_is_blank(self) -> None:
        """White space counts as blank: it is filled, and reported as null."""
        case = world({1: customer(name="A", city="  ")}, "Key | Fill if blank", "Name | City", "A | X")

        assert changes(case) == {"city": (None, "X")}

    def test_cells_are_counted(self) -> None:
        """Kept blanks and cleared cells count only where something stood."""
        base = {1: customer(name="A", city="X", zip="1"), 2: customer(name="B")}
        case = world(
            base, "Key | Overwrite | Overwrite, blank clears", "Name | City | Zip", "A | |", "B | |", "C | X | Y"
        )
        summary = expected_report(case)["summary"]

        assert (summary["blanks_kept"], summary["cells_cleared"], summary["cells_changed"]) == (1, 1, 4)

    def test_new_customers_get_kept_columns_too(self) -> None:
        """Every mapped value is written, ids follow the highest one in row order."""
        case = world({7: DUPONT}, "Key | Keep", "Name | City", "B | X", "A |")

        assert expected_report(case)["rows"][0]["customer"] is None
        assert [row["customer"] for row in expected_report(case, imported=True)["rows"]] == [8, 9]
        assert expected_state(case) == {7: DUPONT, 8: customer(name="B", city="X"), 9: customer(name="A")}

    def test_half_a_customer_is_ignored(self) -> None:
        """A new row without a required field is no error, and makes nothing."""
        assert outcomes(world({}, "Key | Overwrite", "Zip | City", "75001 | Paris")) == ["ignored"]

    def test_clearing_a_required_field_is_invalid(self) -> None:
        """Only a filled field can be cleared: a blank over a blank is no change."""
        lines = ("Key | Overwrite, blank clears", "Zip | Name", "1 | ")

        assert outcomes(world({1: customer(zip="1", name="A")}, *lines)) == ["invalid"]
        assert outcomes(world({1: customer(zip="1")}, *lines)) == ["unchanged"]

    @pytest.mark.parametrize(
        ("mode", "old", "outcome"),
        [
            ("Overwrite", "K1", "invalid"),
            ("Overwrite", "K2", "unchanged"),
            ("Overwrite", None, "updated"),
            ("Keep", "K1", "unchanged"),
        ],
    )
    def test_immutable_fields_are_set_once(self, mode: str, old: str | None, outcome: str) -> None:
        """A filled immutable field cannot change, a blank one is filled, and keeping it harms nothing."""
        base = {1: customer(name="A", contract=old)}

        assert outcomes(world(base, f"Key | {mode}", "Name | Contract", "A | K2")) == [outcome]

    def test_unique_values_of_other_customers_are_refused(self) -> None:
        """An email is compared, folded, with active customers outside the scope as well; keeping it harms nothing."""
        base = {1: customer(name="A"), 2: customer(name="B", email="b@c.d")}

        assert outcomes(world(base, "Key | Overwrite", "Name | Email", "A | B@C.D")) == ["invalid"]
        assert outcomes(world(base, "Key | Keep", "Name | Email", "A | b@c.d")) == ["unchanged"]
        assert outcomes(world({2: base[2]}, "Key | Keep", "Name | Email", "A | b@c.d")) == ["invalid"]

    def test_only_external_ids_are_reserved_in_the_bin(self) -> None:
        """A binned customer's external id is taken, its email is free."""
        base = {2: customer(name="B", email="b@c.d", external_id="C1", binned=True)}

        assert outcomes(world(base, "Key | Keep", "Name | Email", "A | b@c.d")) == ["created"]
        assert outcomes(world(base, "Key | Keep", "Name | External ID", "A | C1")) == ["invalid"]
        assert outcomes(world(base, "Key | Keep", "Name | External ID", "A | c1")) == ["created"]

    def test_one_unique_value_given_twice(self) -> None:
        """Both rows are duplicates, whatever `on_duplicate` says."""
        lines = ("Key | Keep", "Name | Email", "A | a@b.c", "B | A@b.c")

        assert outcomes(world({}, *lines, on_duplicate="first")) == ["duplicate", "duplicate"]

    def test_lost_leading_zeros_are_warned_about(self) -> None:
        """A zip that gets shorter is written, with a message."""
        case = world({1: customer(name="A", zip="01234")}, "Key | Overwrite", "Name | Zip", ("A", 1234.0))

        assert (outcomes(case), first(case)["messages"]) == (["updated"], ["leading-zeros"])

    def test_add_refuses_matches(self) -> None:
        """Mode add makes every row a new customer; one that matches is a duplicate."""
        base = {1: DUPONT, 2: customer(name="B"), 3: customer(name="b")}

        case = world(base, "Key | Keep", "Name | City", "Dupont |", "New |", "B |", mode="add")
        assert outcomes(case) == ["duplicate", "created", "ambiguous"]

    def test_add_without_keys(self) -> None:
        """Without a key no row matches anything."""
        assert outcomes(world({1: DUPONT}, "Keep", "Name", "Dupont", "DUPONT", mode="add")) == ["created", "created"]

    def test_update_only_never_creates(self) -> None:
        """Unmatched rows are ignored."""
        case = world({1: DUPONT}, "Key | Overwrite", "Name | City", "Dupont | X", "New | Y", mode="update_only")

        assert outcomes(case) == ["updated", "ignored"]


class TestOrder:
    """Readings, Merging: the first rule that speaks gives the outcome."""

    def test_repeated_before_ambiguous(self) -> None:
        """The second of two equal ambiguous rows is repeated."""
        base = {1: customer(name="A"), 2: customer(name="A")}

        assert outcomes(world(base, "Key", "Name", "A", "A")) == ["ambiguous", "repeated"]

    def test_invalid_cells_before_ambiguous(self) -> None:
        """An ambiguous row with an unreadable cell is invalid, and never repeated."""
        base = {1: customer(name="A"), 2: customer(name="A")}

        case = world(base, "Key | Fill if blank", "Name | Staff", "A | ?", "A | ?")

        assert outcomes(case) == ["invalid", "invalid"]

    def test_ambiguous_before_mode(self) -> None:
        """Mode update_only reports two best candidates as ambiguous, not ignored."""
        base = {1: customer(name="A"), 2: customer(name="A")}

        assert outcomes(world(base, "Key", "Name", "A", mode="update_only")) == ["ambiguous"]

    def test_mode_before_duplicates(self) -> None:
        """Two new rows that mean each other are ignored, not duplicate, in update_only."""
        assert outcomes(world({}, "Key|Keep", "Name|City", "A|X", "A|Y", mode="update_only")) == ["ignored"] * 2

    def test_duplicates_before_missing_fields(self) -> None:
        """Two half customers that mean each other are duplicate; with `first` the kept one is ignored."""
        lines = ("Key | Keep", "Zip | City", "1 | X", "1 | Y")

        assert outcomes(world({}, *lines)) == ["duplicate", "duplicate"]
        assert outcomes(world({}, *lines, on_duplicate="first")) == ["ignored", "duplicate"]

    def test_missing_fields_before_taken_values(self) -> None:
        """A half customer with a taken email is ignored."""
        base = {1: customer(name="A", email="a@b.c")}

        assert outcomes(world(base, "Key | Keep", "Zip | Email", "1 | a@b.c")) == ["ignored"]

    def test_taken_values_before_values_given_twice(self) -> None:
        """Two rows that give one taken email are both invalid."""
        base = {1: customer(name="A", email="a@b.c")}

        assert outcomes(world(base, "Key|Keep", "Name|Email", "B|a@b.c", "C|a@b.c")) == ["invalid", "invalid"]

    def test_restored_rows_can_be_duplicates(self) -> None:
        """Two rows that would restore one customer are duplicate."""
        base = {4: customer(external_id="C1", name="A", binned=True)}

        assert outcomes(world(base, "Key|Keep", "External ID|City", "C1|X", "C1|Y")) == ["duplicate", "duplicate"]


class TestDeleting:
    """SPEC §4: mode update_delete and its guards."""

    def deleted(self, case: World) -> list[int]:
        return [one["customer"] for one in expected_report(case)["deletions"]]

    def test_unmentioned_customers_go_to_the_bin(self) -> None:
        """A match and the best candidates of any row stay, and so do protected customers."""
        names = {1: "A", 2: "B", 3: "B", 4: "C"}
        base = {number: customer(name=name) for number, name in names.items()}
        base |= {5: customer(name="D", protected=True), 6: customer(name="E", binned=True)}
        case = world(base, "Key | Keep", "Name | Staff", "A | ", "B | ", "A | x", mode="update_delete")
        state = expected_state(case)

        assert self.deleted(case) == [4]
        assert state is not None
        assert state[4] == customer(name="C", binned=True)

    def test_unreadable_keys_block(self) -> None:
        """A key cell that shows an error deletes nobody, an unreadable other cell blocks nothing."""
        base = {1: DUPONT, 2: customer(name="B")}
        lines = ("Key | Keep", "Name | Staff", "Dupont | 1")
        blocked = world(base, *lines, (ErrorCell("#N/A"), 1), mode="update_delete")

        assert (self.deleted(blocked), expected_report(blocked)["deletions_blocked"]) == ([], "blocked-unreadable-key")
        assert self.deleted(world(base, *lines, "Dupont | x", mode="update_delete")) == [2]

    def test_no_applicable_row_blocks(self) -> None:
        """A sheet without rows, or with refused rows only, deletes nobody."""
        assert self.deleted(world({1: DUPONT}, "Key", "Name", mode="update_delete")) == []
        assert self.deleted(world({1: DUPONT}, "Key", "Zip", "2", mode="update_delete")) == []

    @pytest.mark.parametrize(
        ("gone", "stay", "confirmed", "refused"),
        [
            (11, 1, None, True),
            (11, 1, 11, False),
            (11, 1, 12, True),
            (10, 1, None, False),
            (11, 44, None, False),
            (11, 43, None, True),
        ],
    )
    def test_many_deletions_need_their_number(self, gone: int, stay: int, confirmed: int | None, refused: bool) -> None:
        """More than 10 and more than 20 % are refused until the exact number is confirmed."""
        base = {number: customer(name=f"N{number}") for number in range(1, gone + stay + 1)}
        rows = [f"N{number}" for number in range(gone + 1, gone + stay + 1)]
        case = world(base, "Key", "Name", *rows, mode="update_delete", confirm_deletions=confirmed)

        assert len(self.deleted(case)) == gone
        assert (expected_state(case) is None) == refused
        assert expected_exit(case, imported=True) == (3 if refused else 0)

    def test_the_scope_limits_deleting(self) -> None:
        """A customer of another owner is neither deleted nor counted."""
        base = {1: customer(name="A", owner="x@b.c"), 2: customer(name="B", owner="y@b.c"), 3: customer(name="C")}
        base[4] = customer(name="D", owner="X@B.C")

        assert self.deleted(world(base, "Key", "Name", "A", mode="update_delete", scope={"owner": "x@b.c"})) == [4]


class TestWorlds:
    """Random worlds: what holds for every plan."""

    def test_every_word_names_one_field(self) -> None:
        """No label or alias of the random catalogues names two fields, or is a mode."""
        words = [word for name, pool in POOLS.items() for word in {plain(one) for one in (name, *pool.words)}]

        assert len(words) == len(set(words))
        assert not set(words) & {"id", "raccord", *MODE_OF}

    @settings(max_examples=60, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(worlds())
    def test_outcomes_add_up_and_only_applied_rows_change(self, case: World) -> None:
        """The outcomes add up to the rows, and rows that are not applied list no changes."""
        report = expected_report(case)
        summary = report["summary"]

        assert sum(summary[outcome] for outcome in OUTCOMES) == summary["rows"] == len(report["rows"])
        assert all(not row["changes"] or row["outcome"] in ("created", "updated", "restored") for row in report["rows"])

    @settings(max_examples=60, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(worlds())
    def test_a_refused_or_empty_plan_leaves_the_base_alone(self, case: World) -> None:
        """Customers change, come or go only as the report lists them."""
        report = expected_report(case, imported=True)
        state = expected_state(case) if report["applied"] else case.customers
        listed = {
            row["customer"] for row in report["rows"] if row["changes"] or row["outcome"] in ("created", "restored")
        }
        listed |= {one["customer"] for one in report["deletions"]}

        assert state is not None
        assert {number for number in state if state[number] != case.customers.get(number)} <= listed
