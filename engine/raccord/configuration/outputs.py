"""Where an import leaves its result, its summary and its line in a log, and how their names are filled (SPEC §9)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Outputs:
    """The files that a preview or an import writes beside what it prints; None where there is none.

    In the names of `result` and `summary`, `{date}`, `{time}` and `{file}` stand for the day and the time of the run
    and the imported file's name without its ending; nothing else in braces means anything.
    """

    result: Path | None = None
    summary: Path | None = None
    log: Path | None = None

    def or_else(self, others: "Outputs") -> "Outputs":
        """These, and those of the others where there is none here."""
        return Outputs(self.result or others.result, self.summary or others.summary, self.log or others.log)

    def filled(self, file: Path, at: datetime) -> "Outputs":
        """The same with the names filled in for one run."""
        facts = {"{date}": f"{at:%Y-%m-%d}", "{time}": f"{at:%H-%M-%S}", "{file}": file.stem}
        return Outputs(_named(self.result, facts), _named(self.summary, facts), self.log)

    def paths(self) -> dict[str, Path]:
        """The paths that there are, by what they are for."""
        paths = {"result": self.result, "summary": self.summary, "log": self.log}
        return {name: path for name, path in paths.items() if path is not None}

    def as_written(self, folder: Path) -> dict[str, str]:
        """The paths as a configuration in that folder holds them: relative to it where they lie below it."""
        return {name: _as_written(path.absolute(), folder.absolute()) for name, path in self.paths().items()}


def outputs_in(folder: Path, written: Mapping[str, str | None]) -> Outputs:
    """The outputs that a configuration in that folder means, by what they are for."""
    return Outputs(**{name: folder / Path(path).expanduser() for name, path in written.items() if path})


def _as_written(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else str(path)


def _named(path: Path | None, facts: dict[str, str]) -> Path | None:
    """Fill a name in one pass, so that a file's own name is never taken for a placeholder."""
    if path is None or not path.name:
        return path
    return path.with_name(re.sub("|".join(map(re.escape, facts)), lambda found: facts[found[0]], path.name))
