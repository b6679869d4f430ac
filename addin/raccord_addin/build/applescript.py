"""The script through which Excel for the Mac starts Python, with the interpreter's path written into it.

Its source is ASCII alone, since macOS guesses how a script is encoded.
"""

import re
from pathlib import Path

NAME = "raccord.applescript"
_TEMPLATE = Path(__file__).parent / "excel" / NAME
_PLACE = "{python}"
_PIECE = re.compile(r'"((?:[^"\\]|\\.)*)"|\(character id (\d+)\)')


def render_script(python: str) -> str:
    """The script for an interpreter."""
    return _TEMPLATE.read_text(encoding="ascii").replace(_PLACE, applescript_text(python))


def interpreter_in(script: str) -> str | None:
    """The interpreter that a script of ours starts; None in any other script."""
    before, after = _TEMPLATE.read_text(encoding="ascii").split(_PLACE)
    if not (script.startswith(before) and script.endswith(after)):
        return None
    pieces = _PIECE.finditer(script[len(before) : len(script) - len(after)])
    return "".join(re.sub(r"\\(.)", r"\1", piece[1]) if piece[2] is None else chr(int(piece[2])) for piece in pieces)


def applescript_text(text: str) -> str:
    """A text as an AppleScript expression in ASCII: `"/Users/Ren" & (character id 233)`."""
    pieces = re.findall(r"[ -~]+|[^ -~]", text)
    return " & ".join(_piece(piece) for piece in pieces) or '""'


def _piece(piece: str) -> str:
    if piece.isascii() and piece.isprintable():
        return '"' + re.sub(r'(["\\])', r"\\\1", piece) + '"'
    return f"(character id {ord(piece)})"
