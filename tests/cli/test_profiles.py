"""Profiles and their passwords in the system's keychain: kept, found, removed, and never on the command line."""

import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

URL = "postgresql://anna@server/customers"
PASSWORD = "p@ss:w/rd%41"
CHAIN = "support.json_keychain.JsonKeychain"
TESTS = Path(__file__).parents[1]
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def configured(world: Path) -> Path:
    """A configuration of three profiles."""
    (world / "config.yaml").write_text(
        f"profiles:\n  team: {URL}\n  with: mariadb://bert:s3cret-{PASSWORD[-2:]}@host/db\n  own: sqlite:///own.db\n"
        "default_profile: team\n",
        encoding="utf-8",
    )
    return world


@pytest.fixture
def run(configured: Path) -> Run:
    """Run the command in a process of its own, whose keychain is a file of this test's."""

    def command(*words: str, typed: str = "", chain: str = CHAIN, code: str = "") -> subprocess.CompletedProcess[str]:
        environ = {**os.environ, "PYTHON_KEYRING_BACKEND": chain, "JSON_KEYCHAIN": str(configured / "chain.json")}
        environ["PYTHONPATH"] = os.pathsep.join([str(TESTS), environ.get("PYTHONPATH", "")])
        environ.pop("RACCORD_DATABASE")
        start = ["-c", code] if code else ["-m", "raccord"]
        return subprocess.run(
            [sys.executable, *start, *words], input=typed, capture_output=True, text=True, env=environ, check=False
        )

    return command


def kept(folder: Path) -> dict[str, str]:
    """What the keychain holds."""
    path = folder / "chain.json"
    found: dict[str, str] = json.loads(path.read_text("utf-8")) if path.exists() else {}
    return found


def test_a_password_is_kept_listed_and_removed(run: Run, configured: Path) -> None:
    """It comes on standard input, lies in the keychain under the profile and the user, and goes again."""
    stored = run("profile", "password", "team", typed=f"{PASSWORD}\n")
    assert (stored.returncode, stored.stderr) == (0, "")
    assert kept(configured) == {"raccord:team anna": PASSWORD}

    listed = json.loads(run("profile", "list", "--json").stdout)
    assert [(one["profile"], one["password"], one["default"]) for one in listed] == [
        ("team", "keychain", True),
        ("with", "url", False),
        ("own", None, False),
    ]
    assert PASSWORD not in run("profile").stdout
    assert "s3cret" not in run("profile").stdout + json.dumps(listed)

    removed = run("profile", "password", "team", "--remove", "--json")
    assert json.loads(removed.stdout) == {"profile": "team", "user": "anna", "kept": False}
    assert kept(configured) == {}
    assert "keeps no password" in run("profile", "password", "team", "--remove").stdout


def test_a_prompt_shows_nothing_of_the_password(configured: Path) -> None:
    """At a terminal it is asked for, and what is typed is not echoed."""
    environ = {**os.environ, "PYTHON_KEYRING_BACKEND": CHAIN, "JSON_KEYCHAIN": str(configured / "chain.json")}
    environ["PYTHONPATH"] = os.pathsep.join([str(TESTS), environ.get("PYTHONPATH", "")])
    child, terminal = pty.fork()
    if not child:
        os.execve(sys.executable, [sys.executable, "-m", "raccord", "profile", "password", "team"], environ)
    seen = b""
    while b"for team: " not in seen:
        seen += os.read(terminal, 1000)
    os.write(terminal, f"{PASSWORD}\n".encode())
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    seen += os.read(terminal, 1000)
    os.close(terminal)

    assert kept(configured) == {"raccord:team anna": PASSWORD}
    assert "Password of anna for team: " in seen.decode()
    assert PASSWORD not in seen.decode()


@pytest.mark.parametrize(
    ("words", "typed", "says"),
    [
        (("nobody",), "x", "neither a database URL nor a profile"),
        (("own",), "x", "names no user"),
        (("with",), "x", "which comes before the keychain's"),
        (("team",), "", "No password was given"),
        (("team", PASSWORD), "x", "does not belong on the command line"),
    ],
)
def test_what_cannot_be_kept_is_said(run: Run, words: tuple[str, ...], typed: str, says: str) -> None:
    """A profile without a user or with a password, no password, or one on the command line: an error, status 2."""
    done = run("profile", "password", *words, typed=typed)

    assert done.returncode == 2
    assert says in done.stderr
    assert PASSWORD not in done.stderr


@pytest.mark.parametrize(
    ("chain", "says"),
    [
        ("keyring.backends.fail.Keyring", "This computer has no keychain"),
        ("keyring.backends.null.Keyring", "has not kept the password"),
        ("support.json_keychain.LockedKeychain", "The keychain of this computer does not answer: locked."),
        ("support.json_keychain.Nothing", "cannot be loaded"),
    ],
)
def test_a_keychain_that_does_not_work_is_named(run: Run, chain: str, says: str) -> None:
    """No keychain, one that keeps nothing, one that is locked and one that is not there: what to do is said."""
    done = run("profile", "password", "team", typed="x", chain=chain)

    assert done.returncode == 2
    assert says in done.stderr
    assert "docs/servers.md" in done.stderr


def test_without_the_library_it_is_said_what_to_install(run: Run) -> None:
    """Where keyring is not installed, keeping a password names the extra, and a listing does without it."""
    code = "import sys; sys.modules['keyring'] = None; from raccord.cli import main; sys.exit(main(sys.argv[1:]))"
    done = run("profile", "password", "team", typed="x", code=code)
    listed = run("profile", "list", "--json", code=code)

    assert done.returncode == 2
    assert "pip install 'raccord[keyring]'" in done.stderr
    assert json.loads(listed.stdout)[0]["password"] is None


def test_a_locked_keychain_stops_a_command(run: Run) -> None:
    """A password that may be there but cannot be had is an error of the keychain, not of the login."""
    done = run("database", "check", chain="support.json_keychain.LockedKeychain")

    assert done.returncode == 2
    assert "Unlock it" in done.stderr


def test_a_url_that_cannot_be_read_does_not_hide_the_others(run: Run, configured: Path) -> None:
    """The list names it with what is wrong, without showing it."""
    (configured / "config.yaml").write_text(f"profiles: {{bad: 'mariadb://a:b@c@d/e', team: '{URL}'}}\n", "utf-8")

    listed = json.loads(run("profile", "list", "--json").stdout)

    assert [(one["profile"], one["database"]) for one in listed] == [("bad", None), ("team", URL)]
    assert "an @ too many" in listed[0]["fault"]
    assert "@c@" not in run("profile", "list").stdout
