"""The language of every text for people: gettext catalogues under `resources/locale`, and what a run speaks (SPEC §7).

English is the source text. A text is marked where it stands, `_("{count:,} rows", count=…)`, or by `N_` where it is
kept for later; a placeholder with `:,` is a number that is written the way of the language. Codes, facts and the keys
and values of JSON have no language.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from gettext import NullTranslations, translation
from pathlib import Path
from string import Formatter
from typing import Any

from raccord.formats import grouped

LANGUAGES = ("en", "fr", "de")
"""English first: what is spoken where nothing else is asked for."""
DOMAIN = "raccord"
CATALOGUES = Path(__file__).parent / "resources" / "locale"
LANGUAGE_VARIABLE = "RACCORD_LANGUAGE"
_SYSTEM_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")

_spoken: ContextVar[str] = ContextVar("language", default=LANGUAGES[0])


def language() -> str:
    """The language that is spoken here: `en`, `fr` or `de`."""
    return _spoken.get()


def speak(chosen: str) -> None:
    """Speak a language from here on, to the end of the `speaking` around it."""
    _spoken.set(chosen)


@contextmanager
def speaking(chosen: str) -> Iterator[None]:
    """Speak a language for a while."""
    before = _spoken.set(chosen)
    try:
        yield
    finally:
        _spoken.reset(before)


def wished_language(environ: Mapping[str, str] = os.environ) -> str | None:
    """The language that RACCORD_LANGUAGE names; None for none, or for one that Raccord does not speak."""
    return spoken_of(environ.get(LANGUAGE_VARIABLE))


def system_language(environ: Mapping[str, str] = os.environ) -> str | None:
    """The language that the system's own variables name, the first that is set; None for one not spoken."""
    return spoken_of(next((environ[name] for name in _SYSTEM_VARIABLES if environ.get(name)), None))


def spoken_of(name: str | None) -> str | None:
    """The language of a locale, `fr` of `fr_CA.UTF-8`; None for one that Raccord does not speak."""
    spoken = (name or "")[:2].lower()
    return spoken if spoken in LANGUAGES else None


def _(text: str, /, **facts: object) -> str:
    """A text in the language spoken, its facts filled in; to gettext, no text at all would be a catalogue's head."""
    return _filled(_catalogue(language()).gettext(text) if text else "", facts)


def N_(text: str) -> str:  # noqa: N802 - gettext's own name for it
    """Mark a text for the catalogues; whoever shows it translates it."""
    return text


def ngettext(one: str, many: str, count: int, /, **facts: object) -> str:
    """A text that depends on a number, which fills its `{count}`, by the plural rules of the language spoken."""
    return _filled(_catalogue(language()).ngettext(one, many, count), {"count": count, **facts})


def pgettext(context: str, text: str, /) -> str:
    """A word that stands for different things, in the meaning of the context."""
    return _catalogue(language()).pgettext(context, text)


class Texts(Mapping[str, str]):
    """A text in every language, by language; a context tells one that stands for different things apart."""

    def __init__(self, english: str, context: str = "") -> None:
        self._english = english
        self._context = context

    def __getitem__(self, chosen: str) -> str:
        """The text in one language; raises KeyError for one that Raccord does not speak."""
        if chosen not in LANGUAGES:
            raise KeyError(chosen)
        catalogue = _catalogue(chosen)
        return catalogue.pgettext(self._context, self._english) if self._context else catalogue.gettext(self._english)

    def __iter__(self) -> Iterator[str]:
        return iter(LANGUAGES)

    def __len__(self) -> int:
        return len(LANGUAGES)

    def __str__(self) -> str:
        """The text in the language spoken."""
        return self[language()]


def listed(names: Sequence[str]) -> str:
    """Names as a sentence lists them: `7`, `7 and 9`, `3, 4 and 9`; nothing for none."""
    *first, last = names or [""]
    return _("{first} and {last}", first=", ".join(first), last=last) if first else last


def in_language(chosen: str, text: str, /, **facts: object) -> str:
    """A text in one language, whatever is spoken."""
    with speaking(chosen):
        return _(text, **facts)


@cache
def _catalogue(chosen: str) -> NullTranslations:
    if chosen == LANGUAGES[0]:
        return NullTranslations()
    return translation(DOMAIN, CATALOGUES, [chosen], fallback=True)


class _Filler(Formatter):
    """Fills placeholders; numbers with `:,` in the way of the language."""

    def format_field(self, value: Any, format_spec: str) -> str:
        if format_spec == ",":
            return grouped(value, language())
        return str(super().format_field(value, format_spec))


_FILLER = _Filler()


def _filled(text: str, facts: Mapping[str, object]) -> str:
    """Without facts a text is taken as it is, braces and all."""
    if not facts:
        return text
    return _FILLER.vformat(text, (), facts) if ":,}" in text else text.format_map(facts)
