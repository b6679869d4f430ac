"""Rules of cells as ods has them: content validations, named and listed before the sheets (ODF 1.3, part 3, 9.4.4)."""

from collections.abc import Iterable
from datetime import date, time
from xml.sax.saxutils import escape, quoteattr

from raccord.files.layouts import Bound, CellRule, Content, SheetLayout

MARKS_RULE = "marks"
_FIRST_DAY = date(1899, 12, 30)
_DAY = 24 * 60 * 60
_BETWEEN = "cell-content-is-between({least},{most})"
_TESTS = {
    Content.INTEGER: f"cell-content-is-whole-number() and {_BETWEEN}",
    Content.NUMBER: f"cell-content-is-decimal-number() and {_BETWEEN}",
    Content.DAY: f"cell-content-is-date() and {_BETWEEN}",
    Content.CLOCK: f"cell-content-is-time() and {_BETWEEN}",
    Content.LENGTH: "cell-content-text-length-is-between({least},{most})",
}


def rule_name(column: int) -> str:
    """The name of the rule of a column, counted from 1."""
    return f"column-{column}"


def rules_xml(layout: SheetLayout) -> str:
    """The rule of the update row, which only offers its words, and those of the columns."""
    rules = [_rule_xml(rule_name(number), one.rule) for number, one in enumerate(layout.columns, 1) if one.rule]
    if layout.marks:
        rules.append(_validation_xml(MARKS_RULE, _list(layout.marks), '<table:error-message table:display="false"/>'))
    return f"<table:content-validations>{''.join(rules)}</table:content-validations>" if rules else ""


def _rule_xml(name: str, rule: CellRule) -> str:
    kind = "stop" if rule.strict else "warning"
    message = (
        f'<table:error-message table:message-type="{kind}" table:display="true">'
        f"<text:p>{escape(rule.message)}</text:p></table:error-message>"
    )
    return _validation_xml(name, _condition(rule), message)


def _validation_xml(name: str, condition: str, message: str) -> str:
    return (
        f'<table:content-validation table:name="{name}" table:condition={quoteattr(f"of:{condition}")}'
        f' table:allow-empty-cell="true" table:display-list="unsorted">{message}</table:content-validation>'
    )


def _condition(rule: CellRule) -> str:
    if rule.content is Content.WORD:
        return _list(rule.words)
    return _TESTS[rule.content].format(least=_number(rule.least), most=_number(rule.most))


def _list(words: Iterable[str]) -> str:
    quoted = ";".join('"' + word.replace('"', '""') + '"' for word in words)
    return f"cell-content-is-in-list({quoted})"


def _number(bound: Bound) -> str:
    """A bound as the number that a cell holds: a day counts from 1899-12-30, a time is the part of a day."""
    match bound:
        case time():
            return repr((bound.hour * 3600 + bound.minute * 60 + bound.second) / _DAY)
        case date():
            return str((bound - _FIRST_DAY).days)
        case _:
            return str(bound)
