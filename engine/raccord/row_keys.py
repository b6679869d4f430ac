"""The key of a row in a result sheet, by which a choice finds its row again (SPEC §7).

It holds the digest of the row's values, and what the line said: a tick, or how many customers match the row.
"""

import re
from dataclasses import dataclass

from raccord.typed_rows import DIGEST_BITS

_DIGITS = DIGEST_BITS // 4
_KEY = re.compile(rf"k([0-9a-f]{{{_DIGITS}}})(?:(\+)|/(\d{{1,9}}))?")


@dataclass(frozen=True, slots=True)
class RowKey:
    """What a line says of its row: `ticked` tells whether it had a tick, `among` how many candidates there were."""

    digest: int
    ticked: bool = False
    among: int | None = None

    def __str__(self) -> str:
        """The key as a text that no spreadsheet program takes for a number."""
        tail = "+" if self.ticked else "" if self.among is None else f"/{self.among}"
        return f"k{self.digest:0{_DIGITS}x}{tail}"


def read_row_key(text: str) -> RowKey | None:
    """Read a key; None for a text that is none."""
    found = _KEY.fullmatch(text.strip())
    if found is None:
        return None
    return RowKey(int(found[1], 16), found[2] is not None, int(found[3]) if found[3] else None)
