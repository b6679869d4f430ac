"""The steps of matching: Raccord's engine and others on the same keys, and whether they find the same."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from benchmarks.comparing import count_other_rows
from benchmarks.matching.data import KeyFiles, KeyShape
from benchmarks.matching.found import FOUND
from benchmarks.matching.indexed import index_share
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

    @property
    def index(self) -> str:
        """The name of the step of an index by hand."""
        return f"index by hand, {self.words}"

    def by_raccord(self) -> Step:
        """Raccord's matching."""
        return Step(
            self.raccord, ("-m", "benchmarks.matching.engine", *self.arguments(self.raccord)), nothing, tells_time=True
        )

    def by_polars(self) -> Step:
        """The joins in polars."""
        arguments = ("-m", "benchmarks.matching.polars_join", *self.arguments(self.polars)[1:])
        return Step(self.polars, arguments, nothing, needs="polars", tells_time=True)

    def by_index(self) -> Step:
        """The look-up of three keys in an index that would be kept."""
        arguments = ("-m", "benchmarks.matching.indexed", str(self._files.keys), str(self.found(self.index)))
        return Step(self.index, arguments, nothing, tells_time=True)

    @property
    def index_share(self) -> float:
        """What the index takes, as a share of the base; raises StepFailedError."""
        return index_share(self._files.base, self._files.keys)

    def arguments(self, name: str) -> tuple[str, ...]:
        """What a step is given: base, keys, columns, and the file for what it finds."""
        return str(self._files.base), str(self._files.keys), ",".join(self.columns), str(self.found(name))

    def written(self) -> "Match":
        """Write the files in a process of their own, if they are not there yet; raises StepFailedError."""
        if not (self._files.base.exists() and self._files.keys.exists()):
            sizes = (str(self.shape.rows), str(self.shape.customers), self.shape.blanks.name)
            run_process(["-m", "benchmarks.matching.data", str(self.folder), *sizes], self.folder)
        return self

    def check(self, series: Series) -> None:
        """Fail the others unless they have found the same as Raccord for every row."""
        if self.raccord in series.steps:
            for other in (self.polars, self.index):
                series.check(other, partial(self._difference, other))

    def found(self, name: str) -> Path:
        """The file with what a step has found."""
        return self.folder / f"found-{name.replace(', ', '-').replace(' ', '-').replace(',', '')}.db"

    @property
    def _files(self) -> KeyFiles:
        return self.shape.files(self.folder)

    def _difference(self, name: str) -> str | None:
        other = count_other_rows(self.found(self.raccord), self.found(name), "found", FOUND)
        return f"It found other customers than Raccord for {other} rows." if other else None


def nothing() -> None:
    """No preparation."""
