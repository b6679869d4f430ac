"""URLs where something else belongs, on the command line and in the configuration: never shown with a password."""

import pytest

from support.rights import PASSWORD
from support.secret_world import World, leaks, secret_world

__all__ = ["secret_world"]
MISPLACED = [
    ("preview", "{url}"),
    ("preview", "clients.csv", "{url}"),
    ("preview", "clients.csv", "--config", "{url}"),
    ("preview", "clients.csv", "--catalogue", "{url}"),
    ("preview", "clients.csv", "--scope", "{url}"),
    ("preview", "clients.csv", "--sheet", "{url}"),
    ("preview", "clients.csv", "--key", "{url}"),
    ("preview", "clients.csv", "--delimiter", "{url}"),
    ("preview", "clients.csv", "--result", "{url}"),
    ("export", "{url}"),
    ("history", "{url}"),
    ("{url}",),
    ("profile", "password", "{url}"),
    ("database", "{url}"),
    ("database", "check", "--database", "{typo}"),
    ("database", "check", "--database", "{words}"),
]


@pytest.mark.parametrize("words", MISPLACED)
def test_a_misplaced_url_is_not_repeated(secret_world: World, words: tuple[str, ...]) -> None:
    """A URL where something else belongs, or one that is mistyped, is not shown back with its password."""
    secret_world.configure("sqlite:///base.db")
    given = {
        "url": f"postgresql://anna:{PASSWORD}@server/base",
        "typo": f"postgresql:/anna:{PASSWORD}@server/base",
        "words": f"host=server user=anna password='{PASSWORD}'",
    }

    status, text = secret_world.shown(*(word.format_map(given) for word in words))

    assert status == 2
    assert leaks(text) == []
    assert leaks(secret_world.written()) == []


@pytest.mark.parametrize(
    "text",
    [
        "profiles: {{team: {{url: '{url}'}}}}",
        "profiles: '{url}'",
        "profiles: ['{url}']",
        "profiles: {{'{url}': x}}",
        "default_profile: '{url}'",
        "bin_days: '{url}'",
        "language: '{url}'",
        "catalogue: '{url}'",
        "'{url}': x",
        "profiles: {{team: '{url}'",
        "profiles: {{team: postgresql:/anna:{password}@server}}",
    ],
)
def test_a_faulty_configuration_does_not_show_a_url(secret_world: World, text: str) -> None:
    """Wherever a URL stands in a configuration that is not right, the error does without it."""
    url = f"postgresql://anna:{PASSWORD}@server/base"
    (secret_world.folder / "config.yaml").write_text(text.format(url=url, password=PASSWORD), "utf-8")

    status, said = secret_world.shown("preview", "clients.csv")

    assert status == 2
    assert leaks(said) == []
