"""The options that commands share, and a parser whose mistakes are Raccord's errors."""

import argparse
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from raccord.errors import UsageError
from raccord.marks import ImportMode, OnDuplicate, UpdateMode
from raccord.translation import LANGUAGES, N_, _

ENDINGS = frozenset({".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".txt", ".tsv"})
LARGEST = 2**63 - 1
MODE_HELP = {
    UpdateMode.KEY: N_("match customers by these fields"),
    UpdateMode.KEEP: N_("only for new customers"),
    UpdateMode.OVERWRITE: N_("take the sheet's value unless it is blank"),
    UpdateMode.OVERWRITE_IF_GREATER: N_("take the sheet's value if it is greater or later"),
    UpdateMode.OVERWRITE_OR_CLEAR: N_("take the sheet's value, also a blank"),
    UpdateMode.FILL: N_("only where the customer has none"),
    UpdateMode.IGNORE: N_("leave the column out"),
}


_REQUIRED = "the following arguments are required: "


@dataclass(frozen=True, slots=True)
class FieldWords:
    """One option that gives fields a mode, and its words as they were typed."""

    mode: UpdateMode
    option: str
    words: list[str]


class _Help(argparse.RawDescriptionHelpFormatter):
    """Keeps the lines of texts, and begins in the language spoken."""

    def add_usage(self, usage: str | None, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, _("usage: ") if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """An argument parser that raises UsageError, takes no abbreviations and keeps the lines of its texts."""

    def __init__(self, prog: str, description: str = "") -> None:
        super().__init__(prog=prog, description=description, allow_abbrev=False, add_help=False, formatter_class=_Help)
        self._positionals.title, self._optionals.title = _("positional arguments"), _("options")
        self.add_argument("-h", "--help", action="help", help=_("show this help message and exit"))
        self.add_argument(
            "--language",
            choices=LANGUAGES,
            help=_("speak this language; default: that of RACCORD_LANGUAGE, of your configuration, of the system"),
        )

    def error(self, message: str) -> NoReturn:
        """Raise what argparse found as a UsageError."""
        if message.startswith(_REQUIRED):
            names = message.removeprefix(_REQUIRED)
            example = f"{self.prog} {names.replace(', ', ' ')}"
            raise UsageError(
                "usage",
                _("Missing: {names}.", names=names),
                hint=_("Write: {example}. See: {command} --help", example=example, command=self.prog),
            )
        title = _in_words(message)
        title = title[:1].upper() + title[1:].rstrip(".") + "."
        raise UsageError("usage", title, hint=_("See: {command} --help", command=self.prog))


_SAID = (
    (r"argument (?P<name>[^:]+): invalid choice: (?P<found>.*) \(choose from (?P<allowed>.*)\)",
     N_("argument {name}: invalid choice: {found} (choose from {allowed})")),
    (r"argument (?P<name>[^:]+): expected one argument", N_("argument {name}: expected one argument")),
    (r"argument (?P<name>[^:]+): expected at least one argument",
     N_("argument {name}: expected at least one argument")),
    (r"argument (?P<name>[^:]+): ignored explicit argument (?P<found>.*)",
     N_("argument {name}: ignored explicit argument {found}")),
    (r"unrecognized arguments: (?P<found>.*)", N_("unrecognized arguments: {found}")),
    (r"argument (?P<name>[^:]+): (?P<said>.*)", N_("argument {name}: {said}")),
)  # fmt: skip
"""What argparse says of a mistake, which has no language but that of the system's own catalogues."""


def _in_words(message: str) -> str:
    """What argparse has found, in the language spoken."""
    for pattern, text in _SAID:
        if found := re.fullmatch(pattern, message, re.DOTALL):
            return _(text, **found.groupdict())
    return message


class _FieldsAction(argparse.Action):
    """Collects `--key name zip --fill phone,mobile` in the order given."""

    def __call__(
        self,
        _parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: str | Sequence[Any] | None,
        option_string: str | None = None,
    ) -> None:
        given = FieldWords(self.const, option_string or "", [*(values or ())])
        namespace.fields = [*namespace.fields, given]


def add_base(parser: Parser) -> None:
    """Add the options that name the base and the catalogue."""
    group = parser.add_argument_group(_("customer base"))
    group.add_argument(
        "--database", metavar="URL|PROFILE", help=_("the base, by URL or by a profile of your configuration")
    )
    add_catalogue(group)


def add_catalogue(group: argparse._ActionsContainer) -> None:
    """Add the option that names the catalogue."""
    group.add_argument("--catalogue", metavar="FILE", type=Path, help=_("the catalogue of fields (YAML)"))


def add_json(parser: Parser, shape: str) -> None:
    """Add --json; `shape` shows what it prints, in the help."""
    parser.add_argument("--json", action="store_true", help=_("print the result as JSON"))
    parser.epilog = _("--json prints:") + "\n  " + _(shape)


def add_force(parser: Parser) -> None:
    """Add the option that overrules later changes."""
    parser.add_argument("--force", action="store_true", help=_("also put back cells that someone changed since"))


def add_file(parser: Parser) -> None:
    """Add FILE and the options that say how to read it."""
    parser.usage = _("{command} FILE [options]", command=parser.prog)
    parser.add_argument(
        "file", metavar="FILE", nargs="?", help=_("the workbook or csv file; write it first, or last after --")
    )
    group = parser.add_argument_group(_("reading the sheet"))
    group.add_argument(
        "--sheet", metavar="NAME", help=_("the sheet; default: the first one with marks, else with data")
    )
    group.add_argument(
        "--header-row",
        metavar="N",
        type=whole_number,
        help=_("the row of the headers, where no update row tells; default: the first one that is filled"),
    )
    group.add_argument("--config", metavar="FILE", type=Path, help=_("an import configuration (YAML)"))
    group.add_argument(
        "--locale", metavar="LOCALE", help=_("how numbers and dates are written, such as fr-FR or en-US")
    )
    group.add_argument(
        "--delimiter", metavar="CHAR", help=_("what separates the cells of a csv file; default: detected")
    )
    group.add_argument("--encoding", metavar="NAME", help=_("the encoding of a csv file; default: detected"))


def add_scope(group: argparse._ActionsContainer) -> None:
    """Add the option that restricts which customers count."""
    group.add_argument(
        "--scope",
        metavar="FIELD=VALUE",
        action="append",
        default=[],
        help=_("only see, change and delete customers with this value; may be repeated"),
    )


def add_import(parser: Parser) -> None:
    """Add the options that decide the plan: modes of columns, mode of the import, duplicates and scope."""
    columns = parser.add_argument_group(
        _("columns"), _("FIELD is a field's name, label or alias; several are separated by spaces or commas.")
    )
    parser.set_defaults(fields=[])
    for mode, text in MODE_HELP.items():
        option = f"--{mode.value.replace('_', '-')}"
        columns.add_argument(
            option, metavar="FIELD", nargs="+", action=_FieldsAction, const=mode, dest=argparse.SUPPRESS, help=_(text)
        )
    group = parser.add_argument_group(_("the import"))
    group.add_argument(
        "--mode",
        type=_dashed,
        choices=[mode.value.replace("_", "-") for mode in ImportMode],
        help=_("what becomes of rows without a customer and of customers without a row; default: update"),
    )
    group.add_argument(
        "--on-duplicate",
        choices=[choice.value for choice in OnDuplicate],
        help=_("which of several rows for one customer counts; default: reject"),
    )
    add_scope(group)
    group.add_argument(
        "--confirm-deletions", metavar="N", type=whole_number, help=_("allow exactly this many customers to be deleted")
    )


def chosen_file(args: argparse.Namespace) -> Path:
    """The FILE, also where `--key name zip FILE` took it for a field; raises UsageError when there is none."""
    if args.file is None:
        takers = [given for given in getattr(args, "fields", []) if len(given.words) > 1 and _is_file(given.words[-1])]
        if len(takers) != 1:
            raise UsageError(
                "no-file",
                _("No FILE is given."),
                message=_("Options that take several fields also take what follows them."),
                hint=_("Write FILE first: raccord {words} FILE --key FIELD", words=args.words),
            )
        args.file = takers[0].words.pop()
    return Path(args.file)


def whole_number(text: str) -> int:
    """A number of a customer, an operation or a count; raises what argparse turns into a usage error."""
    if not (text.isascii() and text.isdigit() and int(text) <= LARGEST):
        raise argparse.ArgumentTypeError(_("“{text}” is not a whole number from 0 on", text=text))
    return int(text)


def _is_file(word: str) -> bool:
    path = Path(word)
    try:
        return path.suffix.lower() in ENDINGS or path.is_file()
    except OSError:
        return False


def _dashed(word: str) -> str:
    return word.replace("_", "-")
