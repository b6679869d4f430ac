"""Passwords: through every way out of Raccord, on real servers, none is ever seen (SPEC §10)."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pytest
from sqlalchemy import make_url

from raccord import jobs
from raccord.database.urls import shown_url
from raccord.errors import DatabaseError
from raccord_addin.buttons import BUTTONS
from raccord_addin.snapshot import VERSION
from support.desk_world import CUSTOMERS
from support.every_family import new_base
from support.pipe_component import Component
from support.rights import PASSWORD, granted
from support.secret_world import World, leaks, marked_host, secret_world
from support.sheets import CustomerBase, catalogue_with

ENCODED = quote(PASSWORD, safe="")
SERVERS = ("postgresql", "mariadb")
__all__ = ["secret_world"]


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


def test_no_command_shows_a_password(base: Base, secret_world: World) -> None:
    """Every command, as text and as JSON, what it writes to files, and the journal."""
    seen = {}
    for url, forms in ((base.plain, ((), ("--json",))), (base.query, ((),))):
        secret_world.configure(url)
        for words in COMMANDS:
            for more in forms:
                status, text = secret_world.shown(*words, *more)
                seen[words[0]] = max(status, seen.get(words[0], 0))
                assert leaks(text) == [], words
    assert {name for name, status in seen.items() if status > 1} == {"bin", "profile", "undo"}

    assert leaks(secret_world.written()) == []
    tables = ("raccord_meta", "raccord_operation", "raccord_entry", "raccord_field", "customers")
    assert leaks(repr([base.owner.sql(f"SELECT * FROM {table}") for table in tables])) == []


def test_no_button_shows_a_password(base: Base, secret_world: World) -> None:
    """Every button, in all that it writes into a workbook and says."""
    for url, buttons in ((base.plain, (*BUTTONS, *BUTTONS)), (base.query, BUTTONS)):
        secret_world.configure(url)
        host = marked_host()
        for button in buttons:
            assert leaks(secret_world.pressed(button.id, host)) == [], button.id
        assert "Raccord settings" in host.cells
    assert leaks(secret_world.written()) == []


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


def test_no_error_of_a_url_shows_its_password(base: Base, secret_world: World) -> None:
    """Whatever is wrong with a URL, commands and buttons name it without its password, and no log gets it."""
    host = marked_host()
    for name, (url, _) in wrong(base).items():
        secret_world.configure(url)
        for words in (("preview", "clients.csv", "--json"), ("import", "clients.csv"), ("database", "check", "--json")):
            status, text = secret_world.shown(*words)
            assert status == 2, (name, text)
            assert leaks(text) == [], name
            assert "error of its own" not in text, name
        status, text = secret_world.shown("database", "check", "--database", url)
        assert (status, leaks(text)) == (2, []), name
        assert leaks(secret_world.shown("profile", "list")[1] + secret_world.shown("addin", "status")[1]) == [], name
        assert leaks(secret_world.pressed("preview", host) + secret_world.pressed("settings", host)) == [], name
    assert leaks(secret_world.written()) == []


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


def test_a_missing_driver_and_a_misfit_do_not_show_it(base: Base, secret_world: World) -> None:
    """A driver that is not installed, and a catalogue with a field that the base lacks."""
    more = "fields: [{name: name, type: text, update: key}, {name: shoe, type: text}]\n"
    (secret_world.folder / "more.yaml").write_text(more, "utf-8")
    foreign = f"table: {{name: nothing, id: id}}\n{more}"
    (secret_world.folder / "foreign.yaml").write_text(foreign, "utf-8")
    secret_world.configure(base.owner.url)
    for file, says in (("more.yaml", "no column for shoe"), ("foreign.yaml", "no table “nothing”")):
        status, text = secret_world.shown("database", "check", "--catalogue", file)
        assert (status, leaks(text)) == (2, [])
        assert says in text
    driver = "psycopg" if base.plain.startswith("postgresql") else "pymysql"
    secret_world.monkeypatch.setitem(sys.modules, driver, None)
    status, text = secret_world.shown("database", "check")
    assert (status, leaks(text)) == (2, [])
    assert "is not installed" in text


def test_the_log_of_a_failure_has_no_password(base: Base, secret_world: World) -> None:
    """A failure that nobody foresaw, whose text holds the password in every spelling, is logged without it."""
    secret_world.configure(base.plain)

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError(f"{base.plain} {base.query} {PASSWORD} {ENCODED} {{'password': {PASSWORD!r}}}")

    secret_world.monkeypatch.setattr(jobs, "_plan", broken)
    status, text = secret_world.shown("preview", "clients.csv")
    host = marked_host()
    text += secret_world.pressed("preview", host)

    assert status == 2
    assert "error of its own" in text
    assert leaks(text) == []
    assert "RuntimeError" in secret_world.written()
    assert leaks(secret_world.written()) == []


def test_what_a_database_reports_is_scrubbed(base: Base, secret_world: World) -> None:
    """A report that the password has got into by a value is shown without it."""
    said = f"no {PASSWORD}".replace("%", "%%")
    trigger = "CREATE TRIGGER refusing BEFORE INSERT ON raccord_operation FOR EACH ROW"
    if base.plain.startswith("postgresql"):
        body = f"$$BEGIN RAISE EXCEPTION USING MESSAGE = '{said}'; END$$"
        made = [f"CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS {body}"]
        made, gone = [*made, f"{trigger} EXECUTE FUNCTION refuse()"], "DROP TRIGGER refusing ON raccord_operation"
    else:
        made, gone = [f"{trigger} SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = '{said}'"], "DROP TRIGGER refusing"
    secret_world.configure(base.plain)
    for statement in made:
        base.owner.sql(statement)
    try:
        status, text = secret_world.shown("restore-points", "--create", "mine")
    finally:
        base.owner.sql(gone)

    assert status == 2
    assert "The database reports: " in text
    assert leaks(text) == []


def test_the_engines_process_has_no_password(base: Base, secret_world: World) -> None:
    """LibreOffice's engine: neither its command line, nor what it answers, nor what it leaves behind has it."""
    secret_world.configure(base.plain)
    host = marked_host()
    component = Component(host, plain=True)
    command = [sys.executable, "-m", "raccord_addin.hosts.pipe"]
    with (secret_world.folder / "errors.txt").open("wb") as errors:
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": errors}
        with subprocess.Popen(command, text=True, **pipes) as engine:  # type: ignore[call-overload]
            ready = json.loads(engine.stdout.readline())
            commands = []
            for url in (base.plain, base.query, wrong(base)["refused"][0]):
                secret_world.configure(url)
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
    assert leaks(secret_world.written()) == []


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
