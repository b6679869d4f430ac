"""A naive second reading of SPEC §2 to §5: plain loops that say what Raccord must report and write."""

from oracle.report import comparable, expected_exit, expected_report, expected_state, message_kinds
from oracle.world import Customer, Options, World

__all__ = [
    "Customer",
    "Options",
    "World",
    "comparable",
    "expected_exit",
    "expected_report",
    "expected_state",
    "message_kinds",
]
