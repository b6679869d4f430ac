"""Every code that a user can meet, with its sentences, found by reading the code.

Messages and conflicts have tables of their own, and so have the texts of LibreOffice's side; errors are found where
they are made, also by a function that takes the code or the title of its caller.
"""

import ast
from collections.abc import Iterator
from functools import cache

from raccord import errors
from raccord.journal.reverting import REASONS
from raccord.messages import TEXTS
from support.catalogues import PACKAGES
from support.texts_in_code import MARKERS, name_of

_ERRORS = {name for name, one in vars(errors).items() if isinstance(one, type) and issubclass(one, errors.RaccordError)}
_MAKERS = dict.fromkeys((*_ERRORS, "Meaning", "error"), 0)
_LIBREOFFICE = PACKAGES[1] / "build/libreoffice/pythonpath/raccord_calc/texts.py"
_PASSED_ON = {"code", "self.code", "told.code", "error.code", "LOCKED.code"}
"""First arguments that come from elsewhere: from a call that is looked at itself."""
Known = list[tuple[int, str, str]]


@cache
def sentences() -> dict[str, tuple[str, ...]]:
    """The English sentences of each code, their facts in braces; none where they are put together elsewhere."""
    found: dict[str, list[str]] = {code: [text] for code, text in TEXTS.items()}
    found |= {reason: [reason] for reason in REASONS}
    for code, text in (*_raised(), *_of_libreoffice()):
        found.setdefault(code, [])
        if text and text not in found[code]:
            found[code].append(text)
    return {code: tuple(texts) for code, texts in found.items()}


def _raised() -> Iterator[tuple[str, str]]:
    public = {name: at for tree in _modules().values() for name, at in _takers(tree) if not name.startswith("_")}
    for place, tree in _modules().items():
        yield from _in_module(tree, place, public)


@cache
def _modules() -> dict[str, ast.Module]:
    paths = sorted(path for package in PACKAGES for path in package.rglob("*.py"))
    engine_side = [path for path in paths if "libreoffice/pythonpath" not in path.as_posix()]
    return {path.as_posix(): ast.parse(path.read_text(encoding="utf-8")) for path in engine_side}


def _of_libreoffice() -> Iterator[tuple[str, str]]:
    """The texts of LibreOffice's side by their keys, each as one line."""
    for node in ast.walk(ast.parse(_LIBREOFFICE.read_text(encoding="utf-8"))):
        if isinstance(node, ast.AnnAssign) and ast.unparse(node.target) == "TEXTS" and node.value is not None:
            for key, words in ast.literal_eval(node.value).items():
                yield key, " ".join(words["en"].split())


def _in_module(tree: ast.Module, place: str, public: dict[str, int]) -> Iterator[tuple[str, str]]:
    """What a module raises, also by a function that takes a code or a title."""
    constants = _texts_of(tree.body)
    takers = _MAKERS | public | dict(_takers(tree))
    titled = dict(_fixed_codes(tree, constants))
    for scope in [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.Module)]:
        known = constants + _texts_of(scope.body)
        for call in _calls_of(scope):
            name = name_of(call)
            if name == "YamlDocument":
                yield f"bad-{name_of_class(call.args[1])}", ""
            elif name in titled:
                yield titled[name], _sentence(call.args, known)
            elif name in takers and len(call.args) > takers[name]:
                yield from _coded(call, takers[name], known, place)


def _coded(call: ast.Call, at: int, known: Known, place: str) -> Iterator[tuple[str, str]]:
    code = _text(call.args[at], known)
    if not code:
        passed_on = ast.unparse(call.args[at]) in _PASSED_ON or name_of(call) == "error"
        assert passed_on, f"{place}:{call.lineno} has a code that cannot be read"
        return
    yield code, _sentence(call.args[at + 1 :], known)


def _sentence(arguments: list[ast.expr], known: Known) -> str:
    """The first argument that is a sentence, else nothing."""
    return next((text for one in arguments if " " in (text := _text(one, known))), "")


def _calls_of(scope: ast.FunctionDef | ast.Module) -> Iterator[ast.Call]:
    """The calls of a function, or of a module outside its functions."""
    waiting: list[ast.AST] = list(scope.body)
    while waiting:
        node = waiting.pop(0)
        if isinstance(node, ast.FunctionDef):
            continue
        if isinstance(node, ast.Call):
            yield node
        waiting.extend(ast.iter_child_nodes(node))


def _takers(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """The functions of a module that make an error of a code they are given, each with the code's place in a call."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name != "__init__":
            names = [one.arg for one in node.args.args if one.arg != "self"]
            if "code" in names and any(name_of(call) in _ERRORS for call in _calls_of(node)):
                yield node.name, names.index("code")


def _fixed_codes(tree: ast.Module, constants: Known) -> Iterator[tuple[str, str]]:
    """The functions of a module that give one error a title of their caller's."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and any(one.arg == "title" for one in node.args.args):
            for call in _calls_of(node):
                if name_of(call) in _ERRORS and call.args and (code := _text(call.args[0], constants)):
                    yield node.name, code


def _texts_of(body: list[ast.stmt]) -> Known:
    """The texts that a body gives a name, wherever in it, each with its line."""
    found: Known = []
    for node in (inner for one in body for inner in ast.walk(one)):
        if (
            isinstance(node, ast.Assign)
            and isinstance(node.targets[0], ast.Name)
            and (text := _text(node.value, found))
        ):
            found.append((node.lineno, node.targets[0].id, text))
    return sorted(found)


def _text(node: ast.expr, known: Known) -> str:
    """The text of a literal, of a marked text, of a name that has been given one; else nothing."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.Name(id=name):
            given = [text for line, named, text in known if named == name and line <= node.lineno]
            return given[-1] if given else ""
        case ast.Call() if name_of(node) in MARKERS and node.args:
            return _text(node.args[0], known)
        case ast.IfExp():
            return _text(node.body, known)
    return ""


def name_of_class(node: ast.AST) -> str:
    """What an error of a YAML file is called: `catalogue` for CatalogueError."""
    return ast.unparse(node).removesuffix("Error").lower()
