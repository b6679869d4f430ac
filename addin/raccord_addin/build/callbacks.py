"""The VBA that is rendered: one Sub for each button, and the words of the ribbon and of Raccord's few messages.

The source is ASCII alone: VBA stores it in a code page, and each machine reads it in its own.
"""

from collections.abc import Iterator, Mapping, Sequence

from raccord.translation import LANGUAGES, Texts
from raccord_addin.build.ribbon import callback, group_id, menu_id
from raccord_addin.buttons import BUTTONS, GROUPS, MENUS, Button, Words

MESSAGES: Mapping[str, Words] = {
    "busy": Texts("Raccord is still at work. Wait until it has finished."),
    "no_workbook": Texts(
        "No workbook is open that Raccord may change. Open one, or click Enable Editing, and try again."
    ),
    "no_python": Texts("Raccord does not know which Python to start. Run in a terminal: raccord addin install"),
    "missing_python": Texts("There is no Python at {0}. Run in a terminal: raccord addin install"),
    "missing_variable": Texts(
        "RACCORD_PYTHON names no Python that is there: {0}. Give this environment variable the whole "
        "path of one, or remove it, then start Excel anew."
    ),
    "no_script": Texts(
        "Excel cannot run Raccord's script raccord.applescript. Run in a terminal: raccord addin install"
    ),
    "blocked": Texts(
        "Excel could not start Raccord: {0} If your company forbids Excel to start programs, ask its administrator."
    ),
    "failed_variable": Texts(
        "Raccord stopped without a word: {0}. RACCORD_PYTHON names this Python: set this environment "
        "variable to one that has Raccord, or remove it, then start Excel anew."
    ),
    "failed": Texts("Raccord stopped without a word: {0}. Run in a terminal: raccord addin install"),
}
"""What the add-in says itself, before Python runs or when it cannot; `{0}` stands for a detail."""


def render_callbacks(buttons: Sequence[Button] = BUTTONS) -> str:
    """The module of the buttons' Subs, each of which asks for its own button."""
    subs = (
        f'\nPublic Sub {callback(button)}(control As IRibbonControl)\n    Press "{button.id}"\nEnd Sub\n'
        for button in buttons
    )
    return 'Attribute VB_Name = "RaccordButtons"\nOption Explicit\n' + "".join(subs)


def render_texts(buttons: Sequence[Button] = BUTTONS) -> str:
    """The module of the words: labels and tips by the control's id, messages by their code, each by language."""
    labels = {
        **{group_id(group): texts for group, texts in GROUPS.items()},
        **{menu_id(menu): texts for menu, texts in MENUS.items()},
        **{button.id: button.label for button in buttons},
    }
    tips = {button.id: button.tip for button in buttons}
    tables = (_table("LabelOf", labels), _table("TipOf", tips), _table("MessageText", MESSAGES))
    return 'Attribute VB_Name = "RaccordTexts"\nOption Explicit\nOption Private Module\n' + "".join(tables)


def vba_text(text: str) -> str:
    """A text as a VBA expression in ASCII: `"Pr" & ChrW$(233) & "parer"`."""
    units = text.encode("utf-16-le")
    codes = [int.from_bytes(units[at : at + 2], "little") for at in range(0, len(units), 2)]
    return " & ".join(_pieces(codes)) or '""'


def _pieces(codes: Sequence[int]) -> Iterator[str]:
    plain = ""
    for code in codes:
        if 0x20 <= code < 0x7F:  # noqa: PLR2004 - what ASCII prints
            plain += chr(code) * (2 if code == ord('"') else 1)
            continue
        if plain:
            yield f'"{plain}"'
        plain = ""
        yield f"ChrW$({code})"
    if plain:
        yield f'"{plain}"'


def _table(name: str, texts: Mapping[str, Words]) -> str:
    cases = (
        f'        Case "{key}.{language}"\n            {name} = {vba_text(of[language])}\n'
        for key, of in texts.items()
        for language in LANGUAGES
    )
    return (
        f"\nPublic Function {name}(ByVal key As String, ByVal language As String) As String\n"
        f'    Select Case key & "." & language\n{"".join(cases)}    End Select\nEnd Function\n'
    )
