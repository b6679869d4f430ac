"""Planning: each row's outcome and every cell that would change, as set-based SQL (SPEC §3–§5)."""

from raccord.planning.options import ImportOptions, ScopeCondition
from raccord.planning.outcomes import Candidate, CellChange, Deletion, Outcome, PlanRow, Summary
from raccord.planning.plan import Plan, make_plan

__all__ = [
    "Candidate",
    "CellChange",
    "Deletion",
    "ImportOptions",
    "Outcome",
    "Plan",
    "PlanRow",
    "ScopeCondition",
    "Summary",
    "make_plan",
]
