"""The extension's pictures as SVG: one a button, drawn on a grid of 24 by 24 in lines that stay clear at 16 pixels.

A mark's picture is a tile in the colour that its columns get in the sheet.
"""

from collections.abc import Mapping

from raccord.colours import MODE_COLOURS
from raccord.marks import ImportMode, UpdateMode

_INK, _WHITE, _PALE = "#37474f", "#fff", "#bbdefb"
_BLUE, _GREEN, _RED, _GOLD = "#1565c0", "#2e7d32", "#c62828", "#f9a825"


def render_icon(button: str) -> bytes:
    """The picture of a button."""
    drawn = f'<g stroke="{_INK}" stroke-width="1.4" stroke-linejoin="round">{ICONS[button]}</g>'
    size = 'width="24" height="24" viewBox="0 0 24 24"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{drawn}</svg>\n'.encode()


def _line(path: str, width: float, colour: str = _INK) -> str:
    return f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{width}"/>'


def _shape(path: str, fill: str = _WHITE) -> str:
    return f'<path d="{path}" fill="{fill}"/>'


def _solid(path: str, colour: str = _INK) -> str:
    return f'<path d="{path}" fill="{colour}" stroke="none"/>'


def _dot(x: float, y: float, radius: float, colour: str = _BLUE) -> str:
    return f'<circle cx="{x}" cy="{y}" r="{radius}" fill="{colour}" stroke="none"/>'


def _ring(x: float, y: float, radius: float, width: float, colour: str = _INK, fill: str = "none") -> str:
    return f'<circle cx="{x}" cy="{y}" r="{radius}" fill="{fill}" stroke="{colour}" stroke-width="{width}"/>'


def _arrow(x: float, colour: str) -> str:
    """An arrow to the right that begins at `x`."""
    return _line(f"M{x} 12h6", 2.8, colour) + _solid(f"M{x + 5.5} 7l6.5 5-6.5 5z", colour)


def _base(x: float) -> str:
    """A database whose left side is at `x`."""
    side = f"M{x} 5.5v13c0 1.4 2.7 2.5 6 2.5s6-1.1 6-2.5v-13"
    middle = f"M{x} 12c0 1.4 2.7 2.5 6 2.5s6-1.1 6-2.5"
    top = f'<ellipse cx="{x + 6}" cy="5.5" rx="6" ry="2.5" fill="{_WHITE}"/>'
    return _shape(side + "z", "#e3f2fd") + top + _line(side + middle, 1.4)


def _plus(x: float, y: float) -> str:
    return _line(f"M{x} {y - 4}v8M{x - 4} {y}h8", 2.6, _GREEN)


_KEY = _ring(8, 12, 3.6, 2) + _line("M11.6 12H20M16.2 12v3.4M19.2 12v2.6", 2)
_ROUND = _line("M19.5 9.5a8 8 0 0 0-14.2-1.6M4.5 14.5a8 8 0 0 0 14.2 1.6", 2.2, _BLUE) + _solid(
    "M6.6 2.8 4.6 9l6.2-.9zM17.4 21.2l2-6.2-6.2.9z", _BLUE
)
_EYE = _shape("M1.8 12.5C4.2 8.6 7.8 6.5 12 6.5s7.8 2.1 10.2 6c-2.4 3.9-6 6-10.2 6s-7.8-2.1-10.2-6z") + _dot(
    12, 12.5, 3.6
)
_GLYPHS: Mapping[UpdateMode, str] = {
    UpdateMode.KEY: _KEY,
    UpdateMode.KEEP: _shape("M7 11h10v7.5H7z", _INK) + _line("M9 11V8.5a3 3 0 0 1 6 0V11", 2),
    UpdateMode.OVERWRITE: _shape("m7 17 .9-3.6 7.6-7.6 2.7 2.7-7.6 7.6z") + _line("M6 18.5h12", 1.6),
    UpdateMode.OVERWRITE_IF_GREATER: _line("m8 6.5 8.5 5.5L8 17.5", 2.8),
    UpdateMode.OVERWRITE_OR_CLEAR: (
        _shape("m6.2 13.8 6.6-7.6 5.2 4.5-6.6 7.6H9z") + _line("m9.4 10.1 5.2 4.5", 1.4) + _line("M6 18.5h12", 1.6)
    ),
    UpdateMode.FILL: _line("M12 5v6.5", 2.4) + _solid("m8 10.5 4 4.5 4-4.5z") + _line("M6.5 14v4.5h11V14", 1.8),
    UpdateMode.IGNORE: _line("m8 8 8 8m0-8-8 8", 2.4),
}


def _tile(mode: UpdateMode) -> str:
    colour = MODE_COLOURS[mode] or "FFFFFF"
    return f'<rect x="1.5" y="1.5" width="21" height="21" rx="3" fill="#{colour}"/>{_GLYPHS[mode]}'


ICONS: Mapping[str, str] = {
    **{mode.value: _tile(mode) for mode in UpdateMode},
    "prepare": (
        _shape("M2.5 3.5h19v17h-19z")
        + _shape("M2.5 3.5h19v5h-19z", _GOLD)
        + _line("M2.5 8.5h19M2.5 14.5h19M8.8 3.5v17M15.2 3.5v17", 1.4)
    ),
    "assign_field": _shape("M1.5 3.5h6v17h-6z") + _shape("M1.5 3.5h6v5h-6z", _PALE) + _arrow(9.5, _BLUE),
    "suggest_keys": (
        f'<g transform="translate(-3.2 -3.4) scale(.92)">{_KEY}</g>'
        + _ring(15, 15, 4.6, 2, _BLUE, _WHITE)
        + _line("m18.4 18.4 3.6 3.6", 2.8, _BLUE)
    ),
    f"mode_{ImportMode.UPDATE}": _ROUND + _plus(12, 12),
    f"mode_{ImportMode.UPDATE_ONLY}": _ROUND,
    f"mode_{ImportMode.ADD}": _line("M12 3.5v17M3.5 12h17", 4.2, _GREEN),
    f"mode_{ImportMode.UPDATE_DELETE}": _ROUND + _line("M8 12h8", 2.8, _RED),
    "preview": _EYE,
    "import": _base(10.5) + _arrow(1.5, _GREEN),
    "clear_preview": _EYE + _line("m4 21 16-17", 2.4, _RED),
    "undo": _line("M8 8.5h6.5a5.5 5.5 0 0 1 0 11H9", 2.4, _BLUE) + _solid("M9.5 3 2.5 8.5l7 5.5z", _BLUE),
    "restore_points": _line("M9.5 5.5h12M9.5 12h12M9.5 18.5h12", 2)
    + "".join(_dot(4.5, y, 2.2) for y in (5.5, 12, 18.5)),
    "restore": (
        _dot(12.8, 12.4, 8.2, _WHITE)
        + _line("M5.6 8.6a8.2 8.2 0 1 1-.9 5.2", 2.2, _BLUE)
        + _solid("M2.2 3.6 3 11l6.8-2.6z", _BLUE)
        + _line("M12.8 7.6v5.2l3.6 2", 2)
    ),
    "export": _base(1.5) + _arrow(11, _GREEN),
    "template": _shape("M4.5 2.5h9l5 5v14h-14z") + _line("M13.5 2.5v5h5", 1.4) + _plus(11.5, 14),
    "settings": _line("M2 6h20M2 12h20M2 18h20", 1.8) + _dot(8, 6, 2.6) + _dot(16, 12, 2.6) + _dot(7, 18, 2.6),
    "help": (
        _dot(12, 12, 9.8)
        + _line("M8.8 9.4a3.2 3.2 0 1 1 4.7 2.8c-1 .6-1.5 1.1-1.5 2.3", 2.2, _WHITE)
        + _dot(12, 17.6, 1.4, _WHITE)
    ),
}
"""What each picture shows, by the button's id."""
