"""Small worlds written by hand, and what the oracle says of them."""

from collections.abc import Mapping
from typing import Any

from oracle import Customer, Options, World, expected_report
from oracle.pools import EXTERNAL_ID_ENTRY

CATALOGUE: dict[str, list[dict[str, Any]]] = {
    "fields": [
        EXTERNAL_ID_ENTRY,
        {"name": "name", "label": {"en": "Name", "fr": "Raison sociale"}, "type": "text", "required": True},
        {"name": "zip", "label": {"en": "Zip"}, "type": "text"},
        {"name": "city", "label": {"en": "City"}, "type": "text"},
        {"name": "phone", "label": {"en": "Phone"}, "aliases": ["tel."], "type": "phone"},
        {"name": "mobile", "label": {"en": "Mobile"}, "type": "phone"},
        {"name": "email", "label": {"en": "Email"}, "type": "email", "unique": True},
        {"name": "contract", "label": {"en": "Contract"}, "type": "text", "immutable": True},
        {"name": "staff", "label": {"en": "Staff"}, "type": "integer"},
        {"name": "last_call", "label": {"en": "Last call"}, "type": "datetime"},
        {"name": "owner", "label": {"en": "Owner"}, "type": "email"},
        {"name": "protected", "label": {"en": "Protected"}, "type": "boolean"},
    ]
}
FIELDS = [entry["name"] for entry in CATALOGUE["fields"]]


def customer(*, binned: bool = False, **fields: str | int | bool | None) -> Customer:
    return Customer({**dict.fromkeys(FIELDS), **fields}, binned)


def world(base: Mapping[int, Customer], *lines: str | tuple[object, ...], **options: Any) -> World:
    """A world whose rows are written `a | b`; a tuple holds raw cells."""
    rows = [
        tuple(cell.strip() or None for cell in line.split("|")) if isinstance(line, str) else line for line in lines
    ]
    return World(CATALOGUE, dict(base), tuple(rows), options=Options(**options))  # type: ignore[arg-type]


def outcomes(case: World) -> list[str]:
    return [row["outcome"] for row in expected_report(case)["rows"]]


def first(case: World) -> dict[str, Any]:
    row: dict[str, Any] = expected_report(case)["rows"][0]
    return row


def changes(case: World) -> dict[str, tuple[object, object]]:
    return {change["field"]: (change["old"], change["new"]) for change in first(case)["changes"]}


DUPONT = customer(name="Dupont", zip="75001", phone="01")
