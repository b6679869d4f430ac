"""Checks that what a run writes beside its report can be written, before anything is done."""

import os
from collections.abc import Mapping
from itertools import combinations
from pathlib import Path

from raccord.errors import FileError, UsageError, Where
from raccord.translation import _


def check_output(option: str, out: Path, source: Path) -> None:
    """Raise UsageError for the file that is read or an ending that does not fit, FileError for an unwritable place."""
    try:
        same = out.exists() and source.exists() and out.samefile(source)
        reason = _why_not_writable(out)
    except OSError as fault:
        same, reason = False, str(fault.strerror)
    if same:
        title = _("{option} names the file that is read.", option=_dashed(option))
        raise UsageError("same-file", title, hint=_("Give each a name of its own."), where=Where(file=str(out)))
    if reason:
        title = _("{option}: this file cannot be written: {reason}.", option=_dashed(option), reason=reason)
        raise FileError("cannot-write", title, hint=_("Choose another place."), where=Where(file=str(out)))
    _check_kind(option, out)


def check_distinct(outputs: Mapping[str, Path]) -> None:
    """Raise UsageError where one file is asked to hold two things."""
    for (one, first), (other, second) in combinations(outputs.items(), 2):
        if first.absolute() == second.absolute():
            title = _("{option} and {other} name the same file.", option=_dashed(one), other=_dashed(other))
            raise UsageError("same-file", title, hint=_("Give each a name of its own."), where=Where(file=str(first)))


def _dashed(option: str) -> str:
    return f"--{option}"


def _check_kind(option: str, out: Path) -> None:
    if option == "result" and out.suffix.lower() != ".xlsx":
        title = _("--result: {file} does not end in .xlsx.", file=out.name)
        raise UsageError("result-not-xlsx", title, hint=_("A result is always an xlsx workbook; name it so."))
    if option == "summary":
        from raccord.cli.letter_files import check_ending  # noqa: PLC0415 - only where a summary is asked for

        check_ending(out)
    if option == "log":
        from raccord.cli.run_log import check_log  # noqa: PLC0415 - only where there is a log

        check_log(out)


def _why_not_writable(out: Path) -> str:
    if not out.parent.is_dir():
        return _("there is no folder {folder}", folder=out.parent)
    if out.is_dir():
        return _("it is a folder")
    return "" if os.access(out if out.exists() else out.parent, os.W_OK) else _("you have no right to write there")
