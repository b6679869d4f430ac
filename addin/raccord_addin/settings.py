"""What the settings sheet shows beside the settings themselves: what each does, and the fields with their marks."""

from raccord.catalogue import ID, Catalogue
from raccord.configuration.workbook import Setting
from raccord.marks import mark_text
from raccord.translation import Texts

EXPLANATIONS: dict[Setting, Texts] = {
    Setting.MODE: Texts("What becomes of rows without a customer, and of customers without a row."),
    Setting.ON_DUPLICATE: Texts("When several rows mean one customer: leave all out, or apply the first or the last."),
    Setting.PROFILE: Texts("The name of a base in your configuration; blank for your usual one."),
    Setting.SCOPE: Texts("For example owner = anna@example.org: no other customer is seen, changed or deleted."),
    Setting.LOCALE: Texts("How 1,234 or 03/04/2026 is meant: fr-FR, de-DE, en-US … Blank: doubtful ones are invalid."),
}
FIELDS_COLUMN = 5
"""The column that lists every field with its usual mode, from `FIRST_ROW` on: what Assign field offers."""


def field_marks(catalogue: Catalogue, language: str) -> tuple[str, ...]:
    """Every field of the catalogue as a mark that feeds it, in its usual mode: `Keep → Name`."""
    return tuple(
        mark_text(one.default_mode, language, one.label_in(language))
        for one in catalogue.by_name.values()
        if one.name != ID
    )
