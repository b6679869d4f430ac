"""The colours by which a terminal shows outcomes and states: green comes, yellow changes, red needs a look or goes."""

from raccord.planning.outcomes import Outcome

OUTCOME_STYLES = {
    Outcome.CREATED: "green",
    Outcome.UPDATED: "yellow",
    Outcome.UNCHANGED: "dim",
    Outcome.RESTORED: "green",
    Outcome.IGNORED: "red",
    Outcome.AMBIGUOUS: "red",
    Outcome.DUPLICATE: "red",
    Outcome.REPEATED: "dim",
    Outcome.INVALID: "red",
}
