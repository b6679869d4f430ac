"""The command line as a whole: help, version, mistakes, failures, and what it loads."""

import subprocess
import sys
from pathlib import Path

import pytest

import raccord as raccord_package
from raccord.cli import commands, running
from raccord.cli.registry import COMMANDS, find_command
from raccord.cli.screen import clean, clean_lines
from support.command_line import ANNA, HEADERS, Command

SPECIFIED = [
    "preview",
    "import",
    "restore-points",
    "restore",
    "undo",
    "history",
    "bin list",
    "bin restore",
    "export",
    "template",
    "suggest-keys",
    "database create",
    "database check",
    "profile list",
    "profile password",
    "addin build",
    "addin install",
    "addin uninstall",
    "addin status",
    "demo",
]


@pytest.mark.parametrize("words", SPECIFIED)
def test_every_command_is_in_the_help_and_has_its_own(raccord: Command, words: str) -> None:
    """`raccord --help` lists each command of the specification, and each explains itself."""
    own = raccord(*words.split(), "--help")

    assert f"\n  {words}  " in raccord("--help").out
    assert own.status == 0
    assert own.out.startswith(f"usage: raccord {words}")


def test_the_table_and_the_modules_agree() -> None:
    """Every command module is in the table, and the table has the commands of the specification only."""
    modules = {path.stem for path in Path(commands.__file__).parent.glob("[!_]*.py")}

    assert {command.module for command in COMMANDS} == modules
    assert sorted(command.words for command in COMMANDS) == sorted(SPECIFIED)


IMPORT_OPTIONS = [
    "--database",
    "--catalogue",
    "--config",
    "--sheet",
    "--mode",
    "--key",
    "--keep",
    "--overwrite",
    "--overwrite-if-greater",
    "--overwrite-or-clear",
    "--fill",
    "--ignore",
    "--on-duplicate",
    "--scope",
    "--locale",
    "--confirm-deletions",
    "--result",
    "--save-config",
    "--delimiter",
    "--encoding",
    "--json",
]


@pytest.mark.parametrize("command", ["preview", "import"])
def test_help_of_an_import_names_every_option(raccord: Command, command: str) -> None:
    """All options of the specification stand in the help."""
    out = raccord(command, "--help").out

    assert not [option for option in IMPORT_OPTIONS if f"  {option} " not in out and f"{option}\n" not in out]
    assert ("--expect" in out) is (command == "import")


@pytest.mark.parametrize("name", ["bin", "database", "addin"])
def test_help_of_a_word_alone_lists_its_commands(raccord: Command, name: str) -> None:
    """`raccord bin --help` shows the commands that start with bin."""
    out = raccord(name, "--help").out

    assert not [words for words in SPECIFIED if words.startswith(name) and f"raccord {words}" not in out]


@pytest.mark.parametrize("word", ["-h", "--help", "help"])
def test_help_says_what_exit_statuses_mean(raccord: Command, word: str) -> None:
    """The help explains the exit status."""
    assert "3 refused for safety" in raccord(word).out


def test_help_of_a_command_by_name(raccord: Command) -> None:
    """`raccord help undo` is `raccord undo --help`."""
    assert raccord("help", "undo").out == raccord("undo", "--help").out


def test_version(raccord: Command) -> None:
    """--version prints the version."""
    assert raccord("--version").out == f"raccord {raccord_package.__version__}\n"


def test_no_command_shows_the_help_as_an_error(raccord: Command) -> None:
    """Without a command the help goes to standard error, and the status is 2."""
    result = raccord()

    assert (result.status, result.out) == (2, "")
    assert "usage: raccord COMMAND" in result.err


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (["prevew", "a.csv"], "“prevew” is no command.\nDid you mean preview?"),
        (["frobnicate"], "“frobnicate” is no command.\nList the commands with"),
        (["--json", "preview"], "“--json” stands before the command."),
        (["database", "drop"], "Use one of: database check, database create."),
        (["preview", "--helpp"], "See: raccord preview --help"),
    ],
)
def test_unknown_words(raccord: Command, words: list[str], text: str) -> None:
    """A word that is no command or option is an error with a way on."""
    result = raccord(*words)

    assert (result.status, result.out) == (2, "")
    assert text in result.err


def test_word_alone_means_its_default() -> None:
    """`raccord bin --json` is `raccord bin list --json`."""
    command, rest = find_command(["bin", "--json"])

    assert (command.words, rest) == ("bin list", ["--json"])


def test_unforeseen_failure_goes_to_the_log(raccord: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A failure of Raccord's own leaves its traceback in a log, without passwords, and names that file."""

    def broken(_argv: list[str]) -> None:
        message = "sqlite://anna:unt0ld@host/x broke"
        raise RuntimeError(message)

    monkeypatch.setattr(running, "find_command", broken)

    result = raccord("preview", "a.csv")

    log = next(tmp_path.rglob("raccord.log"))
    assert (result.status, result.out) == (2, "")
    assert "RuntimeError" in result.err
    assert str(log) in result.err.replace("\n", "")
    assert "Traceback" not in result.err
    text = log.read_text(encoding="utf-8")
    assert "Traceback" in text
    assert "anna:***@host" in text
    assert "unt0ld" not in text


def test_log_that_cannot_be_written_is_told(raccord: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no log can be written the failure is still a short message."""

    def broken(_argv: list[str]) -> None:
        raise RuntimeError

    monkeypatch.setattr(running, "find_command", broken)
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))

    result = raccord("preview")

    assert result.status == 2
    assert "could not be kept" in result.err


def test_interrupt_before_writing_says_so(raccord: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C while nothing is written says that nothing was written."""

    def interrupted(_argv: list[str]) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(running, "find_command", interrupted)

    result = raccord("import", "a.csv")

    assert (result.status, result.out, result.err) == (2, "", "Stopped; nothing was written.\n")


LIGHT = """
import sys
from raccord.cli import main
status = main({argv!r})
heavy = {{"sqlalchemy", "openpyxl", "pydantic", "rich", "python_calamine", "xlsxwriter", "babel"}} & set(sys.modules)
sys.exit(f"{{status}} {{sorted(heavy)}}" if heavy or status else 0)
"""


@pytest.mark.parametrize("argv", [["--help"], ["--version"], ["preview", "--help"], ["bin", "--help"]])
def test_help_loads_nothing_heavy(argv: list[str]) -> None:
    """Help comes at once: no database, workbook or table library is loaded for it."""
    command = [sys.executable, "-c", LIGHT.format(argv=argv)]

    assert subprocess.run(command, capture_output=True, check=False).returncode == 0


def test_module_runs_as_the_command() -> None:
    """`python -m raccord` is the command."""
    command = [sys.executable, "-m", "raccord", "--version"]

    assert subprocess.run(command, capture_output=True, check=True).stdout.startswith(b"raccord ")


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("plain é 中 👍", "plain é 中 👍"),
        ("a\tb\nc\rd\u2028e", "a b c d e"),
        ("\x1b[31m", "\ufffd[31m"),
        ("\x9b2J\x7f\x00", "\ufffd2J\ufffd\ufffd"),
        ("\u202egnp\u2066", "\ufffdgnp\ufffd"),
        ("\ud800", "\ufffd"),
        ("1\xa0234", "1\xa0234"),
    ],
)
def test_clean_keeps_text_and_drops_control(text: str, cleaned: str) -> None:
    """Letters of any script stay; what controls a terminal or reorders text becomes a replacement character."""
    assert clean(text) == cleaned


def test_clean_lines_keeps_lines_only() -> None:
    """An error keeps its own lines, but no other control character."""
    assert clean_lines("a\nb\x1bc") == "a\nb\ufffdc"


def test_saved_configuration_gives_the_same_plan(raccord: Command, tmp_path: Path) -> None:
    """--config with the file that --save-config wrote plans the same for the sheet without its marks."""
    marked = tmp_path / "m.csv"
    plain = tmp_path / "p.csv"
    marks, data = "Key -> N° client,Keep -> Name,,Overwrite -> phone,Keep,Keep", "1,Anna,X,2,3,4"
    rows = f"\nNo,Who,External ID,Tel 1,ZIP,City\n{data}\n"
    marked.write_text(marks + rows, encoding="utf-8")
    plain.write_text(rows, encoding="utf-8")

    first = raccord("preview", marked, "--save-config", "c.yaml", "--mode", "update-only", "--locale", "fr", "--json")
    second = raccord("preview", plain, "--config", "c.yaml", "--json")

    assert first.json["fingerprint"] == second.json["fingerprint"]
    assert [(one["fields"], one["mode"]) for one in second.json["columns"] if one["mode"] != "ignore"] == [
        (["external_id"], "key"),
        (["name"], "keep"),
        (["phone"], "overwrite"),
        (["zip"], "keep"),
        (["city"], "keep"),
    ]
    assert second.json["mode"] == "update_only"


def test_options_win_over_the_import_configuration(raccord: Command, tmp_path: Path) -> None:
    """Mode, columns, scope and sheet of the command line come before those of --config."""
    (tmp_path / "c.yaml").write_text(
        "mode: add\nsheet: nowhere\non_duplicate: first\nscope: {city: Rome, owner: a@x.org}\n"
        "columns: {Name: {mode: key}, Phone: {mode: fill}, ZIP: {mode: keep}, City: {mode: keep}}\n"
    )
    (tmp_path / "a.csv").write_text("\n".join(",".join(row) for row in (HEADERS, ANNA)))

    result = raccord(
        "preview", "a.csv", "--config", "c.yaml", "--sheet", "a", "--mode", "update", "--overwrite", "phone",
        "--scope", "city=Paris", "--json",
    )  # fmt: skip

    assert result.status == 0, result.err
    assert result.json["mode"] == "update"
    modes = {column["header"]: column["mode"] for column in result.json["columns"]}
    assert modes == {"External ID": "ignore", "Name": "key", "ZIP": "keep", "City": "keep", "Phone": "overwrite"}
    changes = {change["field"]: change["new"] for change in result.json["rows"][0]["changes"]}
    assert (changes["city"], changes["owner"]) == ("Paris", "a@x.org")


def test_result_file_is_the_annotated_copy(raccord: Command, tmp_path: Path) -> None:
    """--result writes a workbook with the file's rows and Raccord's own sheet."""
    (tmp_path / "a.csv").write_text("\n".join(",".join(row) for row in (HEADERS, ANNA)))

    assert raccord("preview", "a.csv", "--result", "out.xlsx").status == 0

    from openpyxl import load_workbook  # noqa: PLC0415 - only here

    assert "Raccord" in load_workbook("out.xlsx").sheetnames
