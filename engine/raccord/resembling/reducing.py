"""Reducing: what counts of a text when records are compared; works on one value and on a whole column joined into one.

`reduced`, `consonants` and `digits` never change how often `SEPARATOR` occurs, so a joined column can be split after.
"""

import re
import unicodedata

from raccord.database.pages import SEPARATOR
from raccord.resembling.words import LEGAL_FORMS, SMALL_WORDS, SPELLINGS, STREET_WORDS

PHONE_DIGITS = 9
"""So many last digits of a phone number count: those that do not depend on how country and area are dialled."""
FEWEST_DIGITS = 6
_MOST_REPLACED = 64
"""Up to so many different characters it is faster to replace one after the other than to look at each character."""
_LETTERS = {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "œ": "oe", "æ": "ae", "ı": "i", "\xad": ""}
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_NUMBER = re.compile(r"[0-9]+")
_NO_DIGITS = bytes(code for code in range(128) if chr(code) not in f"0123456789{SEPARATOR}")
_SOFT = dict.fromkeys(map(ord, "aeiouhyw"))
_SOFT_AND_SPACES = dict.fromkeys(map(ord, "aeiouhyw "))
_SOFT_AND_NUMBERS = dict.fromkeys(map(ord, "aeiouhyw 0123456789"))
_DOUBLES = tuple(char * 2 for char in "bcdfglmnprstz")
_STREET_ENDS = ("strasse", "str")
_NAME_NOISE, _STREET_NOISE = LEGAL_FORMS | SMALL_WORDS, STREET_WORDS | SMALL_WORDS


class _Reduction(dict[int, str]):
    """What each character becomes, found out when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = found = _reduced(chr(code))
        return found


def _reduced(char: str) -> str:
    if char == SEPARATOR:
        return char
    parts = unicodedata.normalize("NFKD", _LETTERS.get(char, char).casefold())
    kept = (_LETTERS.get(part, part) for part in parts if not unicodedata.combining(part) and part != ".")
    return "".join(part if part.isalnum() else " " * len(part) for part in kept)


_REDUCTION = _Reduction()


def reduced(text: str) -> str:
    """Text without case, accents and punctuation; dots vanish, other marks become spaces."""
    odd = set() if text.isascii() else set(_NOT_ASCII.findall(text))
    if len(odd) <= _MOST_REPLACED:
        for char in odd:
            text = text.replace(char, _REDUCTION[ord(char)])
    return text.translate(_REDUCTION)


def consonants(reduced_text: str) -> str:
    """The words of reduced text without vowels and doubled letters, which most slips of the pen leave alone."""
    text = reduced_text.translate(_SOFT)
    for double in _DOUBLES:
        text = text.replace(double, double[0])
    return text


def street_sounds(reduced_text: str) -> str:
    """The consonants of a street as one word, with its number."""
    return reduced_text.translate(_SOFT_AND_SPACES).replace("strss", "str").replace("snt", "st")


def town_sounds(reduced_text: str) -> str:
    """The consonants of a town as one word, without a district's or a mail office's number."""
    return reduced_text.translate(_SOFT_AND_NUMBERS).replace("cdx", "").replace("snt", "st")


def digits(text: str) -> str:
    """The ASCII digits of a text."""
    return text.encode("ascii", "ignore").translate(None, _NO_DIGITS).decode("ascii")


def house_number(reduced_text: str) -> str:
    """The first number of a street, blank where there is none."""
    found = _NUMBER.search(reduced_text)
    return found[0] if found else ""


def name_words(reduced_text: str) -> tuple[str, ...]:
    """The telling words of a customer's name."""
    return words_of(reduced_text, _NAME_NOISE)


def street_words(reduced_text: str) -> tuple[str, ...]:
    """The telling words of a street without its house number; `bahnhofstr` is `bahnhof`."""
    every = [_without_end(word) for word in reduced_text.split() if not word[0].isdigit()]
    return _telling(every, _STREET_NOISE)


def words_of(reduced_text: str, noise: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """The words that tell something; all of them where none does. Spelled initials are one word: s a r l is sarl."""
    every = reduced_text.split()
    if len(every) > 1 and min(map(len, every)) == 1:
        every = _with_initials_joined(every)
    return _telling(every, noise)


def _telling(words: list[str], noise: frozenset[str]) -> tuple[str, ...]:
    if not SPELLINGS.keys().isdisjoint(words):
        words = [SPELLINGS.get(word, word) for word in words]
    return tuple([word for word in words if word not in noise] or words)


def _without_end(word: str) -> str:
    end = next((one for one in _STREET_ENDS if word.endswith(one) and word != one), "")
    return word.removesuffix(end)


def _with_initials_joined(words: list[str]) -> list[str]:
    """Words, with letters that stand alone side by side joined."""
    joined: list[str] = []
    open_run = False
    for word in words:
        alone = len(word) == 1 and word.isalpha()
        if alone and open_run:
            joined[-1] += word
        else:
            joined.append(word)
        open_run = alone
    return joined
