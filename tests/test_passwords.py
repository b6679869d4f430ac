"""Where a password comes from, on real servers: the URL, else the keychain, else the driver's own places (SPEC §9)."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL, make_url

from support.every_family import new_base
from support.rights import PASSWORD, connected, granted
from support.sheets import ANNA, CustomerBase, catalogue_with

TESTS = Path(__file__).parent
Answer = tuple[int, str]
Check = Callable[..., Answer]


@pytest.fixture(scope="module", params=["postgresql", "mariadb"])
def user(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[URL]:
    """The URL of somebody who may look at a base."""
    with new_base(request.param, tmp_path_factory.mktemp("base")) as url:
        CustomerBase(url, catalogue_with()).add_many([ANNA])
        with granted(url, "") as users:
            yield make_url(users.reader)


@pytest.fixture
def check(tmp_path: Path) -> Check:
    """Look at the base of a profile `team`; gives the exit status and what was said."""

    def run(url: URL, kept: str | None = None, named: str = "team", **environ: str) -> Answer:
        text = url.render_as_string(hide_password=False)
        profiles = {"profiles": {"team": text}, "default_profile": "team"}
        (tmp_path / "config.yaml").write_text(json.dumps(profiles), "utf-8")
        chain = {f"raccord:team {url.username}": kept} if kept else {}
        (tmp_path / "chain.json").write_text(json.dumps(chain), "utf-8")
        own = {
            "PYTHONPATH": os.pathsep.join([str(TESTS), os.environ.get("PYTHONPATH", "")]),
            "PYTHON_KEYRING_BACKEND": "support.json_keychain.JsonKeychain",
            "JSON_KEYCHAIN": str(tmp_path / "chain.json"),
            "RACCORD_CONFIG": str(tmp_path / "config.yaml"),
            "RACCORD_DATABASE": named.format(url=text),
            "HOME": str(tmp_path),
        }
        done = subprocess.run(
            [sys.executable, "-m", "raccord", "database", "check"],
            env={**os.environ, **own, **environ},
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout + done.stderr

    return run


def bare(user: URL) -> URL:
    """The URL without its password."""
    return user._replace(password=None)


def drivers_file(user: URL, password: str, folder: Path) -> tuple[URL, dict[str, str]]:
    """The URL and the environment with which the driver finds a password in its own file."""
    path = folder / "drivers-own"
    if user.get_backend_name() == "postgresql":
        escaped = password.replace("\\", r"\\").replace(":", r"\:")
        path.write_text(f"{user.host}:{user.port}:*:{user.username}:{escaped}\n", "utf-8")
        path.chmod(0o600)
        return bare(user), {"PGPASSFILE": str(path)}
    path.write_text(f'[client]\npassword="{password}"\n', "utf-8")
    return bare(user).update_query_dict({"read_default_file": str(path)}), {}


def test_the_keychain_gives_what_the_url_lacks(user: URL, check: Check) -> None:
    """A profile without a password is let in by the kept one, and refused by a wrong one or none."""
    assert check(bare(user), PASSWORD)[0] == 0
    for kept in ("wrong", None):
        status, said = check(bare(user), kept)
        assert status == 2
        assert "refuses the user or the password" in said
        assert "raccord profile list" in said


def test_a_password_in_the_url_comes_first(user: URL, check: Check) -> None:
    """Whatever the keychain keeps, the URL's own counts, right or wrong."""
    assert check(user, "wrong")[0] == 0
    assert check(user.set(password="wrong"), PASSWORD)[0] == 2


def test_a_url_that_is_no_profiles_does_not_ask_the_keychain(user: URL, check: Check) -> None:
    """RACCORD_DATABASE with a URL is taken as it is; with a profile's name it is that profile."""
    assert check(bare(user), PASSWORD, named="{url}")[0] == 2
    assert check(bare(user), PASSWORD, named="team")[0] == 0


@pytest.fixture
def ascii_user(user: URL) -> Iterator[URL]:
    """The same user with a password that an option file of MariaDB can hold: one in ASCII."""
    if user.get_backend_name() == "postgresql":
        yield user
        return
    with connected(user.render_as_string(hide_password=False)) as own:
        own.exec_driver_sql("SET PASSWORD = PASSWORD('p@ss:w/rd%%41')")
        yield user.set(password="p@ss:w/rd%41")
        own.exec_driver_sql(f"SET PASSWORD = PASSWORD('{PASSWORD.replace('%', '%%')}')")


def test_the_drivers_own_file_comes_last(ascii_user: URL, check: Check, tmp_path: Path) -> None:
    """PostgreSQL's .pgpass and an option file of MariaDB count where neither URL nor keychain have a password."""
    right = str(ascii_user.password)
    url, environ = drivers_file(ascii_user, right, tmp_path)
    assert check(url, None, **environ)[0] == 0
    assert check(url, "wrong", **environ)[0] == 2
    url, environ = drivers_file(ascii_user, "wrong", tmp_path)
    assert check(url, right, **environ)[0] == 0
    assert check(url, None, **environ)[0] == 2


def test_a_server_that_does_not_encrypt_is_refused_when_the_url_asks_for_it(user: URL, check: Check) -> None:
    """Where encryption is asked for, nothing goes over an open connection; the tests' servers have no others."""
    postgresql = user.get_backend_name() == "postgresql"
    asked = {"sslmode": "verify-full", "sslrootcert": "system"} if postgresql else {"ssl_check_hostname": "true"}

    status, said = check(user.set(query=asked))

    assert status == 2
    assert "does not encrypt the connection" in said
