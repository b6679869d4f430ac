"""What the add-in itself says; what the engine says of rows and plans comes from the engine."""

from raccord.translation import N_, in_language

TEXTS: dict[str, str] = {
    # what was done, and what comes next
    "marked": N_("{mode}: {columns}."),
    "no-field": N_("“{header}” names no field of a customer: choose one with {button}."),
    "prepared": N_("Row {row} holds the marks; keys: {keys}. Check them, then click {button}."),
    "prepared-without-key": N_(
        "Row {row} holds the marks, but no column is a key yet: select the one that finds the "
        "customer and click {key}, then {button}."
    ),
    "no-rows": N_("There are no rows below the headers yet."),
    "unmapped": N_("Left out, because their headers name no field: {headers}."),
    "field-taken": N_(
        "Left out, because another column has their field already: {headers}. To use one, mark it "
        "and set the other to Ignore; or give it another field with {button}."
    ),
    "none": N_("none"),
    "choose-field": N_("Choose the field from the list of cell {cell}."),
    "previewed": N_("Preview: {summary}. Nothing is written yet; {button} applies exactly this."),
    "awaits-number": N_(
        "Preview: {summary}. Nothing is written yet, and nothing will be until you allow {count} "
        "deletions: type {count} into the yellow cell {cell}, then click {button}."
    ),
    "nothing-to-do": N_("Preview: {summary}. There is nothing to import."),
    "no-base": N_(
        "The customer base ({base}) does not exist yet, so every row counts as new. If it should "
        "exist, correct its address in your configuration."
    ),
    "empty-base": N_("The customer base ({base}) holds no customer yet, so every row counts as new."),
    "ask-new-base": N_(
        "The customer base ({base}) does not exist yet. Importing makes a new, empty base and fills "
        "it from this sheet. Make it?"
    ),
    "kept": N_("Cells that differ but are kept: {count}. To change them, mark their columns {mode}."),
    "look-first": N_("Look at this preview, then click {button} again to apply it."),
    "changed-since": N_(
        "Nothing was imported: the sheet or the customer base has changed since. Here is the new preview."
    ),
    "done-since": N_("Since then {author} has changed customers of this sheet: {count} ({what})."),
    "confirm-number": N_(
        "Nothing was imported: it would delete {count} customers. To allow it, type {count} into the "
        "yellow cell {cell}."
    ),
    "imported": N_("Imported: {summary}. Restore point {point} was set just before."),
    "cleared": N_("The preview is gone: its column, colours and result sheet. The marks stay."),
    "mode-chosen": N_("Import mode of this workbook: {mode}."),
    "stale-preview": N_("The preview in the sheet was made with another mode: click {button} again."),
    "reversed": N_(
        "Taken back — customers: {customers}, cells: {cells}, removed: {removed}, brought back: "
        "{back}; kept because they changed since: {conflicts}. Restore point {point} takes this back "
        "again."
    ),
    "select-point": N_("Select the line to go back to, then click {button}."),
    "ask-restore": N_(
        "Take the customer base back to before operation {point} ({what})? Operations taken back: {count}."
    ),
    "ask-undo": N_("Take back import {point} ({what})? Customers that it touched: {count}."),
    "exported": N_("Customers written to {file}: {count}."),
    "template-made": N_("A new workbook from the template: {file}."),
    "keys-found": N_("The best keys come first."),
    "no-keys-found": N_("No column of “{sheet}” tells customers apart."),
    "step": N_("Raccord: {step} ({rows} rows)"),
    "step.reading the sheet": N_("reading cells"),
    "step.matching customers": N_("matching customers"),
    "step.comparing cells": N_("comparing cells"),
    "step.writing to the base": N_("writing to the base"),
    "step.writing the result": N_("writing the result"),
}


class Words:
    """The texts in one language: `words("marked", mode=…)`."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, key: str, /, **facts: object) -> str:
        """The text of a key, its facts filled in."""
        return in_language(self.language, TEXTS[key], **facts)
