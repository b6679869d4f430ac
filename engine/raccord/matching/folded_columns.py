"""Folding whole columns: what `values.value_folder` makes of each value, at the speed of columns (SPEC §3)."""

import polars as pl

from raccord.catalogue import TEXT_TYPES, Compare, Field, FieldType
from raccord.values import value_folder
from raccord.values.folding import WHITE_SPACE

# Letters and signs that are composed whatever stands beside them, whose case folds to what is their lower case, one to
# one. Latin, Cyrillic, typographic marks, kana, Chinese and Hangul; without ß, İ, ŉ, ſ and µ, whose folds are longer
# or others.
PLAIN = "!-~¡-´¶-Þà-įı-ňŊ-žЀ-ҁ‐-‧ぁ-ゖァ-ヺ一-鿿가-힣"
_PLAIN_TEXT = f"^(?:[{PLAIN}]+(?: [{PLAIN}]+)*)?$"
_SPACED_DIGITS = "^[0-9]*$"
_ASCII_WITH_DIGITS = r"^[\x00-\x7f]*[0-9][\x00-\x7f]*$"
_OWN_FOLDS = frozenset({FieldType.INTEGER, FieldType.BOOLEAN})


def folded_column(one: Field, stored: pl.Series) -> pl.Series:
    """The fold of each text of a column, in digits where it is a number; empty where the text is blank."""
    if one.type in _OWN_FOLDS:
        return stored
    if one.type not in TEXT_TYPES or one.comparison is Compare.EXACT:
        return stored.set(stored.str.strip_chars(WHITE_SPACE) == "", "")
    if one.comparison is Compare.DIGITS:
        folded = stored.str.replace_all(" ", "", literal=True)
        even = folded.str.contains(_SPACED_DIGITS)
    else:
        folded = stored if one.case_sensitive else stored.str.to_lowercase()
        even = stored.str.contains(_PLAIN_TEXT)
    return folded if even.all() else _with_odd(one, stored, even, folded)


def _with_odd(one: Field, stored: pl.Series, even: pl.Series, folded: pl.Series) -> pl.Series:
    """The folds, with those of the values that are not even, each folded once."""
    odd = stored.filter(~even).unique()
    folds = pl.DataFrame({"stored": odd, "odd": _odd_folds(one, odd)})
    joined = pl.DataFrame({"stored": stored, "folded": folded}).join(
        folds, on="stored", how="left", maintain_order="left"
    )
    return joined.select(pl.coalesce("odd", "folded")).to_series()


def _odd_folds(one: Field, odd: pl.Series) -> pl.Series:
    if one.comparison is Compare.DIGITS and odd.str.contains(_ASCII_WITH_DIGITS).all():
        return odd.str.replace_all("[^0-9]+", "")
    return pl.Series(list(map(value_folder(one), odd)), dtype=pl.String)
