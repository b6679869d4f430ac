"""Rules of cells as XlsxWriter takes them: lists, bounds and lengths, and what the program says of anything else."""

from raccord.files.layouts import CellRule, Content
from raccord.files.xlsx_books import list_validation, xlsx_escaped

_KINDS = {
    Content.INTEGER: "integer",
    Content.NUMBER: "decimal",
    Content.DAY: "date",
    Content.CLOCK: "time",
    Content.LENGTH: "length",
}
_LONGEST_MESSAGE = 225


def rule_validation(rule: CellRule) -> dict[str, object] | None:
    """A rule as a data validation; None for a list that is longer than Excel can keep."""
    told = {"error_type": "stop" if rule.strict else "warning", "error_message": _message(rule)}
    if rule.content is Content.WORD:
        listed = list_validation(rule.words, **told)
        return dict(listed) if listed else None
    bounds = {"criteria": "between", "minimum": rule.least, "maximum": rule.most}
    return {"validate": _KINDS[rule.content], **bounds, **told}


def _message(rule: CellRule) -> str:
    return xlsx_escaped(rule.message)[:_LONGEST_MESSAGE]
