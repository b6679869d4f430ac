"""The progress bar: on standard error, only when that is a terminal, gone when the work is done."""

from types import TracebackType
from typing import IO, Any, Self

from raccord.progress import Step
from raccord.translation import _, ngettext


class ProgressBar:
    """A `raccord.progress.Progress` that shows the step and the rows; a context that ends it."""

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream
        self._shown = stream.isatty()
        self._bar: Any = None
        self._task: Any = None

    def __call__(self, step: Step, rows: int) -> None:
        """Show how far a step is."""
        if not self._shown:
            return
        if self._bar is None:
            self._start()
        self._bar.update(
            self._task, description=ngettext("{step}: {count:,} row", "{step}: {count:,} rows", rows, step=_(step))
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.stop()
            self._bar = None

    def _start(self) -> None:
        from rich.console import Console  # noqa: PLC0415 - only on a terminal
        from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415 - as above

        columns = (SpinnerColumn("line"), TextColumn("{task.description}"), TimeElapsedColumn())
        self._bar = Progress(*columns, console=Console(file=self._stream), transient=True)
        self._task = self._bar.add_task("", total=None)
        self._bar.start()
