"""VBA source: the add-in's modules by name, hand-written and rendered, and how text stands in them."""

from pathlib import Path

from raccord_addin.build.callbacks import render_callbacks, render_texts

SOURCES = Path(__file__).parent / "excel"


def vba_modules() -> dict[str, str]:
    """The source of every module of the add-in, with the line ends of VBA."""
    written = {path.stem: path.read_text(encoding="ascii") for path in sorted(SOURCES.glob("*.bas"))}
    rendered = {"RaccordButtons": render_callbacks(), "RaccordTexts": render_texts()}
    return {name: source.replace("\n", "\r\n") for name, source in sorted({**written, **rendered}.items())}
