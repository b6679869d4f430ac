"""`raccord demo`: a customer base, a marked sheet, and a tour of preview, import, history and restore (SPEC §8)."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console


def run_demo(folder: Path, console: "Console", *, buttons: bool = False) -> int:
    """Make the demo in `folder`, show the tour on `console`, and give the exit status, 0.

    The folder is made where it is missing and left for the user; files of an earlier demo in it are replaced. With
    `buttons` the user's configuration names its base, which buttons and commands use from then on.

    Raises:
        FileError: the folder holds any other file, or cannot be written to.
        ConfigurationError: the configuration names a base of the user's own.
    """
    from raccord.catalogue_files import default_catalogue  # noqa: PLC0415 - keeps the command line light
    from raccord.demo import folder as files  # noqa: PLC0415
    from raccord.demo.profile import check_free, name_base  # noqa: PLC0415
    from raccord.demo.tour import Tour  # noqa: PLC0415

    if buttons:
        check_free()
    files.prepare(folder)
    tour = Tour(folder, console, default_catalogue())
    tour.fill()
    tour.export(files.BEFORE)
    job = tour.job()
    fingerprint = tour.preview(job)
    point = tour.import_previewed(job, fingerprint)
    tour.export(files.AFTER)
    tour.show_history()
    tour.take_back(point)
    tour.show_next_steps()
    tour.show_buttons(name_base(tour.lasting_url) if buttons else None)
    return 0


def new_folder() -> Path:
    """Make a new folder for a demo under the system's temporary directory."""
    from raccord.demo import folder as files  # noqa: PLC0415

    return files.new_folder()
