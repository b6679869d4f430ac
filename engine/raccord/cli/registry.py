"""The one table of commands: the words that call each, the module that runs it, and its line in the help."""

from dataclasses import dataclass
from difflib import get_close_matches

from raccord.errors import UsageError
from raccord.translation import N_, _


@dataclass(frozen=True, slots=True)
class Command:
    """A command: its words (`bin list`), its module under `raccord.cli.commands`, its heading and line in the help."""

    words: str
    module: str
    group: str
    help: str


SHEETS, BACK = N_("Sheets"), N_("Taking back")
BASE, SETUP = N_("The customer base"), N_("Spreadsheet programs")

COMMANDS = (
    Command("preview", "preview", SHEETS, N_("show what a sheet would change; write nothing")),
    Command("import", "import_file", SHEETS, N_("import a sheet, with a restore point before it")),
    Command("suggest-keys", "suggest_keys", SHEETS, N_("suggest which columns of a sheet identify a customer")),
    Command("export", "export", SHEETS, N_("write all customers to a workbook that comes back marked")),
    Command("template", "template", SHEETS, N_("write an empty workbook with marks and headers")),
    Command("demo", "demo", SHEETS, N_("try Raccord on sample data in a folder of its own")),
    Command("restore-points", "restore_points", BACK, N_("list restore points, or make one")),
    Command("restore", "restore", BACK, N_("take the base back to a restore point")),
    Command("undo", "undo", BACK, N_("take back one import, the last by default")),
    Command("history", "history", BACK, N_("show what happened to one customer")),
    Command("bin list", "bin_list", BACK, N_("list deleted customers")),
    Command("bin restore", "bin_restore", BACK, N_("bring deleted customers back")),
    Command("database check", "database_check", BASE, N_("check that the base fits the catalogue")),
    Command("database create", "database_create", BASE, N_("make the base, or its missing columns")),
    Command("profile list", "profile_list", BASE, N_("list the bases of your configuration, without passwords")),
    Command("profile password", "profile_password", BASE, N_("keep the password of a base in the system's keychain")),
    Command("addin status", "addin", SETUP, N_("show where the add-ins are installed")),
    Command("addin build", "addin", SETUP, N_("write raccord.xlam and raccord.oxt to a folder")),
    Command("addin install", "addin", SETUP, N_("install the add-ins for this user")),
    Command("addin uninstall", "addin", SETUP, N_("remove the add-ins")),
)
DEFAULT_WORDS = {"bin": "bin list", "database": "database check", "profile": "profile list", "addin": "addin status"}
_BY_WORDS = {command.words: command for command in COMMANDS}


def find_command(argv: list[str]) -> tuple[Command, list[str]]:
    """Split a command line into its command and the rest; raises UsageError for an unknown command."""
    words = " ".join(argv[:2])
    if words in _BY_WORDS:
        return _BY_WORDS[words], argv[2:]
    name = argv[0]
    found = _BY_WORDS.get(DEFAULT_WORDS.get(name, name))
    if found is None:
        raise _unknown(name)
    if name in DEFAULT_WORDS and len(argv) > 1 and not argv[1].startswith("-"):
        actions = ", ".join(command.words for command in family(name))
        raise UsageError(
            "usage",
            _("“{words}” is no command.", words=words),
            hint=_("Use one of: {allowed}.", allowed=actions),
        )
    return found, argv[1:]


def family(name: str) -> list[Command]:
    """The commands that start with a word: `bin` gives `bin list` and `bin restore`."""
    return [command for command in COMMANDS if command.words.split()[0] == name]


def help_text() -> str:
    """The text of `raccord --help`."""
    width = max(len(command.words) for command in COMMANDS)
    groups = dict.fromkeys(command.group for command in COMMANDS)
    listed = "\n\n".join(
        _("{group}:", group=_(group))
        + "\n"
        + "\n".join(f"  {command.words:<{width}}  {_(command.help)}" for command in COMMANDS if command.group == group)
        for group in groups
    )
    return "\n\n".join((_(_HEAD), listed, *map(_, _FOOT))) + "\n"


def _unknown(name: str) -> UsageError:
    if name.startswith("-"):
        return UsageError(
            "usage",
            _("“{name}” stands before the command.", name=name),
            hint=_("Write the command first: raccord --help"),
        )
    known = [*DEFAULT_WORDS, *_BY_WORDS]
    close = get_close_matches(name, known, n=1)
    guess = [_("Did you mean {word}?", word=close[0])] if close else []
    hint = " ".join([*guess, _("List the commands with: raccord --help")])
    return UsageError("usage", _("“{words}” is no command.", words=name), hint=hint)


_HEAD = N_("""\
usage: raccord COMMAND [...] [options]

Update a customer base from a spreadsheet: marked key columns and update modes,
a preview of every cell, an import that can be taken back.""")

_FOOT = (
    N_("""\
Options:
  -h, --help      show this text; after a command, show that command's own
  --language L    speak en, fr or de; also after a command
  --version       show the version"""),
    N_("""\
Exit status: 0 every row was fine; 1 done, but some rows need attention;
2 it could not run; 3 refused for safety, nothing written."""),
    N_("Start with: raccord demo"),
)
