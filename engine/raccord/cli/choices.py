"""What counts for an import: options before the import configuration, that before the workbook's settings (SPEC §9)."""

from argparse import Namespace
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from raccord.catalogue import Catalogue, Field
from raccord.configuration.imports import ImportConfiguration, scope_condition
from raccord.configuration.user import database_url
from raccord.configuration.workbook import LABELS, ON_DUPLICATE_WORDS, Setting, SettingsSheet
from raccord.errors import UsageError
from raccord.marks import IMPORT_MODE_WORDS, ImportMode, OnDuplicate
from raccord.planning import ImportOptions, ScopeCondition
from raccord.setup import Setup
from raccord.translation import _, language
from raccord.values import SheetLocale, sheet_locale


@dataclass(frozen=True)
class Choices:
    """The three that say how a file is imported; a setting of the workbook that does not count is not even judged."""

    args: Namespace
    configured: ImportConfiguration
    workbook: SettingsSheet

    def setup(self, setup: Setup) -> Setup:
        """The same with the base that the workbook names, unless an option names one; raises SheetError, UsageError."""
        name = None if self.args.database else self.workbook.profile(setup.configuration)
        if name is None:
            return setup
        return replace(setup, url=database_url(setup.configuration, name), named=name)

    def options(self, catalogue: Catalogue) -> ImportOptions:
        """Mode, duplicates and scope; raises UsageError or SheetError for what cannot be used."""
        return ImportOptions(
            self._given_mode() or self.workbook.mode() or ImportMode.UPDATE,
            self._given_on_duplicate() or self.workbook.on_duplicate() or OnDuplicate.REJECT,
            self._scope(catalogue),
        )

    def locale_name(self) -> str | None:
        """The locale by which numbers and dates are read, as it is called."""
        return self.args.locale or self.configured.locale or self.workbook.locale_name()

    def locale(self) -> SheetLocale | None:
        """The same locale; raises UsageError for a name that is none."""
        name = self.locale_name()
        return sheet_locale(name) if name else None

    def from_workbook(self, catalogue: Catalogue) -> Iterator[str]:
        """What the workbook has decided that would be otherwise without it, in words."""
        options, usual, spoken = self.options(catalogue), ImportOptions(), language()
        name = None if self.args.database else self.workbook.given.get(Setting.PROFILE)
        told: dict[Setting, str | None] = {Setting.PROFILE: name}
        if not self._given_mode() and options.mode is not usual.mode:
            told[Setting.MODE] = IMPORT_MODE_WORDS[options.mode][spoken]
        if not self._given_on_duplicate() and options.on_duplicate is not usual.on_duplicate:
            told[Setting.ON_DUPLICATE] = ON_DUPLICATE_WORDS[options.on_duplicate][spoken]
        own = self.workbook.scope(catalogue, self.locale())
        told[Setting.SCOPE] = ", ".join(str(one) for one in own if one in options.scope)
        if not self.args.locale and not self.configured.locale:
            told[Setting.LOCALE] = self.workbook.locale_name()
        for setting, text in told.items():
            if text:
                yield _("{label}: {text}", label=LABELS[setting][spoken], text=text)

    def _given_mode(self) -> ImportMode | None:
        given = getattr(self.args, "mode", None)
        return ImportMode(given.replace("-", "_")) if given else self.configured.mode

    def _given_on_duplicate(self) -> OnDuplicate | None:
        given = getattr(self.args, "on_duplicate", None)
        return OnDuplicate(given) if given else self.configured.on_duplicate

    def _scope(self, catalogue: Catalogue) -> tuple[ScopeCondition, ...]:
        locale = self.locale()
        return scope_from(
            self.args.scope, catalogue, (*self.workbook.scope(catalogue, locale), *self.configured.scope), locale
        )


def scope_from(
    given: Sequence[str],
    catalogue: Catalogue,
    configured: Sequence[ScopeCondition] = (),
    locale: SheetLocale | None = None,
) -> tuple[ScopeCondition, ...]:
    """The configured conditions, replaced field by field by those of `--scope FIELD=VALUE`."""
    conditions = {condition.field.name: condition for condition in configured}
    asked: set[str] = set()
    for text in given:
        name, equals, value = text.partition("=")
        if not equals:
            raise UsageError(
                "bad-scope", _("--scope: “{text}” has no “=”.", text=text), hint=_("Write --scope FIELD=VALUE.")
            )
        one = named_field(catalogue, name.strip(), "--scope")
        if one.name in asked:
            raise UsageError(
                "bad-scope",
                _("--scope names {label} twice.", label=one.label_in()),
                hint=_("One value is possible."),
            )
        asked.add(one.name)
        conditions[one.name] = scope_condition(one, value, locale)
    return tuple(conditions.values())


def named_field(catalogue: Catalogue, name: str, option: str) -> Field:
    """The field that an option names; raises UsageError with the fields there are."""
    one = catalogue.named(name)
    if one is None:
        raise UsageError(
            "unknown-field",
            _("{option}: “{name}” names no field.", option=option, name=name),
            message=_("The fields are: {fields}.", fields=", ".join(catalogue.by_name)),
            hint=_("Use a field's name, its label or one of its aliases."),
        )
    return one
