"""The demo's tour: preview, import, history, restore, each with real numbers of a real base."""

import os
import shlex
import shutil
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.text import Text

from raccord.catalogue import Catalogue
from raccord.database import open_database
from raccord.demo import folder as files
from raccord.demo.base import fill_base
from raccord.demo.businesses import all_businesses
from raccord.demo.profile import profile_lines
from raccord.demo.showing import (
    attention_table,
    changes_table,
    history_table,
    marks_table,
    names_by_row,
    totals_table,
)
from raccord.demo.visits import REOPENED, visit_rows
from raccord.demo.workbook import write_workbook
from raccord.errors import RaccordError
from raccord.exporting import export
from raccord.files import read_grids
from raccord.job import Job
from raccord.jobs import Report, import_sheet, preview
from raccord.journal import Reversal, history_of, restore
from raccord.results import write_result
from raccord.sheet_choice import choose_grid
from raccord.translation import _

SHOWN_CHANGES = 14
PICTURED_CHANGES = 11


@dataclass(frozen=True)
class Tour:
    """One run of the demo: the folder it fills, the terminal it speaks to, and the catalogue it follows."""

    folder: Path
    console: Console
    catalogue: Catalogue

    @property
    def database(self) -> str:
        """The URL of the demo's base."""
        return f"sqlite:///{(self.folder / files.BASE).as_posix()}"

    @property
    def lasting_url(self) -> str:
        """The URL of the base from any folder."""
        return f"sqlite:///{(self.folder / files.BASE).absolute().as_posix()}"

    def fill(self) -> None:
        """Make the base and the sheet, and say what they hold."""
        businesses = all_businesses()
        added, closed = fill_base(self.database, self.catalogue, businesses)
        rows = visit_rows(businesses)
        write_workbook(self.folder / files.SHEET, rows)
        write_workbook(self.folder / files.UNMARKED, rows, marked=False)
        self._say(
            _(
                "A customer base with {customers} customers, {deleted} more in its recycle bin, and a sheet "
                "with {rows} rows that a sales team brought back. All of it is invented.",
                customers=added.created - closed.deleted,
                deleted=closed.deleted,
                rows=len(rows),
            )
        )

    def job(self) -> Job:
        """The sheet, read from its file, for the base."""
        grid = choose_grid(read_grids(self.folder / files.SHEET))
        return Job(grid, self.catalogue, self.database, files.SHEET)

    def preview(self, job: Job) -> str:
        """Show what an import would change, and give the fingerprint of exactly that."""
        with preview(job) as report:
            self.show_marks(report)
            self.show_preview(report, SHOWN_CHANGES)
            return report.fingerprint

    def show_marks(self, report: Report) -> None:
        """Show which columns each mark stands above."""
        sheet = report.plan.sheet
        self._title(
            _("The sheet"),
            _("the marks in row {row} of {file} say what each column does", row=sheet.update_row, file=report.file),
        )
        self.console.print(marks_table(sheet))

    def show_preview(self, report: Report, most_changes: int) -> None:
        """Show the totals, so many of the changes, and the rows to look at."""
        plan = report.plan
        self._title(_("Preview"), _("what an import would do; nothing is written"))
        self.console.print(totals_table(plan.summary))
        self._title(_("What would change"), _("nothing else in the base is touched"))
        names = names_by_row(plan.sheet, self.catalogue)
        self.console.print(changes_table(plan.rows(), names, self.catalogue, most_changes))
        self._title(_("What to look at"), _("red rows are left out until they are mended, yellow ones go in"))
        self.console.print(attention_table(plan.rows()))

    def import_previewed(self, job: Job, fingerprint: str) -> int:
        """Import exactly what was previewed, write the result workbook, and give the restore point before it."""
        with import_sheet(job, expect=fingerprint) as report:
            if report.refusal:
                raise report.refusal
            write_result(report, self.folder / files.SHEET, self.folder / files.RESULT)
            summary, point = report.plan.summary, report.restore_point
            self._title(_("Import"), _("exactly what the preview showed, all or nothing"))
            self._say(
                _(
                    "{updated} customers updated, {created} created, {restored} restored: {changed} cells "
                    "written. {waiting} rows wait for you.",
                    updated=summary.updated,
                    created=summary.created,
                    restored=summary.restored,
                    changed=summary.cells_changed,
                    waiting=summary.needing_attention,
                )
            )
        return point or 0

    def show_history(self) -> None:
        """Show what the journal knows of the customer who closed and opened again."""
        with open_database(self.database, self.catalogue) as database:
            entries = history_of(database, REOPENED)
        self._title(_("History"), _("all that ever happened to customer {customer}", customer=REOPENED))
        self.console.print(history_table(entries, self.catalogue))

    def export(self, name: str) -> int:
        """Write the base as a workbook, and give the number of customers in it."""
        with open_database(self.database, self.catalogue) as database:
            return export(database, self.folder / name, "en")

    def take_back(self, point: int) -> None:
        """Restore the base to a point and prove it, by comparing exports cell by cell."""
        with open_database(self.database, self.catalogue) as database:
            reversal = restore(database, point)
        count = self.export(files.RESTORED)
        before, after, restored = (_cells(self.folder / name) for name in (files.BEFORE, files.AFTER, files.RESTORED))
        if restored != before:
            raise RaccordError(
                "demo-not-restored",
                _("The base after the restore differs from the base before the import."),
                hint=_("This is a bug. Please report it, with the folder {folder}.", folder=self.folder),
            )
        self._title(_("Restore"), _("back to point {point}, before the import", point=point))
        self._say(_restored_text(reversal, count, _differences(before, after)))

    def show_next_steps(self) -> None:
        """Say where the files are, and three commands that work with them."""
        self._title(_("Your turn"), _("the sheet, its result and the base are yours to try"))
        database = f"--database sqlite:///{files.BASE}"
        commands = (
            *_activation(),
            f"cd {_quoted(self.folder)}",
            f"raccord preview {files.SHEET} {database}",
            f"raccord import {files.SHEET} {database}",
            f"raccord undo {database}",
        )
        for command in commands:
            self.console.print(Text(f"  {command}", "bold cyan"), soft_wrap=True)
        self._say(
            _(
                "Open {sheet} to see the marks, {result} to see what became of each row, and {before} and "
                "{after} to compare the base.",
                sheet=files.SHEET,
                result=files.RESULT,
                before=files.BEFORE,
                after=files.AFTER,
            )
        )

    def show_buttons(self, configuration: Path | None) -> None:
        """Say how the buttons find the base: which file names it, or which lines the user's file needs."""
        self._title(_("The buttons"), _("{sheet} is the same sheet without marks, for Prepare", sheet=files.UNMARKED))
        if configuration:
            self._say(
                _(
                    "They use this base: {file} names it. Take these lines out of it when you turn to your own base:",
                    file=configuration,
                )
            )
        else:
            self._say(
                _(
                    "They use this base if your configuration names it; raccord addin status says where that file "
                    "is. The option --buttons writes these lines for you:"
                )
            )
        for line in profile_lines(self.lasting_url):
            self.console.print(Text(f"  {line}", "bold cyan"), soft_wrap=True)

    def _title(self, title: str, subtitle: str) -> None:
        self.console.print()
        self.console.print(Text.assemble((_("{group}:", group=title), "bold cyan"), " ", (subtitle, "dim")))

    def _say(self, text: str) -> None:
        self.console.print(Text(text))


def _cells(workbook: Path) -> list[tuple[object, ...]]:
    return [tuple(row) for grid in read_grids(workbook) for row in grid.read()]


def _activation() -> tuple[str, ...]:
    """What a shell must run first where the command `raccord` is not on its path."""
    activate = Path(sys.prefix) / ("Scripts" if os.name == "nt" else "bin") / "activate"
    if shutil.which("raccord") or not activate.is_file():
        return ()
    return (str(activate) if os.name == "nt" else f". {_quoted(activate)}",)


def _quoted(path: Path) -> str:
    """A path as the system's own shell takes it."""
    return f'"{path}"' if os.name == "nt" else shlex.quote(str(path))


def _differences(before: Iterable[tuple[object, ...]], after: Iterable[tuple[object, ...]]) -> int:
    known = set(before)
    return sum(row not in known for row in after)


def _restored_text(reversal: Reversal, count: int, differing: int) -> str:
    return _(
        "{cells} cells put back, {removed} new customers removed, {conflicts} conflicts. After the "
        "import, {differing} customers were not as before; now all {count} are, as a comparison of "
        "both exports shows, cell by cell. A restore can be undone as well: its own point is "
        "{operation}.",
        cells=reversal.cells,
        removed=reversal.removed,
        conflicts=reversal.conflict_count,
        differing=differing,
        count=count,
        operation=reversal.operation,
    )
