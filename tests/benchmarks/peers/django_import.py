"""The peer django-import-export: a Django project in one file, whose resource imports the floor's rows by external id.

Its settings for speed are on: customers are fetched at once, unchanged ones skipped, all others written in bulk, and no
HTML is made of the differences. A field of a few lines keeps what a blank or an earlier call would overwrite, so that
it leaves the customers that the floor leaves.
"""

import sys
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.db import models
from import_export.fields import Field
from import_export.instance_loaders import CachedInstanceLoader
from import_export.resources import ModelResource, modelresource_factory
from tablib import Dataset

from benchmarks.data import GREATER
from benchmarks.floor import FIELDS, rows_of

_COLUMNS = {
    "call_interval": models.IntegerField,
    "call_duration": models.IntegerField,
    "protected": models.BooleanField,
}


class KeptField(Field):
    """A field that a blank leaves as it is, and that a call only raises."""

    def save(self, instance: Any, row: Any, is_m2m: bool = False, **kwargs: Any) -> None:  # noqa: ARG002 - Django's
        """Set the customer's value."""
        new, old = self.clean(row, **kwargs), getattr(instance, self.attribute)
        if new is not None and not (self.attribute in GREATER and old is not None and old > new):
            setattr(instance, self.attribute, new)


class CustomerResource(ModelResource):
    """What every resource of this project does."""

    DEFAULT_RESOURCE_FIELD = KeptField

    class Meta:
        """The settings for speed."""

        exclude = ("id",)
        import_id_fields = ("external_id",)
        instance_loader_class = CachedInstanceLoader
        skip_unchanged = True
        skip_html_diff = True
        report_skipped = False
        use_bulk = True
        use_transactions = True


def customer_model() -> type[models.Model]:
    """The model of the table that is there, where dates and decimals are text."""
    fields = {name: _COLUMNS.get(name, models.TextField)(null=True, blank=True) for name in FIELDS}
    meta = type("Meta", (), {"app_label": "benchmarks", "db_table": "customers", "managed": False})
    return type("Customer", (models.Model,), {"__module__": __name__, "Meta": meta, **fields})


def import_sheet(sheet: Path, base: Path) -> None:
    """Import by external id."""
    database = {"ENGINE": "django.db.backends.sqlite3", "NAME": base}
    settings.configure(DATABASES={"default": database}, INSTALLED_APPS=["benchmarks"], USE_TZ=False)
    django.setup()
    resource = modelresource_factory(customer_model(), CustomerResource)()
    result = resource.import_data(Dataset(*rows_of(sheet), headers=FIELDS), raise_errors=True)
    if result.has_errors() or result.has_validation_errors():
        sys.exit(f"{result.totals}")


if __name__ == "__main__":
    import_sheet(Path(sys.argv[1]), Path(sys.argv[2]))
