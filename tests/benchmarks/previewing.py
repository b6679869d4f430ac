"""The fingerprint by which an import applies just what a preview has shown."""

import re
from functools import cache

from benchmarks.inputs import Inputs
from benchmarks.measuring import StepFailedError, output_of, run_process

_FINGERPRINT = re.compile(r"\b[0-9a-f]{64}-\d+\b")


@cache
def previewed_fingerprint(inputs: Inputs) -> str:
    """The fingerprint that a preview of the sheet prints, which changes nothing; raises StepFailedError."""
    folder = inputs.base.parent
    run_process(("-m", "raccord", "preview", str(inputs.sheet), "--database", f"sqlite:///{inputs.base}"), folder)
    found = _FINGERPRINT.search(output_of(folder).read_text(encoding="utf-8"))
    if found is None:
        raise StepFailedError("The preview has printed no fingerprint.")
    return found[0]
