"""What Excel refuses: its faults on either platform, and the words they become."""

from collections.abc import Iterator
from contextlib import contextmanager

from raccord.translation import _
from raccord_addin.hosts import HostError


def refusal(fault: Exception) -> str | None:
    """What Excel, or xlwings for it, says in a fault; None for a fault that is of another kind.

    The faults are told by what they hold, since each platform's classes exist on that platform alone: pywin32's
    `com_error` has `excepinfo` and its `error` has `winerror`, appscript's `CommandError` has `errormessage`.
    """
    if hasattr(fault, "excepinfo"):
        details = fault.excepinfo
        return str(details[2] if details and details[2] else getattr(fault, "strerror", fault))
    if hasattr(fault, "errormessage"):
        return str(fault.errormessage or fault)
    if hasattr(fault, "winerror") or type(fault).__module__.startswith("xlwings"):
        return str(getattr(fault, "strerror", None) or fault)
    return str(fault) if isinstance(fault, OSError) else None


@contextmanager
def refusals_told(place: str) -> Iterator[None]:
    """Turn a refusal into HostError, with the place it happened at: a sheet or a workbook."""
    try:
        yield
    except HostError:
        raise
    except Exception as fault:
        said = refusal(fault)
        if said is None:
            raise
        raise HostError(
            _(
                "“{place}”: Excel refused to go on: {said}\nClose what Excel asks, unprotect the sheet if it "
                "is protected, and click again.",
                place=place,
                said=said.strip(),
            )
        ) from fault
