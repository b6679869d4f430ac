"""Operations: the same after they have been JSON, and every kind is known by its own name."""

import json
from dataclasses import FrozenInstanceError, fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from raccord.cells import CellRange
from raccord.files.annotations import Rule
from raccord_addin.ops import (
    OPS,
    Alert,
    Freeze,
    InsertRow,
    MakeSheet,
    OpenFile,
    PutCells,
    PutLinks,
    RemoveSheet,
    Say,
    SetBars,
    SetDropdown,
    SetFilter,
    SetRowDropdowns,
    SetRules,
    SetStyle,
    SetWidths,
    Show,
    op_from_json,
    op_json,
)

AREA, OTHER = CellRange(1, 1, 2, 2), CellRange(4, 1, 1_048_576, 3)
RULE = Rule((AREA, OTHER), '=AND(N("raccord-modes")=0,$A$1="Clé")', "C6EFCE")
EXAMPLES = (
    PutCells("Clients", 2, 3, [["=1+1", 2.5, True, None], []]),
    PutCells("Clients", 1, 1, []),
    PutLinks("Raccord", 2, 1, "Été & co", [3, None]),
    InsertRow("Clients", 1),
    MakeSheet("Raccord"),
    RemoveSheet("Raccord"),
    SetRules("Clients", "modes", (RULE, RULE)),
    SetRules("Clients", "modes"),
    SetBars("Raccord", (AREA, OTHER), 1_048_576, "BDD7EE"),
    SetDropdown("Clients", (AREA,), ["Key", "Écraser – vide"]),
    SetDropdown("Clients", (AREA, OTHER), [], "Raccord", OTHER),
    SetRowDropdowns("Raccord", 8, (CellRange(12, 10, 12, 13), CellRange(14, 10, 14, 12))),
    SetStyle("Raccord", (AREA, OTHER), "C6EFCE", bold=True, wrap=True),
    SetStyle("Raccord", ()),
    SetWidths("Raccord", 1, [8.43, 22.0]),
    Freeze("Raccord", 7),
    SetFilter("Raccord", AREA),
    Show("Clients", 3, 2),
    OpenFile("/home/anna/customers.xlsx"),
    Say("Done.\nNext: Import."),
    Alert("Wrong “quotes”."),
)
ROWS = st.lists(
    st.lists(st.one_of(st.none(), st.booleans(), st.floats(allow_nan=False, allow_infinity=False), st.text())),
    max_size=4,
)


def through_json(value):
    """The value as it comes out of a pipe."""
    return json.loads(json.dumps(value))


@pytest.mark.parametrize("op", EXAMPLES, ids=lambda op: op.kind)
def test_operation_is_the_same_after_json(op):
    """Every operation comes back equal, with areas and rules as what they were."""
    assert op_from_json(through_json(op_json(op))) == op


@given(ROWS)
def test_values_are_the_same_after_json(rows):
    """Cells of any text, number and truth come back equal and of the same types."""
    back = op_from_json(through_json(op_json(PutCells("Clients", 1, 1, rows))))

    assert repr(back) == repr(PutCells("Clients", 1, 1, rows))


def test_every_kind_is_tried():
    """The examples above have every kind of operation, each under a name of its own."""
    assert {type(op) for op in EXAMPLES} == set(OPS.values())
    assert all(OPS[op.kind] is type(op) for op in EXAMPLES)


@pytest.mark.parametrize("op", EXAMPLES, ids=lambda op: op.kind)
def test_json_names_every_field(op):
    """The JSON is the kind and the fields by their names, so that a host in another language can read it."""
    assert list(op_json(op)) == ["op", *(one.name for one in fields(op))]


def test_areas_are_four_numbers():
    """Areas and rules are lists and names, whether one stands alone, in a list or in a rule."""
    given_json = op_json(SetRules("Clients", "modes", (RULE,)))

    areas = [[1, 1, 2, 2], [4, 1, 1_048_576, 3]]
    assert given_json["rules"] == [{"areas": areas, "formula": RULE.formula, "colour": "C6EFCE"}]
    assert op_json(SetFilter("Raccord", AREA))["area"] == [1, 1, 2, 2]
    assert op_json(SetDropdown("Raccord", [AREA]))["source"] is None
    assert op_json(SetStyle("Raccord", [AREA, OTHER]))["areas"] == areas


def test_operations_are_frozen():
    """An operation cannot change between the action and the host."""
    with pytest.raises(FrozenInstanceError):
        EXAMPLES[0].row = 7


def test_unknown_kind():
    """A kind that this version does not know is an error, never skipped."""
    with pytest.raises(KeyError, match="paint_red"):
        op_from_json({"op": "paint_red", "sheet": "Clients"})
