"""A LibreOffice window: until it is there, the mouse on its toolbar of Raccord, and the dialogs that a click opens."""

import time

from raccord_addin.buttons import find_button
from support.office import Office
from support.screen import Screen

TOOLBAR = "private:resource/toolbar/addon_org.raccord.toolbar"
FIND = """
frame = desktop.getCurrentFrame()
window = frame.LayoutManager.getElement(names["toolbar"]).RealInterface
bar = window.getAccessibleContext()
items = [bar.getAccessibleChild(at).getAccessibleContext() for at in range(bar.getAccessibleChildCount())]
for item in items:
    if item.getAccessibleName() == names["label"]:
        where, size = item.getLocationOnScreen(), item.getSize()
        inside = frame.ContainerWindow.getPosSize()
        return [where.X - inside.X + size.Width // 2, where.Y - inside.Y + size.Height // 2]
return [item.getAccessibleName() for item in items]
"""


def click_toolbar(office: Office, screen: Screen, button: str, *, times: int = 1, language: str = "en") -> None:
    """Click a button of the toolbar with the mouse."""
    named = find_button(button)
    assert named is not None
    found = office.run(FIND, toolbar=TOOLBAR, label=named.label[language])
    assert all(isinstance(one, int) for one in found), found
    left, top = screen.corner("LibreOffice Calc")
    screen.click(found[0] + left, found[1] + top, times=times)


def await_window(office: Office, screen: Screen) -> None:
    """Wait until the workbook is there and drawn."""
    until = time.monotonic() + 60
    while not (office.run("return desktop.getCurrentFrame() is not None") and screen.windows("LibreOffice Calc")):
        assert time.monotonic() < until, "no window appeared"
        time.sleep(0.2)
    time.sleep(1)


def await_dialog(screen: Screen) -> None:
    """Wait until a dialog of Raccord stands on the screen, drawn."""
    until = time.monotonic() + 60
    while not screen.windows("^Raccord$"):
        assert time.monotonic() < until, "no dialog appeared"
        time.sleep(0.1)
    time.sleep(0.5)
