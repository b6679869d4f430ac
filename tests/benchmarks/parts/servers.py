"""PostgreSQL: Raccord's import against COPY and MERGE, on copies of one base, on a server of the benchmark's own."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from itertools import zip_longest
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from benchmarks.data import Customer, Shape
from benchmarks.inputs import Inputs, written_inputs
from benchmarks.measuring import Step, StepFailedError, run_process
from benchmarks.parts.imports import title_of
from benchmarks.parts.part import Part, Result, Settings
from benchmarks.parts.stages import FLOOR, RACCORD, stage_seconds, stage_table
from benchmarks.previewing import previewed_fingerprint
from benchmarks.timed_steps import Stage

if TYPE_CHECKING:
    import psycopg

IMPORT = "raccord import, PostgreSQL"
MERGE = "COPY and MERGE"
_BASE = "customers"
_COPIES = {IMPORT: "after_import", MERGE: "after_merge"}


class Bases:
    """The databases of a server: the base, and a copy for each step."""

    def __init__(self, url: str) -> None:
        self._url = url

    def named(self, database: str) -> str:
        """The URL of a database, as Raccord takes it."""
        return self._url.rpartition("/")[0] + f"/{database}"

    @contextmanager
    def connected(self, database: str) -> "Iterator[psycopg.Connection]":
        """A connection to a database, without transactions."""
        import psycopg  # noqa: PLC0415 - not with every Raccord

        with closing(psycopg.connect(self.named(database).replace("+psycopg", ""), autocommit=True)) as connection:
            yield connection

    def renew(self, database: str, template: str = "template0") -> None:
        """Make a database anew, as a copy of the files of another, and write it to the disk."""
        with self.connected("raccord") as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {database}")
            connection.execute(f"CREATE DATABASE {database} TEMPLATE {template} STRATEGY FILE_COPY")

    def version(self) -> str:
        """The server's version."""
        with self.connected("raccord") as connection:
            number = connection.info.server_version
        return f"{number // 10_000}.{number % 10_000}"

    def count_differences(self, one: str, other: str) -> int:
        """Count the places at which two databases have not the same customers, in the order of their external ids."""
        columns = ", ".join(("deleted_at", *Customer._fields))
        text = f'COPY (SELECT {columns} FROM customers ORDER BY external_id COLLATE "C") TO STDOUT'
        with (
            self.connected(one) as mine, self.connected(other) as theirs,
            mine.cursor().copy(text) as some, theirs.cursor().copy(text) as others,
        ):  # fmt: skip
            return sum(bytes(a or b"") != bytes(b or b"") for a, b in zip_longest(some, others))


def _postgresql(settings: Settings) -> Result:
    shape = Shape(settings.rows, settings.customers)
    inputs = written_inputs(settings.folder, shape)
    with _server() as url:
        bases = Bases(url)
        settings.tell("  Writing the base to PostgreSQL …")
        bases.renew(_BASE)
        fill = ["-m", "benchmarks.postgresql_base", str(inputs.base)]
        run_process(fill, settings.folder, {"RACCORD_DATABASE": bases.named(_BASE)})
        series = settings.measured(
            _step(bases, IMPORT, "raccord", "import", str(inputs.sheet), "--expect", previewed_fingerprint(inputs)),
            _step(bases, MERGE, "benchmarks.peers.postgresql_merge", str(inputs.sheet)),
        )
        if MERGE in series.steps:
            series.check(IMPORT, lambda: _different(bases))
        result = Result(f"PostgreSQL {bases.version()}: {title_of(shape)}", [(series, MERGE)])
        result.blocks.append(stage_table(Stage, stage_seconds(settings, _timed(bases, inputs))))
    result.figure("postgresql", series.ratio(IMPORT, MERGE))
    return result


@contextmanager
def _server() -> Iterator[str]:
    """The URL of a server that keeps what it is told, as it comes; raises StepFailedError where none can run."""
    from support.postgresql_server import PostgreSQLAsItComes  # noqa: PLC0415 - not on every system
    from support.running_server import RunningServer  # noqa: PLC0415 - as above

    recipe = PostgreSQLAsItComes()
    if not recipe.can_run():
        raise StepFailedError(f"There is no server to run: install Debian's package {recipe.package}.")
    with TemporaryDirectory(prefix="raccord-own-") as folder:
        server = RunningServer(recipe, Path(folder), durable=True)
        server.start()
        try:
            yield server.url.render_as_string(hide_password=False)
        finally:
            server.stop()


def _step(bases: Bases, name: str, *arguments: str) -> Step:
    copy = _COPIES[name]
    environment = {"RACCORD_DATABASE": bases.named(copy)}
    return Step(name, ("-m", *arguments), lambda: bases.renew(copy, _BASE), environment)


def _timed(bases: Bases, inputs: Inputs) -> list[Step]:
    """Both with a watch."""
    given = (str(inputs.sheet), previewed_fingerprint(inputs))
    return [
        Step(
            name,
            ("-m", "benchmarks.timed_steps", which, *given),
            partial(bases.renew, copy, _BASE),
            {"RACCORD_DATABASE": bases.named(copy)},
        )
        for name, which, copy in ((RACCORD, "raccord", _COPIES[IMPORT]), (FLOOR, "merge", _COPIES[MERGE]))
    ]


def _different(bases: Bases) -> str | None:
    different = bases.count_differences(_COPIES[IMPORT], _COPIES[MERGE])
    return f"It left {different} customers different from those of {MERGE}." if different else None


POSTGRESQL = Part("postgresql", _postgresql, turn=110, preparation=90)
