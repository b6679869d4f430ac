r"""The add-in's VBA at work without Excel: pyOpenVBA runs it, on a Windows that lies in a folder.

`C:\` is the folder `drive`. Programs are really started, with the environment and the folder that the VBA gave them.
"""

import re
import secrets
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pyopenvba.interpreter import Interpreter, VBAInt, VBAObject, member, method, setter
from pyopenvba.interpreter._preprocess import DEFAULT_CONSTANTS, strip_directives
from pyopenvba.interpreter._runtime import UNRESOLVED, HostBridge
from pyopenvba.interpreter._values import NOTHING, VBARuntimeError

from raccord_addin.build.vba import vba_modules

TEMPORARY = "C:\\Temp"
GERMAN, FRENCH, JAPANESE = 0x0C07, 0x040C, 0x0411


@dataclass
class Windows:
    """A drive, the environment of Excel's process, and the folder it is in."""

    drive: Path
    variables: dict[str, str] = field(default_factory=dict)
    folder: str = "C:\\Users\\Anna\\Hostile workbooks"
    forbids_programs: bool = False

    def local(self, path: str) -> Path:
        """Where a Windows path lies here; a relative one begins in the folder that Excel is in."""
        whole = path if path.startswith(("C:", "\\")) else f"{self.folder}\\{path}"
        return self.drive / whole.removeprefix("C:").replace("\\", "/").lstrip("/")

    def put(self, path: str, data: bytes) -> str:
        """Write a file, and give its path."""
        self.local(path).parent.mkdir(parents=True, exist_ok=True)
        self.local(path).write_bytes(data)
        return path

    def run(self, line: str) -> int:
        """Start a program and wait for it, as Windows Script Host does: variables are expanded once, in the line."""
        expanded = re.sub("%([^%]+)%", lambda name: self.variables.get(name[1], name[0]), line)
        quoted = re.fullmatch('"([^"]+)" (.*)', expanded)
        assert quoted is not None, expanded
        program = self.local(quoted[1])
        environ = {
            name: str(self.local(text)) if name == "RACCORD_ERRORS" else text for name, text in self.variables.items()
        }
        return subprocess.run(
            [program, *quoted[2].split()], cwd=self.local(self.folder), env=environ, check=False
        ).returncode


class Variables(VBAObject):
    """WshEnvironment."""

    def __init__(self, windows: Windows) -> None:
        self._windows = windows

    @member(name="Item", default=True)
    def item(self, name):
        return self._windows.variables.get(name, "")

    @setter("Item")
    def _set_item(self, name, value):
        self._windows.variables[name] = value

    @method(name="Remove")
    def remove(self, name):
        del self._windows.variables[name]


class Shell(VBAObject):
    """WScript.Shell."""

    def __init__(self, windows: Windows) -> None:
        self._windows = windows

    @member(name="Environment")
    def environment(self, kind):
        assert kind == "PROCESS"
        return Variables(self._windows)

    @member(name="CurrentDirectory")
    def current_directory(self):
        return self._windows.folder

    @setter("CurrentDirectory")
    def _set_folder(self, value):
        self._windows.folder = value

    @method(name="Run")
    def run(self, command, style, wait):
        if self._windows.forbids_programs:
            raise VBARuntimeError(70, "Permission denied")
        assert (int(style), bool(wait)) == (0, True)
        return VBAInt(self._windows.run(command), "Long")


class Folder(VBAObject):
    """A folder of the file system object."""

    @member(name="Path")
    def path(self):
        return TEMPORARY


class TextStream(VBAObject):
    """What the file system object opens."""

    def __init__(self, text: str) -> None:
        self._text = text

    @member(name="AtEndOfStream")
    def at_end_of_stream(self):
        return not self._text

    @method(name="ReadAll")
    def read_all(self):
        return self._text

    @method(name="Close")
    def close(self):
        return None


class Files(VBAObject):
    """Scripting.FileSystemObject."""

    def __init__(self, windows: Windows) -> None:
        self._windows = windows

    @method(name="FileExists")
    def file_exists(self, path):
        return self._windows.local(path).is_file()

    @method(name="GetParentFolderName")
    def get_parent_folder_name(self, path):
        return path.rpartition("\\")[0]

    @method(name="GetSpecialFolder")
    def get_special_folder(self, kind):
        assert int(kind) == 2
        return Folder()

    @method(name="GetTempName")
    def get_temp_name(self):
        return f"rad{secrets.token_hex(3)}.tmp"

    @method(name="BuildPath")
    def build_path(self, folder, name):
        return f"{folder}\\{name}"

    @method(name="OpenTextFile")
    def open_text_file(self, path, mode, create, encoding):
        assert (int(mode), bool(create), int(encoding)) == (1, False, -1)
        return TextStream(self._windows.local(path).read_text("utf-16"))

    @method(name="DeleteFile")
    def delete_file(self, path):
        self._windows.local(path).unlink()


class Stream(VBAObject):
    """ADODB.Stream, reading text; it keeps a byte order mark, as the careful reader must expect."""

    def __init__(self, windows: Windows) -> None:
        self._windows = windows
        self._settings: dict[str, Any] = {}
        self._text = ""

    @setter("Type")
    def _set_type(self, value):
        assert int(value) == 2

    @setter("Charset")
    def _set_charset(self, value):
        self._settings["encoding"] = value

    @method(name="Open")
    def open(self):
        return None

    @method(name="LoadFromFile")
    def load_from_file(self, path):
        self._text = self._windows.local(path).read_bytes().decode(**self._settings)

    @member(name="ReadText")
    def read_text(self):
        return self._text

    @method(name="Close")
    def close(self):
        return None


class Languages(VBAObject):
    """Application.LanguageSettings."""

    def __init__(self, menus: int) -> None:
        self._menus = menus

    @member(name="LanguageID")
    def language_id(self, kind):
        assert int(kind) == 2
        return VBAInt(self._menus, "Long")


class Application(VBAObject):
    """Excel.Application."""

    def __init__(self, menus: int, country: int) -> None:
        self._menus, self._country = menus, country

    @member(name="Hwnd")
    def hwnd(self):
        return VBAInt(65552, "Long")

    @member(name="LanguageSettings")
    def language_settings(self):
        return Languages(self._menus)

    @member(name="International")
    def international(self, index):
        assert int(index) == 1
        return VBAInt(self._country, "Long")


class Workbook(VBAObject):
    """The active workbook."""

    def __init__(self, name: str) -> None:
        self._name = name

    @member(name="Name")
    def name(self):
        return self._name


class Control(VBAObject):
    """A control of the ribbon."""

    vba_type_name = "IRibbonControl"

    def __init__(self, name: str) -> None:
        self._name = name

    @member(name="ID")
    def id(self):
        return self._name


class Bridge(HostBridge):
    """What the VBA finds around it: Excel with at most one workbook, and the objects of Windows."""

    def __init__(self, windows: Windows, book: str | None, menus: int, country: int) -> None:
        self._book = Workbook(book) if book else NOTHING
        self._application = Application(menus, country)
        self._makers: Mapping[str, Callable[[], VBAObject]] = {
            "wscript.shell": lambda: Shell(windows),
            "scripting.filesystemobject": lambda: Files(windows),
            "adodb.stream": lambda: Stream(windows),
        }

    def global_object(self, name: str) -> object:
        return {"application": self._application, "activeworkbook": self._book}.get(name, UNRESOLVED)

    def create(self, type_name_: str) -> object:
        return self._makers[type_name_.lower()]()


def excel(
    windows: Windows,
    *,
    book: str | None = "Clients.xlsx",
    menus: int = 0x0409,
    country: int = 1,
    mac: bool = False,
    instead: Mapping[str, str] | None = None,
) -> Interpreter:
    """Excel with the add-in's modules; `instead` replaces some of them, or adds others."""
    made = Interpreter(Bridge(windows, book, menus, country))
    constants = {**DEFAULT_CONSTANTS, "Mac": mac}
    for name, source in {**vba_modules(), **(instead or {})}.items():
        made.add_module(strip_directives(source, module=name, constants=constants), name=name)
    return made


def messages(made: Interpreter) -> list[str]:
    """The texts of all message boxes so far."""
    return [prompt for _, prompt, _, _ in made.dialogs]
