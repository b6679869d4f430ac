"""Running a command line: find the command, run it, and turn whatever goes wrong into a message and an exit status."""

from argparse import Namespace
from collections.abc import Callable, Sequence
from importlib import import_module
from itertools import pairwise, takewhile
from typing import Protocol

from raccord import __version__
from raccord.cli.arguments import Parser
from raccord.cli.registry import DEFAULT_WORDS, family, find_command, help_text
from raccord.cli.screen import Screen
from raccord.configuration.place import usual_language
from raccord.errors import RaccordError
from raccord.failures import log_failure
from raccord.translation import LANGUAGES, _, speaking

COULD_NOT_RUN = 2
READER_GONE = 1


class CommandModule(Protocol):
    """What a module under `raccord.cli.commands` offers."""

    configure: Callable[[Parser], None]
    run: Callable[[Namespace, Screen], int]


def run(argv: Sequence[str]) -> int:
    """Run a command line and return the exit status of SPEC §8."""
    screen = Screen.standard()
    with speaking(asked_language(argv) or usual_language()):
        return _run(argv, screen)


def asked_language(argv: Sequence[str]) -> str | None:
    """The language that `--language` asks for, wherever it stands, so that also mistakes are told in it."""
    options = list(takewhile(lambda word: word != "--", argv))
    asked = [after for word, after in pairwise(options) if word == "--language"]
    asked += [word.partition("=")[2] for word in options if word.startswith("--language=")]
    return asked[-1] if asked and asked[-1] in LANGUAGES else None


def _run(argv: Sequence[str], screen: Screen) -> int:
    try:
        status = _dispatch(list(argv), screen)
        screen.flush()
    except RaccordError as fault:
        screen.error(fault)
        return fault.exit_status
    except KeyboardInterrupt:
        screen.say(_("Stopped; nothing was written."))
        return COULD_NOT_RUN
    except BrokenPipeError:
        screen.abandon()
        return READER_GONE
    except Exception as failure:  # noqa: BLE001 - a user never sees a traceback; the log has it
        screen.say(log_failure(failure))
        return COULD_NOT_RUN
    return status


def _dispatch(argv: list[str], screen: Screen) -> int:
    chosen, argv = _split(argv)
    if not argv:
        screen.say(help_text().rstrip())
        return COULD_NOT_RUN
    if argv[0] == "help" and len(argv) > 1:
        argv = [*argv[1:], "--help"]
    if argv[0] in {"-h", "--help", "help"}:
        screen.out.write(help_text())
        return 0
    if argv[0] == "--version":
        screen.out.write(f"raccord {__version__}\n")
        return 0
    command, rest = find_command(argv)
    module: CommandModule = import_module(f"raccord.cli.commands.{command.module}")
    help_line = _(command.help)
    parser = Parser(prog=f"raccord {command.words}", description=help_line[:1].upper() + help_line[1:] + ".")
    module.configure(parser)
    if argv[0] in DEFAULT_WORDS and rest == argv[1:]:
        parser.description = f"{parser.description}\n\n{_listed(argv[0])}"
    try:
        args = parser.parse_args([*chosen, *rest])
    except SystemExit:
        return 0
    args.words = command.words
    return module.run(args, screen)


def _split(argv: list[str]) -> tuple[list[str], list[str]]:
    """Take `--language fr` from before the command, where the other options of a command do not stand."""
    if argv[:1] == ["--language"]:
        return argv[:2], argv[2:]
    return (argv[:1], argv[1:]) if argv and argv[0].startswith("--language=") else ([], argv)


def _listed(name: str) -> str:
    """The commands that start with a word, for the help of the word alone."""
    return "\n".join([_("commands:"), *(f"  raccord {each.words:<16}  {_(each.help)}" for each in family(name))])
