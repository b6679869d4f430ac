"""The command `raccord` (SPEC §8): `main` runs a command line and gives the exit status."""

import gc
import sys
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command line, that of the process by default.

    Returns 0 when every row was fine, 1 when some need attention, 2 when the command could not run, 3 when it was
    refused for safety (SPEC §8).
    """
    from raccord.cli.running import run  # noqa: PLC0415 - `import raccord.cli` stays light

    with _own_process() if argv is None else nullcontext():
        return run(sys.argv[1:] if argv is None else argv)


@contextmanager
def _own_process() -> Iterator[None]:
    """What suits a process that runs one command and ends."""
    if not sys.warnoptions:
        warnings.simplefilter("ignore")  # what libraries tell developers is no message for users
    gc.disable()  # a command makes millions of cells and hardly a cycle
    yield
    gc.freeze()  # what is left goes with the process, unsearched
