"""Sentences about the rows of a report, as the terminal and a summary have them."""

from typing import TYPE_CHECKING

from raccord.cli.screen import clean
from raccord.messages import Message
from raccord.planning import PlanRow
from raccord.translation import _

if TYPE_CHECKING:
    from raccord.jobs import Report

SHOWN_ROWS = 20
SHOWN_CANDIDATES = 10


def rows_to_look_at(report: "Report") -> list[PlanRow]:
    """The first rows that need attention."""
    return list(report.plan.rows_needing_attention(SHOWN_ROWS))


def sentence(message: Message) -> str:
    """A message with its cell."""
    return _("{label}: {text}", label=message.cell, text=message.text) if message.cell else message.text


def reasons(row: PlanRow, report: "Report") -> str:
    """Why a row needs attention, and between whom to choose."""
    from raccord.telling_apart import told_apart  # noqa: PLC0415 - SQLAlchemy, which --help does without

    texts = list(map(sentence, row.messages))
    if row.candidates:
        names = {one.customer: one.name for one in row.candidates[:SHOWN_CANDIDATES]}
        named = told_apart(report.plan.work, names).values()
        more = ["…"] if row.candidate_count > len(names) else []
        texts.append(_("Candidates: {candidates}", candidates="; ".join([*named, *more])))
    return clean(" ".join(texts))


def file_word(path: str) -> str:
    """A file as a command line takes it, in any shell."""
    return f'"{path}"' if " " in path else path
