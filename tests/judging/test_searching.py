"""Searching sets of fields: minimal ones, of up to eight, within a bound (SPEC §3)."""

from collections.abc import Callable

from raccord.judging.searching import MOST_TRIED, Worth, worthy_sets


def judge(*enough: int, worth: int = 10) -> Callable[[int], Worth]:
    """Whoever holds one of some masks tells all apart; any other set does as well as it is large."""

    def judged(chosen: int) -> Worth:
        whole = any(one & ~chosen == 0 for one in enough)
        return Worth((worth if whole else chosen.bit_count(),), settled=whole)

    return judged


def test_no_set_holds_one_that_is_as_good() -> None:
    """What is enough comes first, the fewest fields before others, and never with a field more."""
    found = worthy_sets(4, judge(0b0011, 0b1000))

    assert found[:2] == [0b1000, 0b0011]
    assert not any(one != other and other & ~one == 0 for one in found for other in (0b1000, 0b0011))


def test_eight_fields_together_are_found() -> None:
    """A set that is enough only with all of its eight fields is there, and none of nine is tried."""
    tried: list[int] = []
    asked = judge(0b011111111, worth=100)

    def noted(chosen: int) -> Worth:
        tried.append(chosen)
        return asked(chosen)

    assert worthy_sets(9, noted)[0] == 0b011111111
    assert max(map(int.bit_count, tried)) == 8
    assert len(tried) == len(set(tried)) <= MOST_TRIED


def test_the_bound_holds_for_wide_sheets() -> None:
    """However many fields there are, no more sets are tried than allowed, the single ones first."""
    tried: list[int] = []
    asked = judge()

    def noted(chosen: int) -> Worth:
        tried.append(chosen)
        return asked(chosen)

    worthy_sets(24, noted, 40)

    assert len(tried) == 40
    assert tried[:24] == [1 << at for at in range(24)]


def test_what_does_nothing_is_not_found() -> None:
    """A set whose figures are all zero is no suggestion, but may be a part of one."""
    found = worthy_sets(2, lambda chosen: Worth((int(chosen == 0b11),), settled=False))

    assert found == [0b11]
