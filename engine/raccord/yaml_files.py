"""YAML files into checked dataclasses; a fault names file, line, key, what was found and what is allowed."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import yaml

from raccord.errors import RaccordError, Where
from raccord.translation import N_, _

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
        self._root: yaml.Node | None = None
        try:
            text = path.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as fault:
            raise self.fault(
                (), _("cannot be read: {reason}", reason=_reason(fault)), hint=_("Check the path and the file.")
            ) from fault
        try:
            self._root, self.data = _parsed(text)
        except (yaml.YAMLError, ValueError, RecursionError) as fault:
            raise self._not_yaml(fault) from fault
        self._check_keys((), self._root)

    def _not_yaml(self, fault: Exception) -> RaccordError:
        reason, line = _reason_and_line(fault)
        return self.error(
            "not-yaml",
            _("This is not valid YAML: {reason}.", reason=reason),
            hint=_(
                "Write a name, a colon, a space and a value on each line, and indent what belongs to the name above."
            ),
            where=Where(file=str(self.path), line=line),
        )

    def _check_keys(self, location: Location, node: yaml.Node | None) -> None:
        """YAML lets the last of two equal keys win in silence; here they are an error."""
        if isinstance(node, yaml.SequenceNode):
            for at, item in enumerate(node.value):
                self._check_keys((*location, at), item)
        if isinstance(node, yaml.MappingNode):
            names = [str(key.value) for key, _ in node.value]
            for name, (_key, value) in zip(names, node.value, strict=True):
                if names.count(name) > 1:
                    raise self.fault((*location, name), _("This key stands here twice."), hint=_("Remove one of them."))
                self._check_keys((*location, name), value)

    def fault(self, location: Location, title: str, *, message: str = "", hint: str = "") -> RaccordError:
        """Make the error for the value at `location`, a path of keys and positions."""
        line, key = self._place(location)
        code = "bad-" + self.error.__name__.removesuffix("Error").lower()
        where = Where(file=str(self.path), line=line, key=key or None)
        return self.error(code, title, message=message, hint=hint or _("Mend the file and try again."), where=where)

    def _place(self, location: Location) -> tuple[int | None, str]:
        """Find the line, counted from 1, and the name of a value, or of what is nearest above it."""
        node, line, name = self._root, None, ""
        for step in location:
            in_list = isinstance(node, yaml.SequenceNode) and isinstance(step, int)
            name += f"[{step + 1}]" if in_list and isinstance(step, int) else f".{step}"
            found = _child(node, step)
            key, node = found or (None, None)
            line = key.start_mark.line + 1 if key else line
        return line, name.removeprefix(".")

    def checked(self, shape: type[T]) -> T:
        """Turn the document into `shape`, a dataclass; unknown keys and wrong values raise the document's error."""
        from pydantic import TypeAdapter, ValidationError  # noqa: PLC0415 - 80 ms, needed only to read YAML

        try:
            return TypeAdapter(shape).validate_python(self.data if self.data is not None else {})
        except ValidationError as fault:
            raise self._first_fault(fault.errors()[0]) from None

    def _first_fault(self, detail: "ErrorDetails") -> RaccordError:
        location = [step for step in detail["loc"] if isinstance(step, int) or not step.startswith("[")]
        kind = detail["type"]
        if kind == "missing":
            return self.fault(location, _("This key is missing."), message=_("It is needed here."))
        if kind in {"extra_forbidden", "unexpected_keyword_argument"}:
            return self.fault(location, _("This key is unknown."), message=_("Remove it, or correct its spelling."))
        message = _("Found {found}. {allowed}", found=_shown(detail["input"]), allowed=_allowed(detail))
        return self.fault(location, _("This value is not allowed."), message=message)


_UNCLOSED = (N_("what opens here is never closed, a quote"), N_("what opens here is never closed, a bracket"))
_REASONS = (
    ("'\\t' that cannot start", N_("a tab stands where only spaces may")),
    ("while scanning a quoted scalar", _UNCLOSED[0]),
    (
        "while scanning a double-quoted scalar",
        N_("a backslash stands in double quotes, where single ones are meant"),
    ),
    ("while parsing a flow", _UNCLOSED[1]),
    (
        "mapping values are not allowed",
        N_("a second colon, or a name below a value; a value with a colon needs quotes"),
    ),
    (
        "expected <block end>",
        N_("its indentation differs from the lines above, or something follows a closing quote"),
    ),
    ("that cannot start any token", N_("a value with such a first character needs quotes")),
)
"""What the parser says, and what a person can make of it."""


def _reason_and_line(fault: Exception) -> tuple[str, int | None]:
    """Why a text is no YAML, in plain words, and the line to look at."""
    said = " ".join(filter(None, (getattr(fault, name, None) for name in ("context", "problem"))))
    reason = next((words for part, words in _REASONS if part in said), N_("a value cannot be read"))
    mark = getattr(fault, "context_mark" if reason in _UNCLOSED else "problem_mark", None)
    return _(reason), mark.line + 1 if mark else None


_ALLOWED = {
    "string": N_("text, in quotes where it looks like something else"),
    "bool": N_("true or false"),
    "int": N_("a whole number"),
    "tuple": N_("a list"),
    "list": N_("a list"),
    "dict": N_("keys with values"),
    "mapping": N_("keys with values"),
    "dataclass": N_("keys with values"),
    "model": N_("keys with values"),
}


def _allowed(detail: "ErrorDetails") -> str:
    expected = (detail.get("ctx") or {}).get("expected")
    known = expected or _(_ALLOWED.get(detail["type"].partition("_")[0], ""))
    return (
        _("Allowed: {known}.", known=known) if known else detail["msg"].removeprefix("Value error, ").rstrip(".") + "."
    )


def _parsed(text: str) -> tuple[yaml.Node | None, Any]:
    """The document as nodes, which know their lines, and as values; libyaml is ten times faster, where it is there."""
    try:
        return _parsed_by(getattr(yaml, "CSafeLoader", yaml.SafeLoader), text)
    except yaml.YAMLError:
        return _parsed_by(yaml.SafeLoader, text)  # whose faults say more


def _parsed_by(make: type[Any], text: str) -> tuple[yaml.Node | None, Any]:
    loader = make(text)
    try:
        root = loader.get_single_node()
        return root, None if root is None else loader.construct_document(root)
    finally:
        loader.dispose()


def _child(node: yaml.Node | None, step: int | str) -> tuple[yaml.Node, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        return next(((key, value) for key, value in node.value if key.value == str(step)), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        item = node.value[step]
        return item, item
    return None


def _shown(value: object) -> str:
    """A value as it was found, but for a URL, which may hold a password."""
    text = _("nothing") if value is None else repr(value)
    if "://" in text:
        return _("a URL")
    return text if len(text) <= 60 else text[:57] + "…"  # noqa: PLR2004 - what fits a line


def _reason(fault: OSError | UnicodeDecodeError) -> str:
    return fault.strerror or str(fault) if isinstance(fault, OSError) else _("it is not UTF-8 text")
