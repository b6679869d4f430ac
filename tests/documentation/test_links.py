"""Links of the README and of every page lead somewhere: the file is there, and so is the heading in it."""

import re
from pathlib import Path

import pytest

from support.pages import BLOCK, DOCS

PAGES = [DOCS.parent / "README.md", DOCS.parent / "CHANGELOG.md", *sorted(DOCS.rglob("*.md"))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    """Every file, picture and heading that a page links to is there."""
    text = BLOCK.sub("", page.read_text(encoding="utf-8"))
    targets = [one for one in re.findall(r"\]\(([^)]+)\)", text) if "://" not in one]

    assert [one for one in targets if not leads_somewhere(page, one)] == []


def leads_somewhere(page: Path, target: str) -> bool:
    """Tell whether a link from a page finds its file, and its heading where it names one."""
    name, _, heading = target.partition("#")
    file = page.parent / name if name else page
    return file.exists() and (not heading or heading in anchors(file))


def anchors(page: Path) -> set[str]:
    """The names of a page's headings, as they stand after # in a link."""
    text = BLOCK.sub("", page.read_text(encoding="utf-8"))
    titles = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def test_the_index_has_every_page() -> None:
    """Each page under docs is linked from docs/README.md."""
    text = (DOCS / "README.md").read_text(encoding="utf-8")
    pages = [page.relative_to(DOCS).as_posix() for page in sorted(DOCS.rglob("*.md")) if page.name != "README.md"]

    assert [page for page in pages if f"({page})" not in text] == []


def test_every_picture_is_shown() -> None:
    """No picture lies there that no page shows."""
    shown = {
        (page.parent / target).resolve()
        for page in PAGES
        for target in re.findall(r"!\[[^]]*\]\(([^)]+)\)", page.read_text(encoding="utf-8"))
    }

    assert [path.name for path in sorted((DOCS / "images").rglob("*.*")) if path.resolve() not in shown] == []
