"""New workbooks: the customers exported, and an empty one from the template (SPEC §7, §9).

They are written into the user's documents, under a name that no file has yet, and opened.
"""

from datetime import datetime
from pathlib import Path

from raccord.errors import FileError, Where
from raccord.sheet_layouts import SHEET_NAMES
from raccord.translation import Texts, _
from raccord_addin.desk import Desk
from raccord_addin.ops import OpenFile, Reply, Say
from raccord_addin.snapshot import Snapshot

_TEMPLATE_NAMES = Texts("new customers")


def export_customers(snapshot: Snapshot, desk: Desk) -> Reply:
    """Write the customers, those of the scope if the settings have one, to a new workbook and open it.

    Raises:
        RaccordError: there is no base yet, it cannot be read, or the file cannot be written.
    """
    from raccord.exporting import export  # noqa: PLC0415 - loads SQLAlchemy

    today = datetime.now().astimezone().strftime("%Y-%m-%d")
    out = _free_path(f"{SHEET_NAMES[desk.language]} {today}", snapshot)
    with desk.base() as database:
        count = export(database, out, desk.language, scope=desk.settings.scope, progress=desk.progress)
    return Reply((OpenFile(str(out)), Say(desk.words("exported", count=count, file=out.name))))


def new_from_template(snapshot: Snapshot, desk: Desk) -> Reply:
    """Write an empty workbook with marks and headers, and open it.

    Raises:
        FileError: the file cannot be written.
    """
    from raccord.templating import write_template  # noqa: PLC0415 - loads XlsxWriter

    out = _free_path(_TEMPLATE_NAMES[desk.language], snapshot)
    write_template(desk.catalogue, out, desk.language)
    return Reply((OpenFile(str(out)), Say(desk.words("template-made", file=out.name))))


def _free_path(name: str, snapshot: Snapshot) -> Path:
    """A path in the user's documents that is not taken, in the format of the workbook that is open."""
    from platformdirs import user_documents_path  # noqa: PLC0415 - only for new files

    folder = user_documents_path() / "Raccord"
    ending = ".ods" if snapshot.book.name.lower().endswith(".ods") else ".xlsx"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        title = _("The folder for new workbooks cannot be made: {reason}.", reason=fault.strerror)
        hint = _("Make a folder named Raccord in your documents, and click again.")
        raise FileError("no-documents", title, hint=hint, where=Where(file=str(folder))) from fault
    paths = (folder / f"{name}{f' ({number})' if number > 1 else ''}{ending}" for number in range(1, 10_000))
    return next(path for path in paths if not path.exists())
