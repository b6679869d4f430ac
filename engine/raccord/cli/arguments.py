"""The options that commands share, and a parser whose mistakes are Raccord's errors."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from raccord.errors import UsageError
from raccord.marks import ImportMode, OnDuplicate, UpdateMode
from raccord.translation import LANGUAGES

ENDINGS = frozenset({".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".txt", ".tsv"})
LARGEST = 2**63 - 1
MODE_HELP = {
    UpdateMode.KEY: "match customers by these fields",
    UpdateMode.KEEP: "only for new customers",
    UpdateMode.OVERWRITE: "take the sheet's value unless it is blank",
    UpdateMode.OVERWRITE_IF_GREATER: "take the sheet's value if it is greater or later",
    UpdateMode.OVERWRITE_OR_CLEAR: "take the sheet's value, also a blank",
    UpdateMode.FILL: "only where the customer has none",
    UpdateMode.IGNORE: "leave the column out",
}


_REQUIRED = "the following arguments are required: "


@dataclass(frozen=True, slots=True)
class FieldWords:
    """One option that gives fields a mode, and its words as they were typed."""

    mode: UpdateMode
    option: str
    words: list[str]


class Parser(argparse.ArgumentParser):
    """An argument parser that raises UsageError, takes no abbreviations and keeps the lines of its texts."""

    def __init__(self, prog: str, description: str = "") -> None:
        super().__init__(
            prog=prog,
            description=description,
            allow_abbrev=False,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )

    def error(self, message: str) -> NoReturn:
        """Raise what argparse found as a UsageError."""
        if message.startswith(_REQUIRED):
            names = message.removeprefix(_REQUIRED)
            example = f"{self.prog} {names.replace(', ', ' ')}"
            raise UsageError("usage", f"Missing: {names}.", hint=f"Write: {example}. See: {self.prog} --help")
        title = message[:1].upper() + message[1:].rstrip(".") + "."
        raise UsageError("usage", title, hint=f"See: {self.prog} --help")


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
    group = parser.add_argument_group("customer base")
    group.add_argument(
        "--database", metavar="URL|PROFILE", help="the base, by URL or by a profile of your configuration"
    )
    add_catalogue(group)


def add_catalogue(group: argparse._ActionsContainer) -> None:
    """Add the option that names the catalogue."""
    group.add_argument("--catalogue", metavar="FILE", type=Path, help="the catalogue of fields (YAML)")


def add_json(parser: Parser, shape: str) -> None:
    """Add --json; `shape` shows what it prints, in the help."""
    parser.add_argument("--json", action="store_true", help="print the result as JSON")
    parser.epilog = f"--json prints:\n  {shape}"


def add_force(parser: Parser) -> None:
    """Add the option that overrules later changes."""
    parser.add_argument("--force", action="store_true", help="also put back cells that someone changed since")


def add_language(parser: Parser) -> None:
    """Add the option that chooses the language of marks and headers."""
    parser.add_argument(
        "--language", choices=LANGUAGES, help="language of marks and headers; default: that of your configuration"
    )


def add_file(parser: Parser) -> None:
    """Add FILE and the options that say how to read it."""
    parser.usage = f"{parser.prog} FILE [options]"
    parser.add_argument(
        "file", metavar="FILE", nargs="?", help="the workbook or csv file; write it first, or last after --"
    )
    group = parser.add_argument_group("reading the sheet")
    group.add_argument("--sheet", metavar="NAME", help="the sheet; default: the first one with marks, else with data")
    group.add_argument("--config", metavar="FILE", type=Path, help="an import configuration (YAML)")
    group.add_argument("--locale", metavar="LOCALE", help="how numbers and dates are written, such as fr-FR or en-US")
    group.add_argument("--delimiter", metavar="CHAR", help="what separates the cells of a csv file; default: detected")
    group.add_argument("--encoding", metavar="NAME", help="the encoding of a csv file; default: detected")


def add_scope(group: argparse._ActionsContainer) -> None:
    """Add the option that restricts which customers count."""
    group.add_argument(
        "--scope",
        metavar="FIELD=VALUE",
        action="append",
        default=[],
        help="only see, change and delete customers with this value; may be repeated",
    )


def add_import(parser: Parser) -> None:
    """Add the options that decide the plan: modes of columns, mode of the import, duplicates and scope."""
    columns = parser.add_argument_group(
        "columns", "FIELD is a field's name, label or alias; several are separated by spaces or commas."
    )
    parser.set_defaults(fields=[])
    for mode, text in MODE_HELP.items():
        option = f"--{mode.value.replace('_', '-')}"
        columns.add_argument(
            option, metavar="FIELD", nargs="+", action=_FieldsAction, const=mode, dest=argparse.SUPPRESS, help=text
        )
    group = parser.add_argument_group("the import")
    group.add_argument(
        "--mode",
        type=_dashed,
        choices=[mode.value.replace("_", "-") for mode in ImportMode],
        help="what becomes of rows without a customer and of customers without a row; default: update",
    )
    group.add_argument(
        "--on-duplicate",
        choices=[choice.value for choice in OnDuplicate],
        help="which of several rows for one customer counts; default: reject",
    )
    add_scope(group)
    group.add_argument(
        "--confirm-deletions", metavar="N", type=whole_number, help="allow exactly this many customers to be deleted"
    )


def chosen_file(args: argparse.Namespace) -> Path:
    """The FILE, also where `--key name zip FILE` took it for a field; raises UsageError when there is none."""
    if args.file is None:
        takers = [given for given in getattr(args, "fields", []) if len(given.words) > 1 and _is_file(given.words[-1])]
        if len(takers) != 1:
            raise UsageError(
                "no-file",
                "No FILE is given.",
                message="Options that take several fields also take what follows them.",
                hint=f"Write FILE first: raccord {args.words} FILE --key FIELD",
            )
        args.file = takers[0].words.pop()
    return Path(args.file)


def whole_number(text: str) -> int:
    """A number of a customer, an operation or a count; raises what argparse turns into a usage error."""
    if not (text.isascii() and text.isdigit() and int(text) <= LARGEST):
        raise argparse.ArgumentTypeError(f"“{text}” is not a whole number from 0 on")
    return int(text)


def _is_file(word: str) -> bool:
    path = Path(word)
    try:
        return path.suffix.lower() in ENDINGS or path.is_file()
    except OSError:
        return False


def _dashed(word: str) -> str:
    return word.replace("_", "-")
