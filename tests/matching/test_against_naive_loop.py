"""Matching alone, against a naive loop over every pair (SPEC §3)."""

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeAlias

import pytest
from sqlalchemy import Column, Connection, Integer, Select, Text, select

from raccord.catalogue import Field, FieldType
from raccord.database.sqlite import SQLiteFamily, empty_engine
from raccord.database.temporary import temporary_table
from raccord.matching import Base, Matcher, MatchKey, find_matches, find_related, match_keys

Side: TypeAlias = list[tuple[Any, ...]]


def naive_matches(
    keys: Sequence[MatchKey], rows: Side, customers: Side
) -> dict[int, tuple[int, list[tuple[int, int]]]]:
    """Per row with a candidate: the best score, and the best customers with the masks of their agreeing keys."""
    found = {}
    for row in rows:
        ranked = [(mask, one[0]) for one in customers if (mask := agreement(keys, row, one))]
        if ranked:
            best = max(weight(keys, mask) for mask, _ in ranked)
            found[row[0]] = (best, sorted((number, mask) for mask, number in ranked if weight(keys, mask) == best))
    return found


def agreement(keys: Sequence[MatchKey], one: Sequence[object], other: Sequence[object]) -> int:
    """The mask of the agreeing keys, 0 when any differs."""
    pairs = [(key, one[1 + key.position], other[1 + key.position]) for key in keys]
    filled = [(key, mine == theirs) for key, mine, theirs in pairs if mine is not None and theirs is not None]
    return sum(key.bit for key, _ in filled) if all(equal for _, equal in filled) else 0


def weight(keys: Sequence[MatchKey], mask: int) -> int:
    """The rank of a mask: every unique field more than all plain ones."""
    return sum(100 if key.field.unique else 1 for key in keys if mask & key.bit)


@contextmanager
def sides(keys: Sequence[MatchKey], *held: Side) -> Iterator[tuple[Connection, list[Select[Any]]]]:
    """Put sides of a match into an empty base."""
    engine = empty_engine()
    with engine.connect() as connection:
        connection.exec_driver_sql("BEGIN")
        yield connection, [_side(connection, f"side{at}", keys, side) for at, side in enumerate(held)]
    engine.dispose()


def _side(connection: Connection, name: str, keys: Sequence[MatchKey], side: Side) -> Select[Any]:
    values: list[Column[Any]] = [Column(f"key{key.position}", Text) for key in keys]
    columns = [Column("id", Integer, primary_key=True), *values]
    table = temporary_table(connection, name, *columns)
    if side:
        connection.exec_driver_sql(f"INSERT INTO {name} VALUES ({','.join('?' * len(columns))})", side)
    return select(table)


def random_match(seed: int) -> tuple[tuple[MatchKey, ...], Side, Side, int]:
    """Keys, two sides of few values and many blanks, and from how many on a value is hot."""
    chance = random.Random(seed)
    keys = match_keys(
        Field(f"f{at}", FieldType.TEXT, unique=chance.random() < 0.3) for at in range(chance.randint(1, 4))
    )
    values, blank = chance.choice([2, 3, 6]), chance.choice([0, 0.2, 0.5])

    def line(number: int) -> tuple[Any, ...]:
        return (number, *(None if chance.random() < blank else str(chance.randrange(values)) for _ in keys))

    rows, customers = ([line(number) for number in range(1, chance.randint(1, most))] for most in (25, 40))
    return keys, rows, customers, chance.choice([0, 1, 2, 3, 128])


@pytest.mark.parametrize("matcher", Matcher)
@pytest.mark.parametrize("block", range(6))
def test_matches_are_those_of_a_naive_loop(block: int, matcher: Matcher) -> None:
    """Best candidates, their number and ranks, and who is mentioned, whatever counts as hot."""
    for seed in range(block * 12, block * 12 + 12):
        keys, rows, customers, hot = random_match(seed)
        expected = naive_matches(keys, rows, customers)
        with sides(keys, rows, customers) as (connection, (left, right)):
            base = Base(SQLiteFamily(), lambda: right, right)
            matches = find_matches(connection, "match", keys, left, base, hot=hot, matcher=matcher)
            best = {row.row: row for row in connection.execute(select(matches.best))}
            found = {number: matches.candidates(connection, number) for number in best}
            mentioned = set(connection.scalars(matches.mentioned()))
        assert found == {number: candidates[:50] for number, (_, candidates) in expected.items()}, seed
        assert {number: row.candidates for number, row in best.items()} == {
            number: len(candidates) for number, (_, candidates) in expected.items()
        }, seed
        assert mentioned == {customer for _, candidates in expected.values() for customer, _ in candidates}, seed


@pytest.mark.parametrize("block", range(6))
def test_related_rows_are_those_of_a_naive_loop(block: int) -> None:
    """Who is related to whom, and which is the first and the last of them, whatever counts as hot."""
    for seed in range(block * 12, block * 12 + 12):
        keys, rows, _, hot = random_match(seed)
        expected = {
            row[0]: others
            for row in rows
            if (others := [other[0] for other in rows if other != row and agreement(keys, row, other)])
        }
        with sides(keys, rows) as (connection, (left,)):
            related = find_related(connection, "related", keys, left, hot=hot)
            spans = {row.row: (row.first, row.last) for row in connection.execute(select(related.spans))}
            named = {number: related.others(connection, number, 5) for number in spans}
        assert named == {number: names[:5] for number, names in expected.items()}, seed
        assert {number: (first < number, last > number) for number, (first, last) in spans.items()} == {
            number: (names[0] < number, names[-1] > number) for number, names in expected.items()
        }, seed
