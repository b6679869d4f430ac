"""The page of messages and errors: its second column is what the code says; causes and cures are written by hand.

`python -m support.error_page` brings the column up to date, and names the codes that the page lacks or has too many.
"""

import re
import sys

from support.error_codes import sentences
from support.pages import DOCS

PAGE = DOCS / "errors.md"
_ROW = re.compile(r"^\| `([a-z0-9-]+)` \|[^|]*\| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)


def listed() -> list[str]:
    """The codes that the page has a row for."""
    return [code for code, _cause, _cure in _ROW.findall(PAGE.read_text(encoding="utf-8"))]


def brought_up_to_date(page: str) -> str:
    """The page with the sentences of the code beside each code."""
    return _ROW.sub(lambda row: f"| `{row[1]}` | {_said(row[1])} | {row[2]} | {row[3]} |", page)


def _said(code: str) -> str:
    """The sentences of a code, with … for each fact in them."""
    shown = [re.sub(r"\{\w+(:[^}]*)?\}", "…", text) for text in sentences().get(code, ())]
    return "<br>".join(" ".join(text.split()) for text in dict.fromkeys(shown)) or "…"


def main() -> int:
    """Write the page; gives 1 where a code has no row, or a row no code."""
    PAGE.write_text(brought_up_to_date(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    odd = sorted(set(listed()) ^ set(sentences()))
    if odd:
        print(f"{PAGE.name}: codes without a row, or rows without a code: {', '.join(odd)}", file=sys.stderr)
    return int(bool(odd))


if __name__ == "__main__":
    sys.exit(main())
