"""The add-in file: what three independent readers find in it, and that it is always the same."""

import hashlib
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from shutil import which
from xml.etree import ElementTree as ET

import olefile
import pyopenvba
import pytest

from raccord.errors import FileError
from raccord_addin.build.callbacks import MESSAGES, vba_text
from raccord_addin.build.ribbon import render_ribbon
from raccord_addin.build.vba import vba_modules
from raccord_addin.build.xlam import PROJECT_PART, RIBBON_PART, build_xlam

OWN_SHEETS = {"ThisWorkbook", "Sheet1"}
BUILD = "import sys, pathlib; from raccord_addin.build.xlam import build_xlam; build_xlam(pathlib.Path(sys.argv[1]))"


@pytest.fixture(scope="module")
def xlam(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The add-in, built once."""
    path = tmp_path_factory.mktemp("built") / "raccord.xlam"
    build_xlam(path)
    return path


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_olevba_reads_every_module_back(xlam: Path):
    """An independent reader finds each module's text as it was written, and no other code."""
    from oletools.olevba import VBA_Parser  # noqa: PLC0415 - its import warns

    parser = VBA_Parser(str(xlam))
    found = {Path(name).stem: code for _, _, name, code in parser.extract_macros()}
    parser.close()

    assert {name: code.replace("\r\n", "\n").rstrip() for name, code in found.items() if name not in OWN_SHEETS} == {
        name: source.replace("\r\n", "\n").rstrip() for name, source in vba_modules().items()
    }
    assert all(line.startswith("Attribute ") for name in OWN_SHEETS for line in found[name].splitlines() if line)


def test_pyopenvba_finds_nothing_wrong(xlam: Path):
    """The package, its relationships and its VBA project are sound."""
    report = pyopenvba.check_file(str(xlam))

    assert (report.issues, report.complete) == ((), True)


@pytest.mark.skipif(which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_finds_the_modules(xlam: Path, tmp_path: Path):
    """LibreOffice opens the add-in and keeps every module when it saves it in its own format."""
    options = [f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--norestore"]
    convert = ["--infilter=Calc MS Excel 2007 VBA XML", "--convert-to", "ods", "--outdir", str(tmp_path), str(xlam)]
    subprocess.run(["soffice", *options, *convert], check=True, capture_output=True, timeout=120)

    with zipfile.ZipFile(tmp_path / "raccord.ods") as book:
        modules = {Path(name).stem: book.read(name) for name in book.namelist() if name.startswith("Basic/VBAProject/")}
    for name, source in vba_modules().items():
        kept = "".join(ET.fromstring(modules[name]).itertext())
        assert source.partition("\r\n")[2].replace("\r\n", "\n").strip() in kept, name


def test_it_is_the_same_to_the_byte_wherever_it_is_built(xlam: Path, tmp_path: Path):
    """Another process, in another folder, time zone and order of hashing, builds the same file."""
    environ = {**os.environ, "TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "7"}
    other = tmp_path / "ailleurs" / "autre nom.xlam"
    other.parent.mkdir()

    subprocess.run([sys.executable, "-c", BUILD, str(other)], cwd=tmp_path, env=environ, check=True)

    assert hashlib.sha256(other.read_bytes()).digest() == hashlib.sha256(xlam.read_bytes()).digest()


def test_excel_compiles_from_the_source(xlam: Path):
    """The project holds no compiled code that could differ from its text."""
    with zipfile.ZipFile(xlam) as package, package.open(PROJECT_PART) as project:
        streams = olefile.OleFileIO(project.read())

    assert streams.openstream(["VBA", "_VBA_PROJECT"]).read().hex() == "cc61ffff000000"
    assert not [name for name in streams.listdir() if name[-1].startswith("__SRP")]


def test_the_ribbon_is_related_to_the_package(xlam: Path):
    """Excel finds the ribbon by its relationship, and the file says that it is an add-in."""
    with zipfile.ZipFile(xlam) as package:
        targets = {one.get("Type"): one.get("Target") for one in ET.fromstring(package.read("_rels/.rels"))}
        kinds = {
            one.get("PartName"): one.get("ContentType") for one in ET.fromstring(package.read("[Content_Types].xml"))
        }
        ribbon = package.read(RIBBON_PART)

    assert targets["http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"] == RIBBON_PART
    assert kinds["/xl/workbook.xml"] == "application/vnd.ms-excel.addin.macroEnabled.main+xml"
    assert ribbon == render_ribbon()


def test_it_names_nobody_but_raccord(xlam: Path):
    """The file's properties have no author and no date of whoever made the empty workbook."""
    with zipfile.ZipFile(xlam) as package:
        properties = ET.fromstring(package.read("docProps/core.xml"))

    assert [element.text for element in properties] == ["Raccord", "Raccord"]


def test_functions_are_out_of_a_workbooks_reach():
    """No module offers a worksheet function: a formula in a received workbook must not call into the add-in."""
    open_modules = [source for source in vba_modules().values() if "Option Private Module" not in source]

    assert open_modules
    assert not [source for source in open_modules if "Function " in source]


def test_every_module_declares_its_variables_and_keeps_to_what_vba_can_read():
    """Modules are ASCII, with lines that VBA can hold, and without a directive that has a trailing comment."""
    for name, source in vba_modules().items():
        lines = source.split("\r\n")
        assert source.isascii(), name
        assert "Option Explicit" in lines, name
        assert max(map(len, lines)) < 1023, name
        assert not [line for line in lines if line.startswith("#") and "'" in line], name


def test_messages_have_three_languages_and_their_detail():
    """Each of the add-in's own messages is there in every language, with the same place for a detail."""
    for texts in MESSAGES.values():
        assert set(texts) == {"en", "fr", "de"}
        assert len({text.count("{0}") for text in texts.values()}) == 1


@pytest.mark.parametrize(
    ("text", "expression"),
    [
        ("Key", '"Key"'),
        ("Préparer", '"Pr" & ChrW$(233) & "parer"'),
        ('say "yes"', '"say ""yes"""'),
        ("é", "ChrW$(233)"),
        ("", '""'),
        ("\U0001f511", "ChrW$(55357) & ChrW$(56593)"),
    ],
)
def test_text_becomes_an_expression_in_ascii(text: str, expression: str):
    """Quotes are doubled and everything beyond ASCII is a character code."""
    assert vba_text(text) == expression


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path):
    """Building into a folder that does not exist says so and leaves nothing."""
    with pytest.raises(FileError, match="There is no folder"):
        build_xlam(tmp_path / "nowhere" / "raccord.xlam")

    assert list(tmp_path.iterdir()) == []
