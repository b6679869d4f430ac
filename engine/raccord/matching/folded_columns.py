"""Folding whole columns: what `values.fold_value` makes of each value, at the speed of columns (SPEC §3)."""

import polars as pl

from raccord.catalogue import TEXT_TYPES, Compare, Field, FieldType
from raccord.values import fold_value
from raccord.values.folding import WHITE_SPACE

# Letters and signs that are composed whatever stands beside them, whose case folds to what is their lower case, one to
# one. Latin, Cyrillic, typographic marks, kana, Chinese and Hangul; without ß, İ, ŉ, ſ and µ, whose folds are longer
# or others.
PLAIN = "!-~¡-´¶-Þà-įı-ňŊ-žЀ-ҁ‐-‧ぁ-ゖァ-ヺ一-鿿가-힣"
_EVEN = f"^(?:[{PLAIN}]+(?: [{PLAIN}]+)*)?$"
_DIGITS = r"^[\x00-\x7f]*[0-9][\x00-\x7f]*$"
_OWN_FOLDS = frozenset({FieldType.INTEGER, FieldType.BOOLEAN})


def folded_column(one: Field, stored: pl.Series) -> pl.Series:
    """The fold of each text of a column, in digits where it is a number; empty where the text is blank."""
    if one.type in _OWN_FOLDS:
        return stored
    if one.type not in TEXT_TYPES or one.comparison is Compare.EXACT:
        return _or_blank(stored)
    even, folded = _in_columns(one, stored)
    odd = stored.filter(~even).unique()
    if odd.is_empty():
        return folded
    python = pl.Series([fold_value(one, value) for value in odd], dtype=pl.String)
    table = pl.DataFrame({"stored": odd, "python": python})
    joined = pl.DataFrame({"stored": stored, "folded": folded}).join(
        table, on="stored", how="left", maintain_order="left"
    )
    return joined.select(pl.coalesce("python", "folded")).to_series()


def _or_blank(stored: pl.Series) -> pl.Series:
    blank = stored.str.strip_chars(WHITE_SPACE) == ""
    return stored.zip_with(~blank, pl.Series([""])) if blank.any() else stored


def _in_columns(one: Field, stored: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Which values can be folded as a column, and their folds."""
    if one.comparison is Compare.DIGITS:
        even = stored.str.contains(_DIGITS) | (stored == "")
        return even, stored.str.replace_all(" ", "", literal=True).str.replace_all("[^0-9]+", "")
    return stored.str.contains(_EVEN), stored if one.case_sensitive else stored.str.to_lowercase()
