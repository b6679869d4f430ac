"""The customer base: connecting, its schema, and what each database family can do."""

from raccord.database.attempts import write, written
from raccord.database.connect import Database, open_database
from raccord.database.customers import Customers
from raccord.database.family import Family
from raccord.database.reaching import base_exists
from raccord.database.schema import Journal
from raccord.database.urls import bare_name

__all__ = [
    "Customers",
    "Database",
    "Family",
    "Journal",
    "bare_name",
    "base_exists",
    "open_database",
    "write",
    "written",
]
