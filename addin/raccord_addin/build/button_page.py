"""The documentation's page of buttons, rendered from the registry."""

from collections.abc import Iterator

from raccord.translation import LANGUAGES
from raccord_addin.buttons import BUTTONS, GROUPS, MENUS, Button

_HEAD = """\
# The buttons

The same buttons stand in Excel's ribbon and in LibreOffice Calc's toolbar, menu and tabbed bar, in the language of the
spreadsheet program. This page is made from the add-in's own list by `make docs`.
"""


def button_page() -> str:
    """The page as Markdown: a table a group, each button with its labels, what it does and its id."""
    return _HEAD + "".join(_lines())


def _lines() -> Iterator[str]:
    for group, title in GROUPS.items():
        yield f"\n## {title['en']}\n\n| button | fr | de | what it does | id |\n|---|---|---|---|---|\n"
        for button in BUTTONS:
            if button.group is group:
                labels = " | ".join(_label(button, language) for language in LANGUAGES)
                yield f"| {labels} | {button.tip['en']} | `{button.id}` |\n"


def _label(button: Button, language: str) -> str:
    menu = f"{MENUS[button.menu][language]} › " if button.menu else ""
    label = menu + button.label[language]
    return f"**{label}**" if language == "en" else label


if __name__ == "__main__":
    import sys
    from pathlib import Path

    Path(sys.argv[1]).write_text(button_page(), encoding="utf-8")
