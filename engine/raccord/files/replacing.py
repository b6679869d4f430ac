"""Writing a file whole or not at all: beside its place first, then in it."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from raccord.errors import FileError, UsageError
from raccord.translation import _


@contextmanager
def replacing(out: Path, *, source: Path | None = None) -> Iterator[Path]:
    """Give a path to write to, beside `out`; it takes the place of `out` when the block ends without an error.

    Raises:
        UsageError: `out` is the file `source`.
        FileError: `out` is a folder, or cannot be written.
    """
    target = out.resolve()
    _check_target(out, target, source)
    part = target.with_name(f".raccord-{secrets.token_hex(6)}{target.suffix}")
    try:
        part.touch(exist_ok=False)
        yield part
        part.replace(target)
    except OSError as error:
        raise unwritable(out, error) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def unwritable(out: Path, error: OSError) -> FileError:
    """The system refuses to write the file."""
    return FileError(
        "file-unwritable",
        _("{file} cannot be written.", file=out.name),
        message=_("The system says: {reason}.", reason=error.strerror or error),
        hint=_("Close it in other programs, check the folder and your rights, or choose another name."),
    )


def _check_target(out: Path, target: Path, source: Path | None) -> None:
    if source is not None and target.exists() and source.exists() and target.samefile(source):
        raise UsageError(
            "overwrites-source",
            _("{file} is the file that is read, and Raccord never writes over it.", file=out.name),
            hint=_("Choose another name for the result."),
        )
    if target.is_dir():
        raise FileError("file-is-folder", _("{file} is a folder.", file=out.name), hint=_("Name a file inside it."))
    if not target.parent.is_dir():
        raise FileError(
            "folder-missing",
            _("There is no folder {folder}.", folder=target.parent),
            hint=_("Make it first, or choose another place."),
        )
    if target.exists() and not os.access(target, os.W_OK):
        raise FileError(
            "file-read-only",
            _("{file} is read-only.", file=out.name),
            hint=_("Choose another name, or allow writing to it."),
        )
