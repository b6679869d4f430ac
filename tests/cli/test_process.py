"""The command as a process of its own: what it loads for an import, and what it leaves out until it ends."""

from pathlib import Path

from support.command_line import ANNA, HEADERS
from support.fresh_python import run_python

IMPORT = """
import contextlib, gc, io, sys
from raccord.cli import main
sys.argv = ["raccord", "import", {sheet!r}, "--database", {url!r}]
with contextlib.redirect_stdout(io.StringIO()):
    status = main()
print(status, gc.isenabled(), *sys.modules)
"""


def test_an_import_loads_no_checks_of_files(tmp_path: Path) -> None:
    """Without a configuration or catalogue of the user's pydantic is not needed."""
    status, _, *modules = _imported(tmp_path)

    assert status == "0"
    assert "sqlalchemy" in modules
    assert "pydantic" not in modules


def test_an_import_loads_no_dialect_of_a_server(tmp_path: Path) -> None:
    """A base in a file does without PostgreSQL's, which takes as long to load as a tenth of SQLAlchemy."""
    modules = _imported(tmp_path)

    assert "sqlalchemy.dialects.sqlite" in modules
    assert "sqlalchemy.dialects.postgresql" not in modules


def test_a_process_of_its_own_searches_for_no_cycles(tmp_path: Path) -> None:
    """The search stays off, for such a process ends with the command."""
    _, collecting, *_ = _imported(tmp_path)

    assert collecting == "False"


def _imported(folder: Path) -> list[str]:
    sheet = folder / "visits.csv"
    sheet.write_text(";".join(HEADERS) + "\n" + ";".join(ANNA) + "\n", encoding="utf-8")
    code = IMPORT.format(sheet=str(sheet), url=f"sqlite:///{folder / 'customers.db'}")
    return run_python(code, RACCORD_CONFIG="", HOME=str(folder), XDG_CONFIG_HOME=str(folder)).split()
