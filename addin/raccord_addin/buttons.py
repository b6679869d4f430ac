"""The one registry of buttons (SPEC §7): ribbon, toolbar, menus and the documentation are rendered from it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any

from raccord.marks import IMPORT_MODE_WORDS, MODE_WORDS, ImportMode, UpdateMode
from raccord.sheet_choice import POINTS_SHEET, RESULT_SHEET
from raccord.translation import Texts
from raccord_addin.snapshot import Reach

if TYPE_CHECKING:
    from raccord_addin.ops import Reply

Words = Mapping[str, str]


class Group(StrEnum):
    """The groups of the ribbon and the toolbar, in order."""

    COLUMNS = "columns"
    IMPORT = "import"
    BACK = "back"
    CUSTOMERS = "customers"
    MORE = "more"


class Size(StrEnum):
    """How a button stands in the ribbon: large, small, or inside its group's menu `menu`."""

    LARGE = "large"
    SMALL = "small"
    MENU = "menu"


class Touches(StrEnum):
    """What a button changes: nothing, only sheets of Raccord's own, or the sheet that is worked on as well.

    What Raccord itself has laid over a sheet counts as its own.
    """

    NOTHING = "nothing"
    OWN = "own"
    SHEET = "sheet"


@dataclass(frozen=True, slots=True)
class Button:
    """One button: its id, its labels and tips in three languages, its icon and place, and the action behind it.

    `icon` is the name of one of Office's own pictures; LibreOffice shows the picture of the same id that ships with
    the extension. `menu` names the menu that holds the button, by its key in `MENUS`. `action` is `module.function`
    under `raccord_addin.actions`, called with the snapshot and the desk, and with `argument` first if there is one.
    `reads` says how much of the worked-on sheet the action needs, `own` which of Raccord's own sheets it needs beyond
    their head, `touches` what it changes in the workbook. Without `needs_configuration` the button also works while the
    user's configuration cannot be read.
    """

    id: str
    label: Words
    tip: Words
    icon: str
    group: Group
    size: Size
    action: str
    reads: Reach = Reach.HEAD
    touches: Touches = Touches.SHEET
    own: tuple[str, ...] = ()
    argument: Any = None
    menu: str = ""
    needs_configuration: bool = True

    def load(self) -> "Callable[..., Reply]":
        """The action's function, its module loaded."""
        module, _, name = self.action.partition(".")
        function = getattr(import_module(f"raccord_addin.actions.{module}"), name)
        return function if self.argument is None else partial(function, self.argument)


GROUPS: dict[Group, Words] = {
    Group.COLUMNS: Texts("Columns"),
    Group.IMPORT: Texts("Import"),
    Group.BACK: Texts("Taking back"),
    Group.CUSTOMERS: Texts("Customers"),
    Group.MORE: Texts("More"),
}
MENUS: dict[str, Words] = {
    "more_modes": Texts("More modes"),
    "import_mode": Texts("Import mode"),
}
MENU_ICONS = {"more_modes": "ColumnsDialog", "import_mode": "ImportMoreMenu"}


def _mode(mode: UpdateMode, tip: Words, icon: str, size: Size = Size.SMALL, menu: str = "") -> Button:
    return Button(
        mode.value, MODE_WORDS[mode], tip, icon, Group.COLUMNS, size, "marking.mark", argument=mode, menu=menu
    )


def _import_mode(mode: ImportMode, tip: Words, icon: str) -> Button:
    return Button(
        f"mode_{mode.value}", IMPORT_MODE_WORDS[mode], tip, icon, Group.IMPORT, Size.MENU, "settings.choose_mode",
        Reach.NOTHING, Touches.OWN, argument=mode, menu="import_mode",
    )  # fmt: skip


BUTTONS: tuple[Button, ...] = (
    Button(
        "prepare",
        Texts("Prepare"),
        Texts("Write the update row above the headers, and suggest a mark for each column."),
        "TableInsert", Group.COLUMNS, Size.LARGE, "preparing.prepare", Reach.ROWS,
    ),
    _mode(
        UpdateMode.KEY,
        Texts("The selected columns find the customer."),
        "AdpPrimaryKey", Size.LARGE,
    ),
    _mode(
        UpdateMode.KEEP,
        Texts("The customer keeps what it has; new customers get the sheet's value."),
        "Lock",
    ),
    _mode(
        UpdateMode.OVERWRITE,
        Texts("The sheet's value replaces the customer's; a blank changes nothing."),
        "EditQuery",
    ),
    _mode(
        UpdateMode.OVERWRITE_IF_GREATER,
        Texts("The sheet's number or date replaces a smaller or earlier one."),
        "SortUp",
    ),
    _mode(
        UpdateMode.OVERWRITE_OR_CLEAR,
        Texts("The sheet's value replaces the customer's, and a blank cell erases it."),
        "Clear", Size.MENU, "more_modes",
    ),
    _mode(
        UpdateMode.FILL,
        Texts("The sheet's value is taken only where the customer has none."),
        "FillDown", Size.MENU, "more_modes",
    ),
    _mode(
        UpdateMode.IGNORE,
        Texts("The selected columns are left out of the import."),
        "RefreshCancel", Size.MENU, "more_modes",
    ),
    Button(
        "assign_field",
        Texts("Assign field"),
        Texts("Choose which field of the customer the selected columns feed."),
        "FieldList", Group.COLUMNS, Size.SMALL, "assigning.assign_field",
    ),
    Button(
        "suggest_keys",
        Texts("Suggest keys"),
        Texts("Find the columns that tell the customers apart, best first."),
        "FindDialog", Group.COLUMNS, Size.SMALL, "preparing.list_keys", Reach.ROWS, Touches.OWN,
    ),
    _import_mode(
        ImportMode.UPDATE,
        Texts("Rows update the customers they match and create the others."),
        "Refresh",
    ),
    _import_mode(
        ImportMode.UPDATE_ONLY,
        Texts("Rows update the customers they match; the others are ignored."),
        "RefreshStatus",
    ),
    _import_mode(
        ImportMode.ADD,
        Texts("Rows that match no customer become new ones; rows that match are left out as duplicates."),
        "RecordsAddFromOutlook",
    ),
    _import_mode(
        ImportMode.UPDATE_DELETE,
        Texts("Rows update and create; customers that no row mentions go to the recycle bin."),
        "RecordsDeleteRecord",
    ),
    Button(
        "preview",
        Texts("Preview"),
        Texts("Show every cell that the import would change. Nothing is written to the customer base."),
        "FilePrintPreview", Group.IMPORT, Size.LARGE, "importing.preview", Reach.ROWS,
        own=(RESULT_SHEET,),
    ),
    Button(
        "import",
        Texts("Import", "button"),
        Texts("Apply exactly what the preview shows, with a restore point before it."),
        "ImportSavedImports", Group.IMPORT, Size.LARGE, "importing.import_previewed", Reach.ROWS,
        own=(RESULT_SHEET,),
    ),
    Button(
        "clear_preview",
        Texts("Clear preview"),
        Texts("Remove the column Raccord, the colours and the result sheet."),
        "ClearFormats", Group.IMPORT, Size.SMALL, "clearing.clear_preview", Reach.ROWS,
    ),
    Button(
        "undo",
        Texts("Undo last import"),
        Texts("Take the last import back, customer by customer."),
        "Undo", Group.BACK, Size.LARGE, "taking_back.undo_last", Reach.SHOWN, Touches.OWN,
    ),
    Button(
        "restore_points",
        Texts("Restore points"),
        Texts("List all that was imported or taken back, each with the point before it."),
        "ReviewHighlightChanges", Group.BACK, Size.SMALL, "taking_back.list_points", Reach.NOTHING, Touches.OWN,
    ),
    Button(
        "restore",
        Texts("Restore"),
        Texts("Take the customer base back to the restore point of the selected line."),
        "RestoreImageSize", Group.BACK, Size.SMALL, "taking_back.restore_selected", Reach.SHOWN, Touches.OWN,
        own=(POINTS_SHEET,),
    ),
    Button(
        "export",
        Texts("Export customers"),
        Texts("Write all customers to a new workbook that comes back with its marks."),
        "ExportExcel", Group.CUSTOMERS, Size.LARGE, "files.export_customers", Reach.NOTHING, Touches.NOTHING,
    ),
    Button(
        "template",
        Texts("New from template"),
        Texts("Open a new workbook with all columns, marked and explained."),
        "FileNew", Group.CUSTOMERS, Size.SMALL, "files.new_from_template", Reach.NOTHING, Touches.NOTHING,
    ),
    Button(
        "settings",
        Texts("Settings"),
        Texts("Show this workbook's settings: import mode, duplicates, base, scope."),
        "PropertySheet", Group.MORE, Size.SMALL, "settings.show_settings", Reach.NOTHING, Touches.OWN,
    ),
    Button(
        "help",
        Texts("Help"),
        Texts("Explain marks, matching and every button on a sheet of its own."),
        "Help", Group.MORE, Size.SMALL, "helping.show_help", Reach.NOTHING, Touches.OWN, needs_configuration=False,
    ),
)  # fmt: skip
_BY_ID = {button.id: button for button in BUTTONS}


def find_button(name: str) -> Button | None:
    """The button of an id."""
    return _BY_ID.get(name)
