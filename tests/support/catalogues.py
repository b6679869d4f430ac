"""The catalogues of texts: extracted from the code, brought up to date and compiled. `make messages` runs this.

Babel does it all; that it is done, `tests/test_translation.py` checks.
"""

import sys
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_keywords
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

import raccord
import raccord_addin
from raccord.translation import CATALOGUES, DOMAIN, LANGUAGES

PACKAGES = (Path(raccord.__file__).parent, Path(raccord_addin.__file__).parent)
KEYWORDS = ["_", "N_", "ngettext:1,2", "pgettext:1c,2", "Texts:1,1t", "Texts:2c,1,2t", "in_language:2"]
TRANSLATED = LANGUAGES[1:]
_WIDTH = 120


@cache
def extracted() -> Catalog:
    """Every text that the code marks, with the modules it stands in."""
    found = Catalog()
    for package in PACKAGES:
        for file, line, text, comments, context in extract_from_dir(package, keywords=parse_keywords(KEYWORDS)):
            found.add(text, locations=[(f"{package.name}/{file}", line)], auto_comments=comments, context=context)
    return found


def catalogue_path(language: str) -> Path:
    """Where translators work."""
    return CATALOGUES / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def read_catalogue(language: str) -> Catalog:
    """The texts of a language, as translators wrote them."""
    with catalogue_path(language).open("rb") as file:
        return read_po(file, locale=language, domain=DOMAIN)


def compiled(catalogue: Catalog) -> bytes:
    """A catalogue as gettext reads it."""
    held = BytesIO()
    write_mo(held, catalogue)
    return held.getvalue()


def update() -> int:
    """Bring every catalogue up to date and compile it; gives the number of texts without a translation."""
    code, missing = extracted(), 0
    for language in TRANSLATED:
        catalogue, path = read_catalogue(language), catalogue_path(language)
        catalogue.update(code, no_fuzzy_matching=True, update_creation_date=False)
        with path.open("wb") as file:
            write_po(file, catalogue, width=_WIDTH, sort_by_file=True, ignore_obsolete=True, include_lineno=False)
        catalogue.obsolete.clear()
        path.with_suffix(".mo").write_bytes(compiled(catalogue))
        untranslated = [one.id for one in catalogue if one.id and not all(_strings(one.string))]
        missing += len(untranslated)
        for text in untranslated:
            sys.stderr.write(f"{path}: no translation of {text!r}\n")
    return missing


def _strings(translation: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return tuple(translation) if isinstance(translation, (tuple, list)) else (translation or "",)


if __name__ == "__main__":
    sys.exit(1 if update() else 0)
