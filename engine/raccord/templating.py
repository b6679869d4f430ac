"""Templates: the sheet of a catalogue without customers, ready to be filled in and imported (SPEC §7, §9)."""

from pathlib import Path

from raccord.catalogue import Catalogue
from raccord.files.writing import open_writer
from raccord.sheet_layouts import sheet_layout
from raccord.translation import LANGUAGES


def write_template(catalogue: Catalogue, out: Path, language: str = LANGUAGES[0]) -> None:
    """Write update row and headers to an xlsx, ods or csv file.

    An xlsx file also has dropdowns for marks, choices and yes/no, and explains each header when it is selected.

    Raises:
        FileError: the file cannot be written.
    """
    with open_writer(out, sheet_layout(catalogue, language)):
        pass
