"""A virtual screen for tests: an X server of its own, a window manager, a mouse, and pictures of what is on it."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

SIZE = (1400, 860)
_PROGRAMS = {"Xvfb": "xvfb", "openbox": "openbox", "xdotool": "xdotool", "import": "imagemagick"}


@dataclass(frozen=True)
class Screen:
    """A screen by its display."""

    display: str

    @property
    def environ(self) -> dict[str, str]:
        """What programs need to show their windows here, drawn by GTK."""
        return {"DISPLAY": self.display, "SAL_USE_VCLPLUGIN": "gtk3", "GDK_BACKEND": "x11", "NO_AT_BRIDGE": "1"}

    def click(self, x: int, y: int, *, times: int = 1) -> None:
        """Move the mouse to a place and press its left button."""
        self._run("xdotool", "mousemove", str(x), str(y), "click", "--repeat", str(times), "1")

    def park(self) -> None:
        """Move the mouse where it shows no tip."""
        self._run("xdotool", "mousemove", str(SIZE[0] - 2), str(SIZE[1] - 2))

    def key(self, *names: str) -> None:
        """Press keys, by their X names."""
        self._run("xdotool", "key", *names)

    def windows(self, title: str) -> list[str]:
        """The visible windows with a title."""
        found = self._run("xdotool", "search", "--onlyvisible", "--name", title, check=False)
        return found.split()

    def corner(self, title: str) -> tuple[int, int]:
        """Where the inside of the window with a title begins, below the frame that the window manager gives it."""
        told = self._run("xdotool", "getwindowgeometry", "--shell", self.windows(title)[-1])
        values = dict(line.split("=") for line in told.split())
        return int(values["X"]), int(values["Y"])

    def picture(self, path: Path) -> Path:
        """Take a picture of the whole screen."""
        self._run("import", "-window", "root", "-depth", "8", str(path))
        return path

    def _run(self, *command: str, check: bool = True) -> str:
        environ = os.environ | {"DISPLAY": self.display}
        return subprocess.run(command, env=environ, check=check, capture_output=True, text=True, timeout=60).stdout


@contextmanager
def virtual_screen() -> Iterator[Screen]:
    """Start a screen, and end it whatever happens; skips the test where a program for it is missing."""
    missing = [package for program, package in _PROGRAMS.items() if shutil.which(program) is None]
    if missing:
        pytest.skip(f"No window was looked at: install {' '.join(missing)} (Debian)")
    reading, writing = os.pipe()
    size = "x".join(map(str, SIZE))
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{size}x24", "-nolisten", "tcp"],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    try:
        with os.fdopen(reading, encoding="ascii") as told:
            screen = Screen(f":{int(told.readline())}")
        manager = subprocess.Popen(["openbox"], env=os.environ | screen.environ, stderr=subprocess.DEVNULL)
        try:
            yield screen
        finally:
            manager.terminate()
            manager.wait()
    finally:
        server.terminate()
        server.wait()


def share_of_colour(picture: Path, colour: str) -> float:
    """The share of a picture's pixels that have a colour (RRGGBB), as near as a screen shows it."""
    shown = subprocess.run(
        ["convert", str(picture), "-fuzz", "1%", "-fill", "black", "+opaque", f"#{colour}",
         "-fill", "white", "-opaque", f"#{colour}", "-format", "%[fx:mean]", "info:"],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    return float(shown.stdout)
