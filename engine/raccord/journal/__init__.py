"""The journal: what every operation changed, restore points, restore, undo, history and the recycle bin (SPEC §5)."""

from raccord.journal.bin import BinnedCustomer, bring_back, list_bin, purge_bin
from raccord.journal.contents import Held, JournalSize, TouchedCustomer, customers_of, journal_size
from raccord.journal.history import HistoryEntry, history_of
from raccord.journal.operations import Operation, OperationKind, create_point, list_operations
from raccord.journal.reverting import Conflict, Reversal, restore, undo

__all__ = [
    "BinnedCustomer",
    "Conflict",
    "Held",
    "HistoryEntry",
    "JournalSize",
    "Operation",
    "OperationKind",
    "Reversal",
    "TouchedCustomer",
    "bring_back",
    "create_point",
    "customers_of",
    "history_of",
    "journal_size",
    "list_bin",
    "list_operations",
    "purge_bin",
    "restore",
    "undo",
]
