"""The documentation's page of commands, made from the command line's own table and parsers, with an example each.

`python -m support.command_page` writes it; `make docs` runs this.
"""

import argparse
from collections.abc import Iterator
from importlib import import_module

from raccord.cli.arguments import Parser
from raccord.cli.registry import COMMANDS, DEFAULT_WORDS, Command
from raccord.translation import speaking
from support.pages import DOCS

PAGE = DOCS / "commands.md"
EXAMPLES = {
    "preview": "raccord preview visits.xlsx --key name zip --overwrite phone",
    "import": "raccord import visits.xlsx --result visits-result.xlsx",
    "suggest-keys": "raccord suggest-keys visits.xlsx",
    "export": "raccord export lyon.xlsx --scope city=Lyon",
    "template": "raccord template new-customers.ods --language de",
    "demo": "raccord demo my-demo",
    "restore-points": 'raccord restore-points --create "before the spring campaign"',
    "restore": "raccord restore 7",
    "undo": "raccord undo",
    "history": "raccord history C-1001",
    "bin list": "raccord bin list",
    "bin restore": "raccord bin restore 5 17",
    "database check": "raccord database check --database team",
    "database create": "raccord database create --catalogue my-catalogue.yaml",
    "profile list": "raccord profile list",
    "profile password": "raccord profile password team",
    "addin status": "raccord addin status",
    "addin build": "raccord addin build out",
    "addin install": "raccord addin install libreoffice",
    "addin uninstall": "raccord addin uninstall",
}
_SEVERAL, _OPTIONAL = {"+", "*"}, {"?", "*"}
_EVERYWHERE = {"-h", "--language"}
_HEAD = """\
# The commands

This page is made from the command's own help by `make docs`. `raccord COMMAND --help` says the same in your language.

Every command also takes `--help`, and `--language en`, `fr` or `de` for its texts; for `export` and `template` that is
the language of the workbook, too. `raccord --version` shows the version.

| exit status | |
|---|---|
| 0 | every row was fine |
| 1 | done, but something needs you: ignored, ambiguous, duplicate or invalid rows, blocked deletions, conflicts |
| 2 | it could not run: [the errors](errors.md) say why |
| 3 | refused for safety; nothing was written |

| environment variable | |
|---|---|
| `RACCORD_DATABASE` | the base, by URL or profile, where `--database` names none |
| `RACCORD_CATALOGUE` | the catalogue, where `--catalogue` names none |
| `RACCORD_CONFIG` | your configuration file, where it does not lie in its usual folder |
| `RACCORD_LANGUAGE` | the language of all texts |
| `RACCORD_PYTHON` | the Python that the add-ins start |
"""


def command_page() -> str:
    """The page as Markdown: a section a group, each command with its arguments, options, JSON and an example."""
    with speaking("en"):
        return _HEAD + "".join(_sections())


def parser_of(command: Command) -> Parser:
    """The parser that a command's words are read by."""
    parser = Parser(prog=f"raccord {command.words}")
    import_module(f"raccord.cli.commands.{command.module}").configure(parser)
    return parser


def arguments_of(parser: Parser) -> Iterator[argparse.Action]:
    """What a command takes beside what all take."""
    for one in parser._actions:
        if not _EVERYWHERE & set(one.option_strings) and one.help != argparse.SUPPRESS:
            yield one


def _sections() -> Iterator[str]:
    for group in dict.fromkeys(command.group for command in COMMANDS):
        yield f"\n## {group}\n"
        for command in COMMANDS:
            if command.group == group:
                yield "".join(_section(command))


def _section(command: Command) -> Iterator[str]:
    parser = parser_of(command)
    also = [word for word, words in DEFAULT_WORDS.items() if words == command.words]
    alone = f" So does `raccord {also[0]}` alone." if also else ""
    yield f"\n### raccord {command.words}\n\n{command.help[:1].upper()}{command.help[1:]}.{alone}\n"
    yield f"\n    {EXAMPLES[command.words]}\n"
    rows = [f"| {_written(one)} | {one.help} |\n" for one in arguments_of(parser)]
    if rows:
        yield "\n| | |\n|---|---|\n" + "".join(rows)
    if parser.epilog:
        _, _, shape = parser.epilog.partition("\n")
        yield "\n`--json` prints:\n\n" + "".join(f"    {line.removeprefix('  ')}\n" for line in shape.splitlines())


def _written(one: argparse.Action) -> str:
    """An argument or option as it is written, with its value."""
    value = "|".join(map(str, one.choices)) if one.choices else str(one.metavar or "")
    words = [*one.option_strings[-1:], *([value] if one.nargs != 0 else []), *(["…"] if one.nargs in _SEVERAL else [])]
    may_be_missing = not one.option_strings and one.nargs in _OPTIONAL and one.metavar != "FILE"
    remark = " (may be left out)" if may_be_missing else ""
    return "`" + " ".join(words).replace("|", "\\|") + "`" + remark


if __name__ == "__main__":
    PAGE.write_text(command_page(), encoding="utf-8")
