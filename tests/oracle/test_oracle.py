"""Hand-computed cases of SPEC §2 and §3, so that the oracle itself can be trusted."""

import pytest

from oracle import expected_exit, expected_report, expected_state
from oracle.cases import DUPONT, changes, customer, first, outcomes, world


class TestSheet:
    """SPEC §2: rows and columns."""

    def test_update_row_is_found_below_other_text(self) -> None:
        """The first row of marks only is the update row, and the header is directly below it."""
        report = expected_report(world({}, "", "Our customers", "Key | écraser", "Name | tel.", "Dupont | 01"))

        assert report["header_row"] == 4
        assert [(column["fields"], column["mode"]) for column in report["columns"]] == [
            (["name"], "key"),
            (["phone"], "overwrite"),
        ]
        assert report["rows"][0]["row"] == 5

    def test_update_row_below_row_20_is_data(self) -> None:
        """Only the top 20 rows are searched; without an update row the first non-blank row is the header."""
        report = expected_report(world({}, "External ID | Name", *[""] * 19, "Key | Key", "C1 | Dupont"))

        assert report["header_row"] == 1
        assert [row["row"] for row in report["rows"]] == [21, 22]

    def test_defaults_without_update_row(self) -> None:
        """Identity fields are keys, last calls are overwritten if greater, the rest is kept."""
        report = expected_report(world({}, "ID | External ID | Last call | City", "1 | C1 | 2026-01-01 | Paris"))

        assert [column["mode"] for column in report["columns"]] == ["key", "key", "overwrite_if_greater", "keep"]

    def test_key_option_replaces_default_keys(self) -> None:
        """With `--key name`, id is ignored and external_id kept."""
        report = expected_report(world({}, "ID | External ID | Name", "1 | C1 | Dupont", marks={"name": "key"}))

        assert [column["mode"] for column in report["columns"]] == ["ignore", "keep", "key"]

    def test_key_option_adds_to_marked_keys(self) -> None:
        """A key of the update row stays a key."""
        report = expected_report(world({}, "Key | Keep", "ID | Name", "1 | Dupont", marks={"name": "key"}))

        assert [column["mode"] for column in report["columns"]] == ["key", "key"]

    def test_id_column_is_a_key_or_ignored(self) -> None:
        """Any other mark on the id column counts as ignored."""
        report = expected_report(world({}, "Key | Overwrite", "Name | ID", "Dupont | 1"))

        assert [column["mode"] for column in report["columns"]] == ["key", "ignore"]

    def test_target_feeds_several_fields(self) -> None:
        """A mark's targets come before its header, and every field gets the cell's value."""
        case = world({1: DUPONT}, "Key | Overwrite -> Phone, Mobile", "Name | City", "Dupont | 02")

        assert changes(case) == {"phone": ("01", "02"), "mobile": (None, "02")}

    def test_blank_mark_and_unmapped_header_feed_nothing(self) -> None:
        """Blank marks ignore a column, an unmapped one is listed without fields, Raccord's own is skipped."""
        case = world({1: DUPONT}, "Key | | Overwrite |", "Name | City | Foo | Raccord", "Dupont | X | #N/A | y")
        report = expected_report(case)

        assert [column["fields"] for column in report["columns"]] == [["name"], ["city"], []]
        assert outcomes(case) == ["unchanged"]

    def test_blank_rows_are_skipped_even_with_a_raccord_cell(self) -> None:
        """A row counts by its cells outside Raccord's column, unmapped ones included."""
        case = world({1: DUPONT}, "Key | | ", "Name | Foo | Raccord", " | | updated", " | note | ", "Dupont | | ")

        assert [row["row"] for row in expected_report(case)["rows"]] == [4, 5]


class TestMatching:
    """SPEC §3: candidates, ranks, ambiguity, the bin and scope."""

    def test_one_key_has_no_joker(self) -> None:
        """A blank single key matches nobody, not even a customer that is blank there too."""
        assert outcomes(world({1: customer(name="A")}, "Key | Keep", "Zip | Name", " | A")) == ["created"]

    def test_several_keys_have_jokers(self) -> None:
        """A customer without zip still matches by name, and is completed."""
        case = world({1: customer(name="DUPONT")}, "Key | Key", "Name | Zip", "dupont | 75001")

        assert (first(case)["agreed"], first(case)["jokers"]) == (["name"], ["zip"])
        assert changes(case) == {"zip": (None, "75001")}

    def test_a_differing_key_excludes(self) -> None:
        """One key that differs is enough to make a new customer."""
        assert outcomes(world({1: DUPONT}, "Key | Key", "Name | Zip", "Dupont | 69002")) == ["created"]

    def test_unique_keys_rank_before_many_keys(self) -> None:
        """One agreeing unique field beats two plain ones."""
        base = {1: customer(name="A", zip="1"), 2: customer(email="a@b.c")}

        assert first(world(base, "Key|Key|Key", "Name|Zip|Email", "A|1|A@B.C"))["customer"] == 2

    def test_more_agreeing_keys_rank_first(self) -> None:
        """Among equals in unique fields, the more agreeing keys win."""
        base = {1: customer(name="A"), 2: customer(name="A", zip="1")}

        assert first(world(base, "Key|Key", "Name|Zip", "A|1"))["customer"] == 2

    def test_two_best_candidates_are_ambiguous(self) -> None:
        """Nothing is written, the candidates are listed, and an id settles it."""
        base = {1: customer(name="A"), 2: customer(name="a"), 3: customer(name="B")}
        row = first(world(base, "Key | Overwrite", "Name | City", "A | Paris"))

        assert (row["outcome"], row["customer"], row["changes"]) == ("ambiguous", None, [])
        assert [one["customer"] for one in row["candidates"]] == [1, 2]
        assert outcomes(world(base, "Key | Key", "Name | ID", "A | 2")) == ["unchanged"]

    def test_binned_customers_are_restored_by_identity_only(self) -> None:
        """An external id brings a customer back from the bin, a name does not."""
        base = {4: customer(external_id="C1", name="Old", binned=True)}
        by_identity = world(base, "Key | Overwrite", "External ID | Name", "C1 | New")

        assert (first(by_identity)["outcome"], first(by_identity)["customer"]) == ("restored", 4)
        assert expected_state(by_identity) == {4: customer(external_id="C1", name="New")}
        assert outcomes(world(base, "Key | Keep", "Name | City", "Old | X")) == ["created"]

    def test_an_active_match_comes_before_the_bin(self) -> None:
        """A row that matches by name restores nobody, and its reserved external id makes it invalid."""
        base = {1: DUPONT, 4: customer(external_id="C1", name="Old", binned=True)}
        row = first(world(base, "Key | Key", "External ID | Name", "C1 | Dupont"))

        assert (row["outcome"], row["customer"]) == ("invalid", 1)

    @pytest.mark.parametrize(("mode", "outcome"), [("update_only", "ignored"), ("add", "invalid")])
    def test_other_modes_restore_nothing(self, mode: str, outcome: str) -> None:
        """update_only ignores the row; add may not give the reserved external id again."""
        base = {4: customer(external_id="C1", name="Old", binned=True)}

        assert outcomes(world(base, "Key | Keep", "External ID | Name", "C1 | New", mode=mode)) == [outcome]

    def test_two_binned_customers_are_ambiguous(self) -> None:
        """An id and an external id that name two binned customers settle nothing."""
        base = {4: customer(external_id="C1", binned=True), 5: customer(external_id="C2", binned=True)}

        assert outcomes(world(base, "Key | Key | Keep", "ID | External ID | Name", "4 | C2 | A")) == ["ambiguous"]

    def test_scope_hides_other_customers(self) -> None:
        """A customer outside the scope is not matched; a new row gets the scope's value."""
        case = world(
            {1: customer(name="A", owner="y@b.c")}, "Key | Keep", "Name | City", "A | X", scope={"owner": "x@b.c"}
        )

        assert changes(case) == {"owner": (None, "x@b.c"), "name": (None, "A"), "city": (None, "X")}

    def test_a_new_row_outside_the_scope_is_invalid(self) -> None:
        """A new row may not bring another value; a matched row may move its customer out."""
        base = {1: customer(name="A", owner="X@b.c")}
        case = world(base, "Key | Overwrite", "Name | Owner", "A | y@b.c", "B | y@b.c", scope={"owner": "x@b.c"})

        assert outcomes(case) == ["updated", "invalid"]

    def test_rows_that_match_one_customer_are_duplicates(self) -> None:
        """Both are refused; `first` and `last` keep one; each names its match."""
        lines = ("Key | Overwrite", "Name | City", "Dupont | X", "dupont | Y")

        assert outcomes(world({1: DUPONT}, *lines)) == ["duplicate", "duplicate"]
        assert outcomes(world({1: DUPONT}, *lines, on_duplicate="first")) == ["updated", "duplicate"]
        assert outcomes(world({1: DUPONT}, *lines, on_duplicate="last")) == ["duplicate", "updated"]
        assert first(world({1: DUPONT}, *lines))["customer"] == 1

    def test_new_rows_are_compared_by_pairs(self) -> None:
        """Jokers make A like B and B like C but not A like C; `first` keeps only a row without an earlier relation."""
        lines = ("Key | Key | Keep", "Zip | City | Name", "1 | | a", "1 | X | b", "2 | X | c", " | X | d")

        assert outcomes(world({}, *lines)) == ["duplicate"] * 4
        assert outcomes(world({}, *lines, on_duplicate="first")) == ["created", "duplicate", "created", "duplicate"]

    def test_repeated_rows_collapse_into_the_first(self) -> None:
        """Equal typed values repeat, whatever the raw cells and the ignored columns were; another case does not."""
        case = world({1: DUPONT}, "Key|Overwrite|", "Name|Zip|City", ("Dupont", 75001.0, "a"), " Dupont|75001|b")

        assert outcomes(case) == ["unchanged", "repeated"]
        assert expected_exit(case) == 0

    def test_an_invalid_row_is_no_duplicate(self) -> None:
        """A row with an unreadable cell takes no part in duplicates, but counts as matched."""
        case = world({1: DUPONT}, "Key | Overwrite", "Name | Staff", "Dupont | many", "Dupont | 3")

        assert outcomes(case) == ["invalid", "updated"]
        assert expected_report(case)["summary"]["matched"] == 2
