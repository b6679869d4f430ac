"""The page of commands has every command and every option, and is what the code says (docs/commands.md)."""

import re
import shlex

import pytest

from raccord.cli.registry import COMMANDS, Command
from support.command_page import EXAMPLES, PAGE, arguments_of, command_page, parser_of

EACH = pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.words)


def section(command: Command) -> str:
    """What the page says of a command."""
    _, found, after = PAGE.read_text(encoding="utf-8").partition(f"### raccord {command.words}\n")
    return re.split(r"^##", after, maxsplit=1, flags=re.MULTILINE)[0] if found else ""


def test_the_page_is_up_to_date() -> None:
    """The page says what the command's own help says; `make docs` writes it anew."""
    assert PAGE.read_text(encoding="utf-8") == command_page()


@EACH
def test_every_option_is_there(command: Command) -> None:
    """Each argument and option stands in its command's section."""
    names = [(one.option_strings or [str(one.metavar)])[-1] for one in arguments_of(parser_of(command))]

    assert section(command)
    assert [name for name in names if not re.search(rf"^\| `{name}[ `]", section(command), re.MULTILINE)] == []


@EACH
def test_examples_are_understood(command: Command) -> None:
    """The example of each command is one that its parser takes."""
    words = shlex.split(EXAMPLES[command.words])

    assert words[: 1 + len(command.words.split())] == ["raccord", *command.words.split()]
    assert parser_of(command).parse_args(words[1 + len(command.words.split()) :])
