"""Passwords: through every way out of Raccord, on real servers, none is ever seen (SPEC §10)."""

import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pytest
from sqlalchemy import make_url

from raccord import jobs
from raccord.cli import main
from raccord.database.urls import shown_url
from raccord.errors import DatabaseError
from raccord_addin.buttons import BUTTONS
from raccord_addin.hosts.fake import FakeHost
from raccord_addin.pressing import press
from raccord_addin.snapshot import VERSION
from support.desk_world import CUSTOMERS, HEADERS, MARKS, ROWS, book_of
from support.every_family import new_base
from support.pipe_component import Component
from support.rights import PASSWORD, granted
from support.sheets import CustomerBase, catalogue_with

NEEDLES = ("p@ss", "p%40ss", "w/rd", "w%2Frd", "rd%41", "rd%2541", "w%2frd")
"""Parts of the password, as it is and as a URL has it."""
ENCODED = quote(PASSWORD, safe="")
SERVERS = ("postgresql", "mariadb")


def leaks(text: str) -> list[str]:
    """The lines of a text that show the password or a part of it."""
    return [line for line in text.splitlines() if any(needle in line for needle in NEEDLES)]


@dataclass(frozen=True)
class Base:
    """A base, its owner's URL, and an importer's in two spellings: the password before the server, or as an option."""

    owner: CustomerBase
    plain: str
    query: str


@pytest.fixture(scope="module", params=SERVERS)
def base(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Base]:
    """A base of two customers on each server."""
    with new_base(request.param, tmp_path_factory.mktemp("base")) as url:
        owner = CustomerBase(url, catalogue_with())
        owner.add_many(CUSTOMERS)
        with granted(url, "") as users:
            parts = make_url(users.importer)
            bare = parts._replace(password=None).update_query_dict({"password": PASSWORD})
            yield Base(owner, users.importer, bare.render_as_string(hide_password=False))


@dataclass
class World:
    """A folder with a configuration, and all that was shown in it up to now."""

    folder: Path
    monkeypatch: pytest.MonkeyPatch
    capsys: pytest.CaptureFixture[str]

    def configure(self, url: str) -> None:
        """Make a URL the default profile."""
        text = json.dumps({"profiles": {"team": url}, "default_profile": "team"})
        (self.folder / "config.yaml").write_text(text, "utf-8")

    def shown(self, *words: str) -> tuple[int, str]:
        """Run a command; gives its exit status and what it writes."""
        self.capsys.readouterr()
        status = main(words)
        out, err = self.capsys.readouterr()
        return status, out + err

    def pressed(self, button: str, host: FakeHost) -> str:
        """Press a button; gives all that the workbook and its user get."""
        press(button, host)
        return "\n".join([repr(host.cells), repr(host.applied), *host.said, *host.alerts])

    def written(self) -> str:
        """What lies in the folder but the configuration, archives unpacked."""
        texts = []
        for path in self.folder.rglob("*"):
            if path.is_dir() or path.name == "config.yaml":
                continue
            texts.append(path.read_bytes().decode("utf-8", "replace"))
            if zipfile.is_zipfile(path):
                with zipfile.ZipFile(path) as archive:
                    texts += [archive.read(name).decode("utf-8", "replace") for name in archive.namelist()]
        return "\n".join(texts)


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> World:
    """A folder of its own, with a marked sheet."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RACCORD_CONFIG", str(tmp_path / "config.yaml"))
    monkeypatch.delenv("RACCORD_DATABASE", raising=False)
    monkeypatch.delenv("RACCORD_CATALOGUE", raising=False)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    for name in ("XDG_STATE_HOME", "XDG_DOCUMENTS_DIR", "HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    lines = [";".join(str(cell or "") for cell in row) for row in (MARKS, HEADERS, *ROWS)]
    (tmp_path / "clients.csv").write_text("\n".join(lines), "utf-8")
    return World(tmp_path, monkeypatch, capsys)


COMMANDS = (
    ("preview", "clients.csv", "--result", "seen.xlsx", "--save-config", "saved.yaml"),
    ("import", "clients.csv", "--result", "done.xlsx"),
    ("restore-points",),
    ("restore-points", "--create", "mine"),
    ("history", "1"),
    ("bin", "list"),
    ("bin", "restore", "1"),
    ("undo",),
    ("restore", "1"),
    ("export", "out.xlsx"),
    ("export", "out.ods"),
    ("template", "template.xlsx"),
    ("suggest-keys", "clients.csv"),
    ("database", "check"),
    ("database", "create"),
    ("profile", "list"),
    ("profile", "password", "team"),
    ("addin", "status"),
)


def test_no_command_shows_a_password(base: Base, world: World) -> None:
    """Every command, as text and as JSON, what it writes to files, and the journal."""
    seen = {}
    for url, forms in ((base.plain, ((), ("--json",))), (base.query, ((),))):
        world.configure(url)
        for words in COMMANDS:
            for more in forms:
                status, text = world.shown(*words, *more)
                seen[words[0]] = max(status, seen.get(words[0], 0))
                assert leaks(text) == [], words
    assert {name for name, status in seen.items() if status > 1} == {"bin", "profile", "undo"}

    assert leaks(world.written()) == []
    tables = ("raccord_meta", "raccord_operation", "raccord_entry", "raccord_cell", "raccord_field", "customers")
    assert leaks(repr([base.owner.sql(f"SELECT * FROM {table}") for table in tables])) == []


def test_no_button_shows_a_password(base: Base, world: World) -> None:
    """Every button, in all that it writes into a workbook and says."""
    for url, buttons in ((base.plain, (*BUTTONS, *BUTTONS)), (base.query, BUTTONS)):
        world.configure(url)
        host = FakeHost(book_of("Clients"), {"Clients": [list(row) for row in (MARKS, HEADERS, *ROWS)]})
        for button in buttons:
            assert leaks(world.pressed(button.id, host)) == [], button.id
        assert "Raccord settings" in host.cells
    assert leaks(world.written()) == []


def wrong(base: Base) -> dict[str, tuple[str, str]]:
    """What may be wrong with a URL: the URL, and the code of the error."""
    url = make_url(base.plain)
    bad, server = url.set(username="nobody"), f"{url.host}:{url.port}/{url.database}"
    driver = url.get_backend_name()
    made = {
        "refused": (bad, "login-refused"),
        "refused by option": (make_url(base.query).set(username="nobody"), "login-refused"),
        "unreachable": (url.set(port=1), "base-unreachable"),
        "no such server": (url.set(host="nowhere.invalid"), "base-unreachable"),
        "wrong database": (url.set(database="nowhere"), "no-such-database"),
        "unknown option": (url.update_query_dict({"shoe": PASSWORD}), "bad-url"),
        "secret option": (bad.update_query_dict({"sslpassword": PASSWORD, "passwd": PASSWORD}), "bad-url"),
        "port as text": (url.update_query_dict({"port": "x"}), "bad-url"),
    }
    texts = {name: (one.render_as_string(hide_password=False), code) for name, (one, code) in made.items()}
    return texts | {
        "not escaped": (f"{driver}://anna:{PASSWORD}@{server}", "bad-url"),
        "no port": (f"{driver}://anna:{ENCODED}@{url.host}:x/{url.database}", "bad-url"),
        "no server": (f"{driver}://anna:{ENCODED}", "bad-url"),
        "no such program": (f"nonsense://anna:{ENCODED}@{server}", "unsupported-database"),
        "sqlite with a user": (f"sqlite://anna:{ENCODED}@{server}", "bad-url"),
    }


def test_no_error_of_a_url_shows_its_password(base: Base, world: World) -> None:
    """Whatever is wrong with a URL, commands and buttons name it without its password, and no log gets it."""
    host = FakeHost(book_of("Clients"), {"Clients": [list(row) for row in (MARKS, HEADERS, *ROWS)]})
    for name, (url, _) in wrong(base).items():
        world.configure(url)
        for words in (("preview", "clients.csv", "--json"), ("import", "clients.csv"), ("database", "check", "--json")):
            status, text = world.shown(*words)
            assert status == 2, (name, text)
            assert leaks(text) == [], name
            assert "error of its own" not in text, name
        status, text = world.shown("database", "check", "--database", url)
        assert (status, leaks(text)) == (2, []), name
        assert leaks(world.shown("profile", "list")[1] + world.shown("addin", "status")[1]) == [], name
        assert leaks(world.pressed("preview", host) + world.pressed("settings", host)) == [], name
    assert leaks(world.written()) == []


def test_errors_of_a_url_have_their_codes(base: Base) -> None:
    """A refused login, a missing database and a bad option are told apart on both servers."""
    found = {}
    for name, (url, _) in wrong(base).items():
        try:
            with CustomerBase(url, base.owner.catalogue).opened():
                found[name] = "none"
        except DatabaseError as fault:
            found[name] = fault.code

    assert found == {name: code for name, (_, code) in wrong(base).items()}


MISPLACED = [
    ("preview", "{url}"),
    ("preview", "clients.csv", "{url}"),
    ("preview", "clients.csv", "--config", "{url}"),
    ("preview", "clients.csv", "--catalogue", "{url}"),
    ("preview", "clients.csv", "--scope", "{url}"),
    ("preview", "clients.csv", "--sheet", "{url}"),
    ("preview", "clients.csv", "--key", "{url}"),
    ("preview", "clients.csv", "--delimiter", "{url}"),
    ("preview", "clients.csv", "--result", "{url}"),
    ("export", "{url}"),
    ("history", "{url}"),
    ("{url}",),
    ("profile", "password", "{url}"),
    ("database", "{url}"),
    ("database", "check", "--database", "{typo}"),
    ("database", "check", "--database", "{words}"),
]


@pytest.mark.parametrize("words", MISPLACED)
def test_a_misplaced_url_is_not_repeated(world: World, words: tuple[str, ...]) -> None:
    """A URL where something else belongs, or one that is mistyped, is not shown back with its password."""
    world.configure("sqlite:///base.db")
    given = {
        "url": f"postgresql://anna:{PASSWORD}@server/base",
        "typo": f"postgresql:/anna:{PASSWORD}@server/base",
        "words": f"host=server user=anna password='{PASSWORD}'",
    }

    status, text = world.shown(*(word.format_map(given) for word in words))

    assert status == 2
    assert leaks(text) == []
    assert leaks(world.written()) == []


@pytest.mark.parametrize(
    "text",
    [
        "profiles: {{team: {{url: '{url}'}}}}",
        "profiles: '{url}'",
        "profiles: ['{url}']",
        "profiles: {{'{url}': x}}",
        "default_profile: '{url}'",
        "bin_days: '{url}'",
        "language: '{url}'",
        "catalogue: '{url}'",
        "'{url}': x",
        "profiles: {{team: '{url}'",
        "profiles: {{team: postgresql:/anna:{password}@server}}",
    ],
)
def test_a_faulty_configuration_does_not_show_a_url(world: World, text: str) -> None:
    """Wherever a URL stands in a configuration that is not right, the error does without it."""
    url = f"postgresql://anna:{PASSWORD}@server/base"
    (world.folder / "config.yaml").write_text(text.format(url=url, password=PASSWORD), "utf-8")

    status, said = world.shown("preview", "clients.csv")

    assert status == 2
    assert leaks(said) == []


def test_a_missing_driver_and_a_misfit_do_not_show_it(base: Base, world: World) -> None:
    """A driver that is not installed, and a catalogue with a field that the base lacks."""
    more = "fields: [{name: name, type: text, update: key}, {name: shoe, type: text}]\n"
    (world.folder / "more.yaml").write_text(more, "utf-8")
    foreign = f"table: {{name: nothing, id: id}}\n{more}"
    (world.folder / "foreign.yaml").write_text(foreign, "utf-8")
    world.configure(base.owner.url)
    for file, says in (("more.yaml", "no column for shoe"), ("foreign.yaml", "no table “nothing”")):
        status, text = world.shown("database", "check", "--catalogue", file)
        assert (status, leaks(text)) == (2, [])
        assert says in text
    driver = "psycopg" if base.plain.startswith("postgresql") else "pymysql"
    world.monkeypatch.setitem(sys.modules, driver, None)
    status, text = world.shown("database", "check")
    assert (status, leaks(text)) == (2, [])
    assert "is not installed" in text


def test_the_log_of_a_failure_has_no_password(base: Base, world: World) -> None:
    """A failure that nobody foresaw, whose text holds the password in every spelling, is logged without it."""
    world.configure(base.plain)

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError(f"{base.plain} {base.query} {PASSWORD} {ENCODED} {{'password': {PASSWORD!r}}}")

    world.monkeypatch.setattr(jobs, "_plan", broken)
    status, text = world.shown("preview", "clients.csv")
    host = FakeHost(book_of("Clients"), {"Clients": [list(row) for row in (MARKS, HEADERS, *ROWS)]})
    text += world.pressed("preview", host)

    assert status == 2
    assert "error of its own" in text
    assert leaks(text) == []
    assert "RuntimeError" in world.written()
    assert leaks(world.written()) == []


def test_what_a_database_reports_is_scrubbed(base: Base, world: World) -> None:
    """A report that the password has got into by a value is shown without it."""
    said = f"no {PASSWORD}".replace("%", "%%")
    trigger = "CREATE TRIGGER refusing BEFORE INSERT ON raccord_operation FOR EACH ROW"
    if base.plain.startswith("postgresql"):
        body = f"$$BEGIN RAISE EXCEPTION USING MESSAGE = '{said}'; END$$"
        made = [f"CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS {body}"]
        made, gone = [*made, f"{trigger} EXECUTE FUNCTION refuse()"], "DROP TRIGGER refusing ON raccord_operation"
    else:
        made, gone = [f"{trigger} SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = '{said}'"], "DROP TRIGGER refusing"
    world.configure(base.plain)
    for statement in made:
        base.owner.sql(statement)
    try:
        status, text = world.shown("restore-points", "--create", "mine")
    finally:
        base.owner.sql(gone)

    assert status == 2
    assert "The database reports: " in text
    assert leaks(text) == []


def test_the_engines_process_has_no_password(base: Base, world: World) -> None:
    """LibreOffice's engine: neither its command line, nor what it answers, nor what it leaves behind has it."""
    world.configure(base.plain)
    host = FakeHost(book_of("Clients"), {"Clients": [list(row) for row in (MARKS, HEADERS, *ROWS)]})
    component = Component(host, plain=True)
    command = [sys.executable, "-m", "raccord_addin.hosts.pipe"]
    with (world.folder / "errors.txt").open("wb") as errors:
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": errors}
        with subprocess.Popen(command, text=True, **pipes) as engine:  # type: ignore[call-overload]
            ready = json.loads(engine.stdout.readline())
            commands = []
            for url in (base.plain, base.query, wrong(base)["refused"][0]):
                world.configure(url)
                asked: dict[str, object] = {"version": VERSION, "press": "preview"}
                while asked:
                    engine.stdin.write(json.dumps(asked) + "\n")
                    engine.stdin.flush()
                    asked = _answer(engine, component)
                commands.append(Path(f"/proc/{engine.pid}/cmdline").read_text("utf-8"))
            engine.stdin.close()

    assert ready["ready"]
    assert any("refuses the user" in alert for alert in host.alerts), host.alerts
    assert leaks("\n".join([*map(repr, component.heard), *host.said, *host.alerts, *commands])) == []
    assert leaks(world.written()) == []


def _answer(engine: "subprocess.Popen[str]", component: Component) -> dict[str, object]:
    """Read what the engine says until it wants an answer, and give that; nothing at its end."""
    assert engine.stdout is not None
    while True:
        message = json.loads(engine.stdout.readline())
        component.heard.append(message)
        if message["do"] == "end":
            return {}
        component.send(message)
        if message["do"] != "progress":
            return dict(component.receive())


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        (
            "postgresql://a:b@h/d?sslmode=require&sslpassword=x",
            "postgresql://a:***@h/d?sslmode=require&sslpassword=***",
        ),
        ("mariadb://a@h/d?passwd=x&ssl_key_password=y", "mariadb://a@h/d?passwd=***&ssl_key_password=***"),
        ("postgresql:///d?password=x&password=y", "postgresql:///d?password=***"),
        ("sqlite:////srv/a/c.db?mode=ro&key=x", "sqlite:////srv/a/c.db?key=***&mode=ro"),
    ],
)
def test_what_is_shown_of_a_url(url: str, shown: str) -> None:
    """The password is stars, and so is every option that is not known to be harmless."""
    assert shown_url(url) == shown
