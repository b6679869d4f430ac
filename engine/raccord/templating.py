"""Templates: the sheet of a catalogue without customers, ready to be filled in and imported (SPEC §7, §9)."""

from dataclasses import replace
from pathlib import Path

from raccord.catalogue import ID_FIELD, Catalogue
from raccord.cell_rules import field_rule
from raccord.field_notes import field_note
from raccord.files.layouts import SheetLayout
from raccord.files.writing import open_writer
from raccord.how_to import how_to_page
from raccord.sheet_layouts import sheet_layout
from raccord.translation import LANGUAGES


def write_template(catalogue: Catalogue, out: Path, language: str = LANGUAGES[0]) -> None:
    """Write update row and headers to an xlsx, ods or csv file.

    An xlsx or ods file also has dropdowns for marks, choices and yes/no, a note on each header, formats and rules for
    the cells below it, and a second sheet that says how to go on. Equal catalogues give equal files.

    Raises:
        FileError: the file cannot be written.
    """
    with open_writer(out, template_layout(catalogue, language)):
        pass


def template_layout(catalogue: Catalogue, language: str) -> SheetLayout:
    """Lay out an export's sheet with notes in the place of hints, a rule for each field, and the page that explains."""
    layout = sheet_layout(catalogue, language)
    columns = tuple(
        replace(column, rule=field_rule(one, language), hint="", note=field_note(one, language))
        for column, one in zip(layout.columns, (ID_FIELD, *catalogue.fields), strict=True)
    )
    return replace(layout, columns=columns, page=how_to_page(layout.name, language))


def write_template_files(catalogue: Catalogue, folder: Path) -> None:
    """Write the template of each language as xlsx and ods, named like `template-fr.ods`.

    Raises:
        FileError: a file cannot be written.
    """
    for language in LANGUAGES:
        for ending in ("xlsx", "ods"):
            write_template(catalogue, folder / f"template-{language}.{ending}", language)


if __name__ == "__main__":
    import sys

    from raccord.catalogue_files import default_catalogue

    write_template_files(default_catalogue(), Path(sys.argv[1]))
