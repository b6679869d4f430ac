"""A folder with a configuration whose URL has a password, and a look for it in all that comes out."""

import json
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from raccord.cli import main
from raccord_addin.hosts.fake import FakeHost
from raccord_addin.pressing import press
from support.desk_world import HEADERS, MARKS, ROWS, book_of

NEEDLES = ("p@ss", "p%40ss", "w/rd", "w%2Frd", "rd%41", "rd%2541", "w%2frd")
"""Parts of the password, as it is and as a URL has it."""


def leaks(text: str) -> list[str]:
    """The lines of a text that show the password or a part of it."""
    return [line for line in text.splitlines() if any(needle in line for needle in NEEDLES)]


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
def secret_world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> World:
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


def marked_host() -> FakeHost:
    """A workbook in memory with a marked sheet."""
    return FakeHost(book_of("Clients"), {"Clients": [list(row) for row in (MARKS, HEADERS, *ROWS)]})
