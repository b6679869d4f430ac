"""The colours by which sheets show modes and outcomes: light backgrounds under black text."""

from enum import StrEnum

from raccord.marks import UpdateMode

MODE_COLOURS: dict[UpdateMode, str] = {
    UpdateMode.KEY: "FFE699",
    UpdateMode.KEEP: "EDEDED",
    UpdateMode.OVERWRITE: "F8CBAD",
    UpdateMode.OVERWRITE_IF_GREATER: "DDEBF7",
    UpdateMode.OVERWRITE_OR_CLEAR: "F4B6C2",
    UpdateMode.FILL: "E2EFDA",
    UpdateMode.IGNORE: "FFFFFF",
}


class Tint(StrEnum):
    """Why a cell has a background, and which: RRGGBB."""

    CHANGED = "FFF2CC"
    CREATED = "E2F0D9"
    CLEARED = "FCE4D6"
    INVALID = "F8CBAD"
    HEADING = "D9E1F2"
    INPUT = "FFFF99"
    SHARE = "BDD7EE"
