"""The user's configuration and import configurations: what they hold, what comes before them, and their faults."""

from pathlib import Path

import pytest

from raccord import Grid, ImportOptions, default_catalogue
from raccord.cells import RawRow
from raccord.columns import ColumnChoice, Marking
from raccord.configuration.imports import (
    ImportConfiguration,
    configuration_of,
    load_import_configuration,
    write_import_configuration,
)
from raccord.configuration.place import configuration_path
from raccord.configuration.user import (
    UserConfiguration,
    base_name,
    catalogue_from,
    database_url,
    load_user_configuration,
)
from raccord.errors import CatalogueError, ConfigurationError, FileError, UsageError
from raccord.marks import ImportMode, OnDuplicate, UpdateMode
from raccord.planning import ScopeCondition
from raccord.sheet import understand

CATALOGUE = default_catalogue()
OFFICE = "postgresql://anna:secret@office/base"


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """The path of a configuration file."""
    return tmp_path / "config.yaml"


def load(config: Path, text: str) -> UserConfiguration:
    config.write_text(text, encoding="utf-8")
    return load_user_configuration({"RACCORD_CONFIG": str(config)})


def load_import(config: Path, text: str) -> ImportConfiguration:
    config.write_text(text, encoding="utf-8")
    return load_import_configuration(config, CATALOGUE)


# --- the user's configuration


def test_everything_has_a_default(config: Path) -> None:
    """An empty file is the default configuration."""
    assert load(config, "") == UserConfiguration()
    assert (UserConfiguration().bin_days, UserConfiguration().journal_days, UserConfiguration().language) == (
        14,
        30,
        None,
    )


def test_whole_configuration_is_read(config: Path) -> None:
    """Every key is read; a relative catalogue lies beside the file."""
    text = f"""
profiles: {{office: "{OFFICE}", own: "sqlite:////tmp/own.db"}}
default_profile: own
catalogue: fields.yaml
language: fr
python: /usr/bin/python3
bin_days: 7
journal_days: 90
"""
    assert load(config, text) == UserConfiguration(
        {"office": OFFICE, "own": "sqlite:////tmp/own.db"},
        "own",
        config.parent / "fields.yaml",
        "fr",
        "/usr/bin/python3",
        7,
        90,
    )


def test_file_lies_in_the_config_folder_unless_named() -> None:
    """Without RACCORD_CONFIG the file is raccord/config.yaml in the platform's folder."""
    assert configuration_path({}).parts[-2:] == ("raccord", "config.yaml")
    assert configuration_path({"RACCORD_CONFIG": "/x/y.yaml"}) == Path("/x/y.yaml")


def test_named_file_must_be_there(config: Path) -> None:
    """A file that RACCORD_CONFIG names and that is missing is an error, not an empty configuration."""
    with pytest.raises(ConfigurationError, match="cannot be read"):
        load_user_configuration({"RACCORD_CONFIG": str(config)})


@pytest.mark.parametrize(
    ("text", "line", "key", "words"),
    [
        ("language: fr\nshoe: 1\n", 2, "shoe", "unknown"),
        ("language: es\n", 1, "language", "Found “es”. Allowed: en, fr, de."),
        ("profiles:\n  office: customers.db\n", 2, "profiles.office", "no database URL"),
        ("profiles:\n  'a://b': 'sqlite://'\n", 2, "profiles.a://b", "looks like a URL"),
        ("profiles:\n  office:\n", 2, "profiles.office", "Found nothing"),
        ("profiles: {a: 'sqlite://'}\ndefault_profile: b\n", 2, "default_profile", "Found “b”. Allowed: a."),
        ("default_profile: b\n", 1, "default_profile", "Allowed: none yet."),
        ("bin_days: 0\n", 1, "bin_days", "Found 0."),
        ("\njournal_days: soon\n", 2, "journal_days", "Found 'soon'."),
        ("- a\n", None, None, "not allowed"),
        ("a: [\n", 2, None, "not valid YAML"),
        ("profiles: [1\nlanguage: fr\n", 1, None, "not valid YAML: what opens here is never closed, a bracket"),
        ("bin_days: 3\nlanguage: 'fr\n", 2, None, "never closed, a quote"),
        ("profiles:\n\tdemo: x\n", 2, None, "a tab stands where only spaces may"),
        ("python: C: x\n", 1, None, "a value with a colon needs quotes"),
        ('python: "C:\\\\Users" x\n', 1, None, "something follows a closing quote"),
        ('python: "C:\\Users"\n', 1, None, "a backslash stands in double quotes"),
        ("language: @fr\n", 1, None, "first character needs quotes"),
        ("language: *fr\n", 1, None, "a value cannot be read"),
    ],
)
def test_faults_name_file_line_and_key(config: Path, text: str, line: int | None, key: str | None, words: str) -> None:
    """Each broken rule names where it is, what was found and what is allowed."""
    with pytest.raises(ConfigurationError) as caught:
        load(config, text)

    where = caught.value.where
    assert (where.file, where.line, where.key) == (str(config), line, key)
    assert words in str(caught.value).replace("\n", " ")
    assert caught.value.hint


def test_fault_never_shows_a_url(config: Path) -> None:
    """A profile with a wrong neighbour is not quoted: its URL may hold a password."""
    with pytest.raises(ConfigurationError) as caught:
        load(config, f"profiles: {{office: '{OFFICE}', home: x}}\n")

    assert "secret" not in str(caught.value)


CONFIGURED = UserConfiguration({"office": OFFICE, "own": "sqlite:///own.db"}, "own")


@pytest.mark.parametrize(
    ("given", "environ", "url"),
    [
        ("sqlite:///a.db", {"RACCORD_DATABASE": "office"}, "sqlite:///a.db"),
        ("office", {"RACCORD_DATABASE": "sqlite:///b.db"}, OFFICE),
        (None, {"RACCORD_DATABASE": "office"}, OFFICE),
        (None, {"RACCORD_DATABASE": "sqlite:///b.db"}, "sqlite:///b.db"),
        (None, {"RACCORD_DATABASE": ""}, "sqlite:///own.db"),
        (None, {}, "sqlite:///own.db"),
    ],
)
def test_option_then_environment_then_profile(given: str | None, environ: dict[str, str], url: str) -> None:
    """A URL or a profile comes from the option, else RACCORD_DATABASE, else the default profile."""
    assert database_url(CONFIGURED, given, environ) == url


def test_without_any_the_base_is_the_users_own() -> None:
    """Nothing configured means a file in the user's data folder."""
    url = database_url(UserConfiguration(), None, {})

    assert url.startswith("sqlite:///")
    assert url.endswith("customers.db")


@pytest.mark.parametrize(
    ("given", "configuration", "name"),
    [
        ("office", CONFIGURED, "office"),
        (None, CONFIGURED, "own"),
        (None, UserConfiguration(), "your own base"),
        ("sqlite:////srv/shop/customers.db", CONFIGURED, "customers.db"),
    ],
)
def test_a_base_is_called_by_its_profile(given: str | None, configuration: UserConfiguration, name: str) -> None:
    """The profile names it; without one the user's own base has its words, and a URL gives the bare file name."""
    assert base_name(configuration, given, {}) == name


def test_unknown_profile_lists_the_profiles() -> None:
    """A name that is neither URL nor profile is an error with the profiles' names, not their URLs."""
    with pytest.raises(UsageError) as caught:
        database_url(CONFIGURED, "offcie", {})

    assert "office, own" in str(caught.value)
    assert "secret" not in str(caught.value)


def test_catalogue_by_option_then_environment_then_configuration(tmp_path: Path) -> None:
    """The catalogue comes from the option, else RACCORD_CATALOGUE, else the configuration, else Raccord's own."""
    paths = {name: tmp_path / f"{name}.yaml" for name in ("option", "environment", "configured")}
    for name, path in paths.items():
        path.write_text(f"fields: [{{name: {name}, type: text}}]\n", encoding="utf-8")
    configured = UserConfiguration(catalogue=paths["configured"])
    environ = {"RACCORD_CATALOGUE": str(paths["environment"])}

    found = [
        catalogue_from(configured, paths["option"], environ),
        catalogue_from(configured, None, environ),
        catalogue_from(configured, None, {}),
    ]

    assert [catalogue.fields[0].name for catalogue in found] == ["option", "environment", "configured"]
    assert catalogue_from(UserConfiguration(), None, {}) == CATALOGUE
    with pytest.raises(CatalogueError):
        catalogue_from(UserConfiguration(catalogue=tmp_path / "none.yaml"), None, {})


# --- import configurations


def test_whole_import_configuration_is_read(config: Path) -> None:
    """Sheet, header row, mode, columns, duplicates, scope and locale are read; fields go by any of their words."""
    text = """
sheet: Clients
header_row: 3
mode: update_only
columns:
  N° client: {fields: Customer number, mode: key}
  Tel: {fields: [phone, Portable], mode: overwrite}
  ZIP: {mode: fill}
  City: {}
on_duplicate: last
scope: {owner: x@example.org, protected: true, call_interval: 14, blocked until: 2026-11-22}
locale: fr-FR
delimiter: "|"
encoding: cp1252
"""
    found = load_import(config, text)

    assert found == ImportConfiguration(
        "Clients",
        3,
        ImportMode.UPDATE_ONLY,
        {
            "N° client": ColumnChoice(("external_id",), UpdateMode.KEY),
            "Tel": ColumnChoice(("phone", "mobile"), UpdateMode.OVERWRITE),
            "ZIP": ColumnChoice((), UpdateMode.FILL),
            "City": ColumnChoice(),
        },
        OnDuplicate.LAST,
        tuple(
            ScopeCondition(CATALOGUE.by_name[name], value)
            for name, value in (
                ("owner", "x@example.org"),
                ("protected", True),
                ("call_interval", 14),
                ("blocked_until", "2026-11-22"),
            )
        ),
        "fr-FR",
        "|",
        "cp1252",
    )


@pytest.mark.parametrize(
    ("text", "line", "key", "words"),
    [
        ("sheet: a\nmood: update\n", 2, "mood", "unknown"),
        ("mode: upsert\n", 1, "mode", "'update_delete'"),
        ("on_duplicate: both\n", 1, "on_duplicate", "'reject', 'first' or 'last'"),
        ("header_row: 0\n", 1, "header_row", "Found 0."),
        ("columns:\n  Tel: {fields: shoe}\n", 2, "columns.Tel.fields", "“shoe” is no field"),
        ("columns:\n  Tel:\n    mode: top\n", 3, "columns.Tel.mode", "Found 'top'."),
        ("columns:\n  Tel: {mode: key, colour: red}\n", 2, "columns.Tel.colour", "unknown"),
        ("scope:\n  shoe: 1\n", 2, "scope.shoe", "“shoe” is no field"),
        ("scope:\n  zip: 01234\n", 2, "scope.zip", "Write it in quotes"),
        ("scope:\n  owner: nobody\n", 2, "scope.owner", "not an e-mail address"),
        ("scope:\n  owner: ''\n", 2, "scope.owner", "blank"),
        ("scope:\n  owner:\n", 2, "scope.owner", "one value"),
        ("scope:\n  owner: [a@x.org]\n", 2, "scope.owner", "one value"),
        ("scope: owner=x\n", 1, "scope", "keys with values"),
        ("columns:\n  Tel: overwrite\n", 2, "columns.Tel", "{fields: phone, mode: overwrite}"),
        ("columns: [Tel]\n", 1, "columns", "keys with values"),
        ("locale: klingon\nscope: {zip: 'a'}\n", 1, "locale", "no locale"),
    ],
)
def test_import_faults_name_file_line_and_key(config: Path, text: str, line: int, key: str, words: str) -> None:
    """Each broken rule of an import configuration names where it is and what is allowed."""
    with pytest.raises(ConfigurationError) as caught:
        load_import(config, text)

    where = caught.value.where
    assert (where.file, where.line, where.key) == (str(config), line, key)
    assert words in str(caught.value).replace("\n", " ")


def test_headers_and_sheets_may_be_numbers(config: Path) -> None:
    """A sheet or a header such as 2024 needs no quotes."""
    found = load_import(config, "sheet: 2024\ncolumns: {2025: {fields: annual_revenue, mode: overwrite}}\n")

    assert found.sheet == "2024"
    assert found.columns == {"2025": ColumnChoice(("annual_revenue",), UpdateMode.OVERWRITE)}


def test_written_configuration_is_read_back(config: Path) -> None:
    """Whatever YAML would take for something else survives writing and reading."""
    scope = (
        ScopeCondition(CATALOGUE.by_name["zip"], "01234"),
        ScopeCondition(CATALOGUE.by_name["protected"], value=False),
    )
    written = ImportConfiguration(
        "yes",
        2,
        ImportMode.UPDATE_DELETE,
        {
            "no": ColumnChoice(("phone", "mobile"), UpdateMode.OVERWRITE_OR_CLEAR),
            "N°: 1 #x": ColumnChoice(("name",), UpdateMode.KEY),
            "2026-01-01": ColumnChoice((), UpdateMode.IGNORE),
            "12": ColumnChoice(("zip",), UpdateMode.KEEP),
        },
        OnDuplicate.FIRST,
        scope,
        "de",
        "\t",
        "utf-16",
    )
    write_import_configuration(written, config)

    assert load_import_configuration(config, CATALOGUE) == written


def test_unwritable_place_is_a_file_error(tmp_path: Path) -> None:
    """A configuration that cannot be saved says where and why."""
    with pytest.raises(FileError, match="cannot be written"):
        write_import_configuration(ImportConfiguration(), tmp_path / "none" / "c.yaml")


def configured(*rows: RawRow, marking: Marking | None = None) -> ImportConfiguration:
    table = understand(Grid.of("Clients", rows), CATALOGUE, marking)
    return configuration_of(table, ImportOptions(), sheet=None, locale=None, delimiter=None, encoding=None)


def test_configuration_holds_what_the_marks_mean() -> None:
    """Marks become columns by header: their fields and modes, ignored and unmapped ones as ignored."""
    found = configured(("Key -> Name", "", "Keep"), ("Who", "ZIP", "Shoe"), ("Anna", "1", "42"))

    assert found.columns == {
        "Who": ColumnChoice(("name",), UpdateMode.KEY),
        "ZIP": ColumnChoice((), UpdateMode.IGNORE),
        "Shoe": ColumnChoice((), UpdateMode.IGNORE),
    }
    assert found.header_row is None


def test_header_row_is_kept_where_no_marks_stand() -> None:
    """In a sheet without an update row the header's place is part of the configuration."""
    assert configured(("A list",), ("Name",), ("Anna",), marking=Marking(header_row=2)).header_row == 2


@pytest.mark.parametrize(
    ("marks", "headers", "cell"),
    [
        (("Key -> Name", "Keep -> City"), ("Text", "text "), "Clients!B2"),
        (("Key", "Keep -> City"), ("Name", ""), "Clients!B2"),
    ],
)
def test_headers_must_tell_columns_apart(marks: tuple[str, ...], headers: tuple[str, ...], cell: str) -> None:
    """Two columns of one header, or a column without one, cannot be saved; the error names the cell."""
    with pytest.raises(UsageError) as caught:
        configured(marks, headers, ("a", "b"))

    assert caught.value.where.cell == cell


def test_equal_headers_of_ignored_columns_do_no_harm() -> None:
    """Columns that feed nothing may share a header."""
    assert len(configured(("Key", "", ""), ("Name", "x", "x"), ("a", "b", "c")).columns) == 2
