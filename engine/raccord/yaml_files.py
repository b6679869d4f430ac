"""YAML files into checked dataclasses; a fault names file, line, key, what was found and what is allowed."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import yaml

from raccord.errors import RaccordError, Where

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

T = TypeVar("T")
Location = Sequence[int | str]


class YamlDocument:
    """A parsed YAML file that knows the line of each of its keys."""

    def __init__(self, path: Path, error: type[RaccordError]) -> None:
        """Read and parse `path`; faults are raised as `error`."""
        self.path = path
        self.error = error
        try:
            text = path.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as fault:
            raise self.fault((), f"cannot be read: {_reason(fault)}", hint="Check the path and the file.") from fault
        try:
            self._root = yaml.compose(text, Loader=yaml.SafeLoader)
            self.data = yaml.safe_load(text)
        except yaml.YAMLError as fault:
            line = (
                fault.problem_mark.line + 1 if isinstance(fault, yaml.MarkedYAMLError) and fault.problem_mark else None
            )
            reason = getattr(fault, "problem", None) or "the text is not YAML"
            raise error(
                "not-yaml",
                f"This is not valid YAML: {reason}.",
                hint="Mend the line, or compare it with the default catalogue.",
                where=Where(file=str(path), line=line),
            ) from fault
        self._root = self._root or yaml.MappingNode("", [])

    def fault(self, location: Location, title: str, *, message: str = "", hint: str = "") -> RaccordError:
        """Make the error for the value at `location`, a path of keys and positions."""
        where = Where(file=str(self.path), line=self.line(location), key=_dotted(location) or None)
        return self.error(
            "bad-" + self.error.__name__.removesuffix("Error").lower(), title, message=message, hint=hint, where=where
        )

    def line(self, location: Location) -> int | None:
        """Find the line, counted from 1, of the value at `location`, or of what is nearest above it."""
        node = getattr(self, "_root", None)
        line = None
        for step in location:
            found = _child(node, step)
            if found is None:
                break
            key, node = found
            line = key.start_mark.line + 1
        return line

    def checked(self, shape: type[T]) -> T:
        """Turn the document into `shape`, a dataclass; unknown keys and wrong values raise the document's error."""
        from pydantic import TypeAdapter, ValidationError  # noqa: PLC0415 - 80 ms, needed only to read YAML

        try:
            return TypeAdapter(shape).validate_python(self.data if self.data is not None else {})
        except ValidationError as fault:
            raise self._first_fault(fault.errors()[0]) from None

    def _first_fault(self, detail: "ErrorDetails") -> RaccordError:
        location = [step for step in detail["loc"] if _child_exists(step)]
        found = "" if detail["type"] == "missing" else f"Found {_shown(detail['input'])}. "
        allowed = _allowed(detail)
        title = "This key is missing." if detail["type"] == "missing" else "This value is not allowed."
        if detail["type"] in {"extra_forbidden", "unexpected_keyword_argument"}:
            title, found, allowed = "This key is unknown.", "", "Remove it, or correct its spelling."
        return self.fault(location, title, message=(found + allowed).strip(), hint="Mend the file and try again.")


def _allowed(detail: "ErrorDetails") -> str:
    expected = (detail.get("ctx") or {}).get("expected")
    if expected:
        return f"Allowed: {expected}."
    return detail["msg"].removeprefix("Value error, ").rstrip(".") + "."


def _child(node: yaml.Node | None, step: int | str) -> tuple[yaml.Node, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        return next(((key, value) for key, value in node.value if key.value == step), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        item = node.value[step]
        return item, item
    return None


def _child_exists(step: int | str) -> bool:
    return isinstance(step, int) or not step.startswith(("function-", "[key]"))


def _dotted(location: Location) -> str:
    text = ""
    for step in location:
        text += f"[{step + 1}]" if isinstance(step, int) else f".{step}"
    return text.removeprefix(".")


def _shown(value: object) -> str:
    text = "nothing" if value is None else repr(value)
    return text if len(text) <= 60 else text[:57] + "…"  # noqa: PLR2004 - what fits a line


def _reason(fault: OSError | UnicodeDecodeError) -> str:
    return fault.strerror or str(fault) if isinstance(fault, OSError) else "it is not UTF-8 text"
