"""The texts that stand in the code, found by reading it: which are marked for the catalogues, and which are not."""

import ast
import re
from collections.abc import Iterator
from functools import cache

from support.catalogues import PACKAGES

MARKERS = {"_", "N_", "ngettext", "pgettext", "Texts", "in_language"}
TEXT_KEYWORDS = {"help", "hint", "message", "title", "epilog", "description"}
SPEAKERS = {
    "show",
    "say",
    "table",
    "add_argument_group",
    "_say",
    "_title",
    "_table",
    "Say",
    "Alert",
    "HostError",
    "Question",
}
AFTER_A_CODE = {"bad_url", "fault", "misfit"}
SENTENCE = re.compile(r"[A-Z“\0][^\n]*\w\s+\w.*[.?!:]", re.DOTALL)
PHRASE = re.compile(r"[a-zà-ÿ]{2,} [a-z\0]")
WORDS = re.compile(r"[A-Za-zÀ-ÿ]{2} ?[A-Za-zÀ-ÿ]")
NAME = re.compile(r"[a-z_.\0-]+")
CODE = re.compile(r"[<>{}\\|*]|\b(SELECT|PRAGMA|ALTER|SET|CREATE|INSERT|START|BEGIN|SHOW|GROUP|FROM|Sub|Function)\b")
WITHOUT_LANGUAGE = {
    "raccord/__init__.py": "what programmers meet",
    "raccord/cells.py": "a kind of cell, which no sheet shows",
    "raccord/cli/arguments.py": "what argparse says, to be recognised",
    "raccord/cli/letter.py": "the words of a command",
    "raccord/cli/registry.py": "the words of commands",
    "raccord/cli/running.py": "the name of the command",
    "raccord/configuration/workbook.py": "words that a sheet is read by, in three languages at once",
    "raccord/database/faults.py": "who imports, as other users' Raccord reads it from the base",
    "raccord/database/galera.py": "what a cluster says, to be recognised",
    "raccord/database/sqlite.py": "what SQLite says, and who imports, as other users' Raccord reads it",
    "raccord/demo/tour.py": "commands and colours",
    "raccord/demo/workbook.py": "the format of a cell",
    "raccord/failures.py": "the head of an entry of the log",
    "raccord/files/ods_rules.py": "formulas of an ods file",
    "raccord/files/xlsx_books.py": "the format of a cell",
    "raccord/journal/bin.py": "labels that the journal keeps; `labels` shows them",
    "raccord/journal/labels.py": "the same, to be recognised",
    "raccord/marks.py": "words that a sheet is read by, in three languages at once",
    "raccord/resembling/roles.py": "words that a catalogue is read by, in three languages at once",
    "raccord/resembling/words.py": "words that customers are compared without, in three languages at once",
    "raccord/sheet_choice.py": "the names of Raccord's own sheets, by which it finds them",
    "raccord/yaml_files.py": "what the parser of YAML says, to be recognised",
    "raccord_addin/actions/head.py": "what programmers meet",
    "raccord_addin/actions/importing.py": "a token, which comes back as the answer",
    "raccord_addin/actions/taking_back.py": "the same",
    "raccord_addin/build/button_page.py": "a page of the documentation, which is English",
    "raccord_addin/build/applescript.py": "code",
    "raccord_addin/command.py": "the words of commands",
    "raccord_addin/hosts/pipe.py": "details of a message that is no message, for whoever mends it",
    "raccord_addin/install/interpreter.py": "code",
    "raccord_addin/install/libreoffice.py": "code",
    "raccord_addin/install/office_extensions.py": "runs in LibreOffice's Python, which has no Raccord",
    "raccord_addin/snapshot.py": "what programmers meet",
    "raccord_addin/texts.py": "keys of texts",
}
"""The modules with phrases that are for something else than people to read, each with the reason."""
SENTENCES_WITHOUT_LANGUAGE = {
    "raccord_addin/actions/importing.py": "a token of a question, which comes back as the answer",
    "raccord_addin/build/callbacks.py": "names of VBA's functions",
    "raccord_addin/hosts/excel/writing.py": "what programmers meet",
    "raccord_addin/hosts/workbook/books.py": "what programmers meet",
}
"""The same for sentences, and for what stands where a text for people belongs."""
INVENTED = {"raccord/demo/businesses.py", "raccord/demo/visits.py"}
"""The demo's customers, who speak as they do."""


@cache
def sources() -> tuple[tuple[str, ast.Module], ...]:
    """Every module that speaks to people, parsed; LibreOffice's own component has its own table."""
    return tuple(_sources())


def _sources() -> Iterator[tuple[str, ast.Module]]:
    for package in PACKAGES:
        for path in sorted(package.rglob("*.py")):
            name = path.relative_to(package).as_posix()
            if f"{package.name}/{name}" not in INVENTED and not name.startswith("build/libreoffice"):
                yield f"{package.name}/{name}", ast.parse(path.read_text(encoding="utf-8"))


def words_of(node: ast.AST) -> str:
    """A text as it stands in the code, its placeholders left out; nothing for what is no text."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    if isinstance(node, ast.JoinedStr):
        return "".join(words_of(one) if isinstance(one, ast.Constant) else "\0" for one in node.values)
    return ""


def unmarked(tree: ast.Module) -> Iterator[ast.AST]:
    """Every literal text outside docstrings and the calls that mark texts; a part of an f-string is none."""
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            continue
        if isinstance(node, ast.Call) and name_of(node) in MARKERS:
            waiting.extend(one.value for one in node.keywords)
            continue
        if words_of(node):
            yield node
        if isinstance(node, ast.JoinedStr):
            waiting.extend(one.value for one in node.values if isinstance(one, ast.FormattedValue))
        else:
            waiting.extend(ast.iter_child_nodes(node))


def name_of(call: ast.Call) -> str:
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def spoken_places(tree: ast.Module) -> Iterator[ast.AST]:
    """What stands where a text for people belongs: titles, hints, helps, headers, what a screen shows."""
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        name = name_of(call)
        yield from (one.value for one in call.keywords if one.arg in TEXT_KEYWORDS)
        if name in SPEAKERS:
            yield from call.args
        elif name.endswith("Error") or name in AFTER_A_CODE:
            yield from call.args[1:]


def literals(node: ast.AST) -> Iterator[ast.AST]:
    """The literal texts of an expression, also those of a choice or a row of several."""
    match node:
        case ast.Constant() | ast.JoinedStr():
            yield node
        case ast.IfExp():
            yield from (*literals(node.body), *literals(node.orelse))
        case ast.BinOp():
            yield from (*literals(node.left), *literals(node.right))
        case ast.BoolOp(values=parts) | ast.Tuple(elts=parts) | ast.List(elts=parts):
            for part in parts:
                yield from literals(part)


def bare_phrases(tree: ast.Module) -> set[str]:
    """Phrases, two words or more, that no catalogue can have."""
    return {text for node in unmarked(tree) if PHRASE.search(text := words_of(node)) and not CODE.search(text)} - {
        text for text in bare_sentences(tree) if SENTENCE.fullmatch(text)
    }


def bare_sentences(tree: ast.Module) -> set[str]:
    """Sentences that no catalogue can have, and whatever else stands where a text for people belongs."""
    loose = {id(node): words_of(node) for node in unmarked(tree)}
    found = {text for text in loose.values() if SENTENCE.fullmatch(text) and not CODE.search(text)}
    for place in spoken_places(tree):
        placed = (loose.get(id(node), "") for node in literals(place))
        found |= {text for text in placed if WORDS.search(text) and not NAME.fullmatch(text)}
    return found
