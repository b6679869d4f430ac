"""Failures nobody foresaw: the traceback goes to a log file, the user gets the file's name."""

import traceback
from datetime import UTC, datetime
from pathlib import Path

from raccord import __version__
from raccord.secrecy import scrubbed_foreign
from raccord.translation import _


def log_failure(failure: Exception) -> str:
    """Append the traceback to the log and return what to tell the user; no password reaches the log (SPEC §10)."""
    title = _("Raccord met an error of its own: {kind}.", kind=type(failure).__name__)
    try:
        path = _log_file()
        with path.open("a", encoding="utf-8", errors="backslashreplace") as log:
            log.write(f"--- {datetime.now(UTC).isoformat(timespec='seconds')} raccord {__version__}\n")
            log.write(scrubbed_foreign("".join(traceback.format_exception(failure))))
    except OSError as fault:
        return _(
            "{title}\nIts details could not be kept: the log cannot be written ({reason}).",
            title=title,
            reason=fault.strerror,
        )
    return _(
        "{title}\nThe details are in {path}\nPlease report them, after a look that nothing in them is private.",
        title=title,
        path=path,
    )


def _log_file() -> Path:
    from platformdirs import user_log_path  # noqa: PLC0415 - only after a failure

    return user_log_path("raccord", appauthor=False, ensure_exists=True) / "raccord.log"
