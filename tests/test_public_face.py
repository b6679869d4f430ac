"""The public face: what `import raccord` costs, what it offers, and the codes that its users may rely on."""

import ast
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

import raccord
from raccord import errors
from raccord.errors import RaccordError
from raccord.messages import TEXTS
from support.fresh_python import heavy_after, run_python

ENGINE = Path(raccord.__file__).parent
ERRORS = {name for name, one in vars(errors).items() if isinstance(one, type) and issubclass(one, RaccordError)}
MESSAGE_MAKERS = {"Fault", "_fault", "Message", "note", "decide", "_break"}
KEBAB = re.compile(r"[a-z]+(-[a-z0-9]+)*")


def sources() -> Iterator[tuple[Path, ast.Module]]:
    """Every module of the engine, parsed."""
    for path in sorted(ENGINE.rglob("*.py")):
        yield path.relative_to(ENGINE), ast.parse(path.read_text(encoding="utf-8"))


def calls(tree: ast.Module) -> Iterator[tuple[str, ast.Call]]:
    """Every call in a module with the last name of what is called."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield getattr(node.func, "attr", getattr(node.func, "id", "")), node


def texts_in(nodes: list[ast.expr]) -> list[str]:
    return [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]


def error_codes() -> Iterator[tuple[str, str, ast.Call]]:
    """The code, the class and the call of each RaccordError that the engine makes with a code of its own."""
    for _, tree in sources():
        for name, call in calls(tree):
            if name in {*ERRORS, "_error", "error"} and (codes := texts_in(call.args[:1])):
                yield codes[0], name, call


def test_importing_raccord_loads_nothing_heavy():
    """`import raccord` leaves the database, the file libraries, the checks and the terminal alone."""
    assert heavy_after("import raccord") == set()


def test_sheets_and_values_load_no_database():
    """Understanding a sheet needs no SQL, no file library and no terminal."""
    assert heavy_after("import raccord.sheet, raccord.typed_rows") == set()


@pytest.mark.parametrize("name", [name for name in raccord.__all__ if name != "__version__"])
def test_every_public_name_is_what_its_module_owns(name):
    """Each name of `__all__` loads, and is the very object of the module that it comes from."""
    assert getattr(raccord, name) is getattr(import_module(raccord._HOMES[name]), name)


def test_every_public_name_loads_alone():
    """In a fresh interpreter `from raccord import *` gives every name."""
    assert set(run_python("from raccord import *; print(*dir())").split()) >= set(raccord.__all__)


def test_public_names_are_sorted_and_complete():
    """`__all__` lists each name with a home once, and the version."""
    assert sorted(raccord.__all__) == sorted({*raccord._HOMES, "__version__"})


def test_unknown_name_is_an_attribute_error():
    """A misspelled name fails as on any module, and names itself."""
    with pytest.raises(AttributeError, match="previw"):
        raccord.previw  # noqa: B018 - the access is the test


def test_version_is_that_of_the_package():
    """The version in the code is the one that is published."""
    project = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    assert raccord.__version__ == project["version"]


def test_every_message_made_has_a_text():
    """Each code given to a fault, a note or a message is in TEXTS."""
    made = {
        text
        for path, tree in sources()
        if path.name != "catalogue_files.py"  # whose faults name keys of a file
        for name, call in calls(tree)
        if name in MESSAGE_MAKERS
        for text in texts_in(call.args)
    }

    assert len(made) > 30
    assert made - set(TEXTS) == set()


def test_every_text_is_used():
    """Each code of TEXTS stands somewhere in the engine outside its list."""
    used = {
        node.value
        for path, tree in sources()
        if path.name != "messages.py"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }

    assert set(TEXTS) - used == set()


def test_codes_of_errors_and_messages_are_kebab_case():
    """Codes are small letters, digits and hyphens: stable, readable, easy to search for."""
    codes = {code for code, _, _ in error_codes()}

    assert len(codes) > 50
    assert [code for code in {*codes, *TEXTS} if not KEBAB.fullmatch(code)] == []


def test_a_code_names_one_kind_of_error():
    """No code is shared by two classes of errors, nor by an error and a message."""
    kinds = defaultdict(set)
    for code, name, _ in error_codes():
        kinds[code].add(name)

    assert {code: names for code, names in kinds.items() if len(names) > 1} == {}
    assert set(kinds) & set(TEXTS) == set()


def test_every_error_says_more_than_its_title():
    """Each error has a hint or a message: what to do, or what is allowed."""
    bare = [code for code, _, call in error_codes() if not {"hint", "message"} & {each.arg for each in call.keywords}]

    assert bare == []


def test_every_kind_of_error_is_drawn_in_the_tree():
    """The tree at the top of `errors` shows every class."""
    assert [name for name in ERRORS if name not in (errors.__doc__ or "")] == []
