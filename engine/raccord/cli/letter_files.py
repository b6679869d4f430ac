"""Summaries as files: plain text or HTML, by the ending, written whole or not at all.

HTML holds no script, no link and nothing from elsewhere; whatever comes from a sheet is escaped.
"""

from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path

from raccord.cli.letter import Letter, Line, Part
from raccord.cli.screen import clean
from raccord.errors import UsageError
from raccord.files.replacing import replacing
from raccord.secrecy import scrubbed_foreign
from raccord.translation import _, language

_CSS = """\
body{font:15px/1.45 sans-serif;color:#222;max-width:60em;margin:1.5em}
h1{font-size:1.25em}h2{font-size:1em;margin:1.5em 0 .3em}
table{border-collapse:collapse}td{padding:.15em 1.2em .15em 0;vertical-align:top}
td.n{text-align:right}p.more{color:#888}"""
_GUARD = "default-src 'none'; style-src 'unsafe-inline'"


def check_ending(path: Path) -> None:
    """Raise UsageError for a summary whose ending says neither text nor HTML."""
    if path.suffix.lower() not in _WRITERS:
        raise UsageError(
            "summary-ending",
            _("--summary: {file} ends in neither .txt nor .html.", file=path.name),
            hint=_("Name it so: the ending decides how it is written."),
        )


def write_letter(letter: Letter, out: Path, source: Path | None) -> None:
    """Write a letter; raises UsageError for an ending that is none or for `source`, FileError where it cannot be."""
    check_ending(out)
    text = scrubbed_foreign(_WRITERS[out.suffix.lower()](letter))
    with replacing(out, source=source) as part:
        part.write_text(text, encoding="utf-8", errors="backslashreplace")


def _as_text(letter: Letter) -> str:
    lines = [clean(letter.headline), *map(clean, letter.advice)]
    for part in letter.parts:
        lines += ["", clean(part.title), *_columns(part.lines), *([part.more] if part.more else [])]
    return "\n".join(lines) + "\n"


def _columns(lines: tuple[Line, ...]) -> Iterator[str]:
    """Lines with their columns below each other; figures at the end are flush right."""
    cells = [[clean(cell) for cell in line] for line in lines]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for line in cells:
        *first, last = line
        padded = [cell.ljust(width) for cell, width in zip(first, widths, strict=False)]
        yield "  " + "  ".join([*padded, last.rjust(widths[-1]) if _is_figure(last) else last])


def _as_html(letter: Letter) -> str:
    advice = "".join(f"<p>{_escaped(line)}</p>\n" for line in letter.advice)
    return (
        f'<!doctype html>\n<html lang="{language()}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_GUARD}">\n'
        f"<title>{_escaped(letter.headline)}</title>\n<style>{_CSS}</style>\n</head>\n<body>\n"
        f"<h1>{_escaped(letter.headline)}</h1>\n{advice}{''.join(map(_part, letter.parts))}</body>\n</html>\n"
    )


def _part(part: Part) -> str:
    more = f'<p class="more">{_escaped(part.more)}</p>\n' if part.more else ""
    return f"<h2>{_escaped(part.title)}</h2>\n<table>\n{''.join(map(_row, part.lines))}</table>\n{more}"


def _row(line: Line) -> str:
    return f"<tr>{''.join(map(_cell, line))}</tr>\n"


def _cell(text: str) -> str:
    figure = ' class="n"' if _is_figure(text) else ""
    return f"<td{figure}>{_escaped(text)}</td>"


def _escaped(text: str) -> str:
    return escape(clean(text))


def _is_figure(text: str) -> bool:
    """Tell whether a cell is a count, in whatever way it is grouped."""
    return bool(text) and all(char.isdigit() or char in ".,\u202f\u00a0" for char in text)


_WRITERS: dict[str, Callable[[Letter], str]] = {".txt": _as_text, ".html": _as_html, ".htm": _as_html}
