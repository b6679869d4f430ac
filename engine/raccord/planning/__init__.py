"""Planning: each row's outcome and every cell that would change, as set-based SQL (SPEC §3–§5).

The package itself offers what a plan is made of and loads no SQL; `raccord.planning.plan` makes the plan.
"""

from raccord.planning.decisions import CreateNew, Decision, GivenDecision, Skip, UseCustomer
from raccord.planning.options import ImportOptions, ScopeCondition
from raccord.planning.outcomes import Candidate, CellChange, Deletion, Likely, Outcome, PlanRow, Summary

__all__ = [
    "Candidate",
    "CellChange",
    "CreateNew",
    "Decision",
    "Deletion",
    "GivenDecision",
    "ImportOptions",
    "Likely",
    "Outcome",
    "PlanRow",
    "ScopeCondition",
    "Skip",
    "Summary",
    "UseCustomer",
]
