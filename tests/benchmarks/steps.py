"""The steps on SQLite: Raccord's commands, the floor and the peers, each on its own copy of a base."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from benchmarks.inputs import Inputs
from benchmarks.measuring import Step
from benchmarks.previewing import previewed_fingerprint

PREVIEW = "raccord preview"
IMPORT = "raccord import"
UNSEEN = "raccord import without a preview"
RESTORE = "raccord restore"
FLOOR = "hand-written upsert"
OVERWRITE = "plain overwrite"
SQLITE_UTILS = "sqlite-utils"
PANGRES = "pandas + pangres"
DLT = "dlt"
DJANGO = "django-import-export"


@dataclass(frozen=True, slots=True)
class OnSQLite:
    """The steps on a base and a sheet, in a work folder."""

    inputs: Inputs
    keys: str

    def after(self, name: str) -> Path:
        """The copy of the base that a step works on; it stays for a look at it."""
        return self.inputs.base.with_name(f"after-{name.replace(' ', '-')}.db")

    def preview(self) -> Step:
        """`raccord preview`."""
        return self._raccord(PREVIEW, "preview", str(self.inputs.sheet))

    def imported(self, name: str = IMPORT) -> Step:
        """`raccord import` of what a preview has shown."""
        return self._raccord(name, "import", str(self.inputs.sheet), "--expect", previewed_fingerprint(self.inputs))

    def imported_unseen(self) -> Step:
        """`raccord import` that nobody has previewed, which looks for doubtful keys and likely customers itself."""
        return self._raccord(UNSEEN, "import", str(self.inputs.sheet))

    def restored(self) -> Step:
        """`raccord restore` of what the import has left."""
        return self._raccord(RESTORE, "restore", "1", base=self.after(IMPORT))

    def floor(self) -> Step:
        """The hand-written upsert."""
        return self._program(FLOOR, "benchmarks.floor", None, self.keys)

    def overwrite(self) -> Step:
        """What the peers that overwrite with every cell must leave; it is not measured."""
        return self._program(OVERWRITE, "benchmarks.floor", None, self.keys, "--plain")

    def sqlite_utils(self) -> Step:
        """The peer sqlite-utils."""
        return self._program(SQLITE_UTILS, "benchmarks.peers.sqlite_utils_upsert", "sqlite_utils")

    def pangres(self) -> Step:
        """The peer pandas with pangres."""
        return self._program(PANGRES, "benchmarks.peers.pangres_upsert", "pangres")

    def dlt(self) -> Step:
        """The peer dlt, whose columns are in the table before."""
        return self._program(DLT, "benchmarks.peers.dlt_merge", "dlt", then=_add_columns_of_dlt)

    def django(self) -> Step:
        """The peer django-import-export."""
        return self._program(DJANGO, "benchmarks.peers.django_import", "import_export")

    def _raccord(self, name: str, *arguments: str, base: Path | None = None) -> Step:
        copy = self.after(name)
        command = ("-m", "raccord", *arguments, "--database", f"sqlite:///{copy}")
        return Step(name, command, lambda: copy_base(base or self.inputs.base, copy))

    def _program(
        self, name: str, module: str, needs: str | None, *arguments: str, then: Callable[[Path], None] | None = None
    ) -> Step:
        copy = self.after(name)

        def prepare() -> None:
            copy_base(self.inputs.base, copy)
            if then:
                then(copy)

        return Step(name, ("-m", module, str(self.inputs.sheet), str(copy), *arguments), prepare, needs=needs)


def copy_base(base: Path, copy: Path) -> None:
    """Make a fresh copy of a base, which is on the disk when this returns."""
    for ending in ("", "-wal", "-shm"):
        copy.with_name(copy.name + ending).unlink(missing_ok=True)
    shutil.copyfile(base, copy)
    with copy.open("rb+") as file:
        os.fsync(file.fileno())


def _add_columns_of_dlt(base: Path) -> None:
    with closing(sqlite3.connect(base)) as connection:
        for name in ("_dlt_load_id", "_dlt_id"):
            connection.execute(f"ALTER TABLE customers ADD COLUMN {name} TEXT NOT NULL DEFAULT ''")
        connection.commit()
