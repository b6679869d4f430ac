"""The steps of matching: Raccord's engine and polars on the same keys, and whether they find the same."""

from dataclasses import dataclass
from pathlib import Path

from benchmarks.comparing import count_other_rows
from benchmarks.matching.data import KeyFiles, KeyShape
from benchmarks.matching.found import FOUND
from benchmarks.measuring import Series, Step, run_process


@dataclass(frozen=True, slots=True)
class Match:
    """Keys to be matched by some of their columns, whose files are written; `words` names the match."""

    shape: KeyShape
    columns: tuple[str, ...]
    folder: Path
    words: str

    @property
    def raccord(self) -> str:
        """The name of Raccord's step."""
        return f"raccord, {self.words}"

    @property
    def polars(self) -> str:
        """The name of the step of polars."""
        return f"polars, {self.words}"

    def by_raccord(self) -> Step:
        """Raccord's matching."""
        arguments = ("benchmarks.matching.engine", str(self._files.base), str(self._files.keys))
        return self._step(self.raccord, *arguments)

    def by_polars(self) -> Step:
        """The joins in polars."""
        return self._step(self.polars, "benchmarks.matching.polars_join", str(self._files.keys), needs="polars")

    def written(self) -> "Match":
        """Write the files in a process of their own, if they are not there yet; raises StepFailedError."""
        if not (self._files.base.exists() and self._files.keys.exists()):
            sizes = (str(self.shape.rows), str(self.shape.customers), self.shape.blanks.name)
            run_process(["-m", "benchmarks.matching.data", str(self.folder), *sizes], self.folder)
        return self

    def check(self, series: Series) -> None:
        """Fail polars unless both have found the same for every row."""
        if self.raccord in series.steps:
            series.check(self.polars, self._difference)

    def found(self, name: str) -> Path:
        """The file with what a step has found."""
        return self.folder / f"found-{name.replace(', ', '-').replace(' ', '-').replace(',', '')}.db"

    @property
    def _files(self) -> KeyFiles:
        return self.shape.files(self.folder)

    def _step(self, name: str, module: str, *files: str, needs: str | None = None) -> Step:
        arguments = ("-m", module, *files, ",".join(self.columns), str(self.found(name)))
        return Step(name, arguments, lambda: None, needs=needs, tells_time=True)

    def _difference(self) -> str | None:
        other = count_other_rows(self.found(self.raccord), self.found(self.polars), "found", FOUND)
        return f"It found other customers than Raccord for {other} rows." if other else None
