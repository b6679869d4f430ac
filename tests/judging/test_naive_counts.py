"""What is suggested, and what a sample says of any set of fields, against counts by naive loops (SPEC §3)."""

import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TypeAlias

import pytest

from raccord import Grid, Job, default_catalogue
from raccord.catalogue import Field
from raccord.judging.sampling import Sample, sampled
from raccord.progress import silent
from raccord.suggesting import Suggestion, suggest_keys
from raccord.suggesting.opening import opened_sides
from support.sheets import CustomerBase

CATALOGUE = default_catalogue()
NAMES = ("external_id", "name", "zip", "city", "contact", "email")
FIELDS = [CATALOGUE.by_name[name] for name in NAMES]
Line: TypeAlias = tuple[str | None, ...]


def folded(line: Line) -> Line:
    """As keys are compared; an external id alone is case-sensitive."""
    return (line[0], *(value.casefold() if value else None for value in line[1:]))


def random_sides(seed: int) -> tuple[list[Line], list[Line]]:
    """Rows and customers of few values, in upper and lower case, with many blanks; no two rows are the same."""
    chance = random.Random(seed)
    values, blank = chance.choice([2, 4, 9]), chance.choice([0, 0.2, 0.5])

    def line(number: int) -> Line:
        cells = (f"{chance.choice('aAbB')}{chance.randrange(values)}@x.org" for _ in NAMES[1:])
        own = f"K{number}" if chance.random() < 0.6 else None
        return (own, *(None if chance.random() < blank else cell for cell in cells))

    rows, customers = ([line(number) for number in range(chance.randint(1, 30))] for _ in "12")
    return [row for row in dict.fromkeys(rows) if any(row)], customers


def keys_of(line: Line, fields: Sequence[Field]) -> Line:
    return tuple(folded(line)[NAMES.index(one.name)] for one in fields)


def told_apart(lines: Sequence[Line], fields: Sequence[Field]) -> int:
    """How many have a value in one of the fields, and all of them in common with nobody."""
    every = Counter(keys_of(line, fields) for line in lines)
    return sum(count == 1 and any(keys) for keys, count in every.items())


def best_customers(row: Line, customers: Sequence[Line], fields: Sequence[Field]) -> list[int]:
    """The best candidates of a row, by a look at every customer."""
    ranked: dict[int, tuple[int, int]] = {}
    for number, customer in enumerate(customers):
        pairs = list(zip(fields, keys_of(row, fields), keys_of(customer, fields), strict=True))
        both = [(one, mine == theirs) for one, mine, theirs in pairs if mine and theirs]
        if both and all(same for _, same in both):
            ranked[number] = (sum(one.unique for one, _ in both), len(both))
    return [number for number, rank in ranked.items() if rank == max(ranked.values())]


def naive(rows: Sequence[Line], customers: Sequence[Line], fields: Sequence[Field]) -> Suggestion:
    """The suggestion that a loop over every pair gives."""
    found = [len(best_customers(row, customers, fields)) for row in rows]
    single, none = found.count(1), found.count(0)
    return Suggestion(
        tuple(one.name for one in fields),
        told_apart(rows, fields) / len(rows) if rows else 1.0,
        told_apart(customers, fields) / len(customers) if customers else 1.0,
        single,
        len(rows) - single - none,
        none,
        sum(not any(keys_of(row, fields)) for row in rows),
    )


def job_of(url: str, rows: Sequence[Line], customers: Sequence[Line]) -> Job:
    base = CustomerBase(url, CATALOGUE)
    base.add_many([{"name": None, **dict(zip(NAMES, line, strict=True))} for line in customers])
    headers = [one.label_in("en") for one in FIELDS]
    return Job(Grid.of("Clients", [headers, *rows]), CATALOGUE, url)


def sample_of_job(job: Job) -> Sample:
    with opened_sides(job, silent) as sides:
        return sampled(sides, sides.fields)


@pytest.mark.parametrize("seed", range(3))
def test_suggested_figures_are_those_of_a_naive_count(base_url: str, seed: int) -> None:
    """On every family, each suggestion's shares and counts are what a loop over all rows and customers gives."""
    rows, customers = random_sides(seed)

    found = suggest_keys(job_of(base_url, rows, customers))

    assert found
    for one in found:
        expected = naive(rows, customers, [CATALOGUE.by_name[name] for name in one.keys])
        assert one.as_json() == expected.as_json()


@pytest.mark.parametrize("seed", range(100, 103))
def test_a_sample_of_all_counts_every_set_right(base_url: str, seed: int) -> None:
    """Where the sample holds everybody, what it says of each set of fields is exact."""
    rows, customers = random_sides(seed)
    sample = sample_of_job(job_of(base_url, rows, customers))

    for chosen in range(1, 1 << len(FIELDS)):
        fields = sample.fields_of(chosen)
        expected = naive(rows, customers, fields)
        found = sample.matching.found(chosen)
        ones = [best for row in rows if len(best := best_customers(row, customers, fields)) == 1]
        assert (found.single, found.ambiguous) == (expected.matched, expected.ambiguous), fields
        assert found.customers == len({one for (one,) in ones})
        assert sample.rows.share(chosen) == pytest.approx(expected.unique_in_sheet)
        assert sample.rows.keyless(chosen) == expected.keyless
        assert sample.customers.share(chosen) == pytest.approx(expected.unique_in_base)


@pytest.fixture
def file_url(tmp_path: Path) -> str:
    """A base in a file, for what no family does in another way."""
    return f"sqlite:///{tmp_path / 'customers.db'}"


def test_what_very_many_share_counts_as_ambiguous(file_url: str) -> None:
    """A value of more customers than are followed is ambiguous alone; with another value, who has both is found."""
    lines: list[Line] = [(None, "Chain", f"z{number}", "Paris", None, None) for number in range(700)]
    sample = sample_of_job(job_of(file_url, lines[:300], lines))
    masks = {sample.fields_of(chosen): chosen for chosen in range(1, 1 << len(sample.keys))}
    name, place = CATALOGUE.by_name["name"], CATALOGUE.by_name["zip"]

    assert sample.matching.found(masks[name,])[:2] == (0, 300)
    assert sample.matching.found(masks[name, place])[:2] == (300, 0)
    assert sample.rows.share(masks[name,]) == 0
    assert sample.rows.share(masks[name, place]) == 1


def test_more_rows_than_a_sample_are_counted_all(file_url: str) -> None:
    """Beyond the size of a sample, two runs give the same suggestions, and their figures are those of all rows."""
    lines: list[Line] = [(f"K{n}", f"N{n % 7}", f"z{n % 31}", f"C{n % 5}", None, f"{n // 2}@x.org") for n in range(900)]
    job = job_of(file_url, lines, lines[:450])

    first, second = suggest_keys(job), suggest_keys(job)

    assert first == second
    assert first[0].counts == (450, 0, 450, 0)
    for one in first:
        fields = [CATALOGUE.by_name[name] for name in one.keys]
        assert one.unique_in_sheet == told_apart(lines, fields) / len(lines)
        assert one.unique_in_base == told_apart(lines[:450], fields) / 450
