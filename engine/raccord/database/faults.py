"""What a database's report means to a user: one text for every family, whatever its driver calls it."""

import getpass
import re
import socket
from dataclasses import dataclass

from raccord.errors import DatabaseError, Where
from raccord.translation import N_, _


@dataclass(frozen=True, slots=True)
class Meaning:
    """A code, what is wrong, and what to do; `again` says that the transaction may well succeed when done again."""

    code: str
    title: str
    hint: str
    again: bool = False

    def error(self, shown_url: str) -> DatabaseError:
        """The error of a base, which is named without its password."""
        return DatabaseError(self.code, _(self.title), hint=_(self.hint), where=Where(file=shown_url))


def myself() -> str:
    """This user on this computer, in printable characters, for the others who wait."""
    try:
        user = getpass.getuser()
    except (KeyError, OSError):
        user = "someone"
    return re.sub(r"[^\w.@ -]", "?", f"{user} on {socket.gethostname()}")[:60]


def unsupported(database: str) -> DatabaseError:
    """The error of a kind of database that Raccord does not work on."""
    return DatabaseError(
        "unsupported-database",
        _("Raccord does not work on {database} databases.", database=database),
        hint=_("Use SQLite, PostgreSQL or MariaDB."),
    )


LOCKED = Meaning(
    "base-locked", N_("Another import is working on this base."), N_("Wait until it is done and try again.")
)


def locked_by(holder: str | None) -> Meaning:
    """The meaning of a lock that was not free in time, with who holds it, as far as anybody knows."""
    if not holder:
        return LOCKED
    return Meaning(LOCKED.code, _("Another import is working on this base: {holder}.", holder=holder), LOCKED.hint)


UNREACHABLE = Meaning(
    "base-unreachable",
    N_("The database server cannot be reached, or the connection is lost."),
    N_("Nothing was written. Check the network, the server and the address in the URL, and try again."),
)
LOGIN_REFUSED = Meaning(
    "login-refused",
    N_("The database server refuses the user or the password."),
    N_(
        "Check both in your configuration, or ask the administrator. Where a password comes from, "
        "this tells: raccord profile list"
    ),
)
UNTRUSTED = Meaning(
    "base-untrusted",
    N_("The server does not encrypt the connection, or does not prove that it is the one you mean."),
    N_("The URL asks for both. Correct its options, or ask the administrator for the server's certificate."),
)
NO_DATABASE = Meaning(
    "no-such-database",
    N_("The server has no database of this name, or you may not use it."),
    N_("Check the URL, or ask the administrator to make the database."),
)
BUSY = Meaning(
    "server-busy",
    N_("The database server has too much to do."),
    N_("Nothing was written. Try again later, or ask the administrator."),
)
CANCELLED = Meaning(
    "server-cancelled",
    N_("The database server has cancelled what it was asked, by hand or after a time that it sets."),
    N_("Nothing was written. Ask the administrator, and try again."),
)
COMMIT_UNKNOWN = Meaning(
    "commit-unknown",
    N_(
        "The connection was lost or Raccord was stopped at the last moment, so it is not known "
        "whether this was written."
    ),
    N_("Either all of it was written or nothing. If it was, this command lists it: raccord restore-points"),
)
APPLIED = Meaning(
    "applied-unreported",
    N_("All was written, but then the connection was lost or Raccord was stopped."),
    N_("You need not do it again. See it with: raccord restore-points"),
)
FORBIDDEN = Meaning(
    "base-forbidden",
    N_("The database user may not do this."),
    N_("Nothing was written. Ask the administrator for an importer's rights."),
)
MAY_NOT_MAKE = Meaning(
    "base-incomplete",
    N_("Tables or columns that Raccord needs are missing, and the database user may not make them."),
    N_(
        "Nothing was written. Ask the administrator to run: raccord database create\nand then to give "
        "you an importer's rights."
    ),
)
BAD_OPTION = Meaning(
    "bad-url",
    N_("The database URL has an option that its driver does not take so."),
    N_("Correct it in --database, RACCORD_DATABASE or your configuration."),
)
CHANGED = Meaning(
    "changed-meanwhile",
    N_("Another program has changed the same customers during the import."),
    N_("Nothing was written. Preview again, and import."),
    again=True,
)
CUT_OFF = Meaning(
    "node-cut-off",
    N_("This node of the database cluster is cut off from the other nodes, or not ready yet."),
    N_("Nothing was written. Use the address of another node, or ask the administrator."),
)
TOO_LARGE = Meaning(
    "too-large-for-cluster",
    N_("The import is larger than the database cluster accepts in one transaction."),
    N_("Nothing was written. Split the sheet, or ask the administrator to raise wsrep_max_ws_size."),
)
READ_ONLY = Meaning(
    "base-read-only", N_("The base is read-only."), N_("Nothing was written. Ask for the right to write to it.")
)
DISK_FULL = Meaning("disk-full", N_("The disk is full."), N_("Nothing was written. Free some space and try again."))
DISK_FAULT = Meaning(
    "disk-fault",
    N_("The disk reports an error at the database file."),
    N_("Nothing was written. Check the disk, its free space and your quota, and try again."),
)
NOT_SQLITE = Meaning(
    "not-sqlite",
    N_("This file is no SQLite database."),
    N_("Check the path in the URL. If it was your base, bring back a copy of the file from your backup."),
)
CORRUPT = Meaning(
    "base-corrupt", N_("The database file is damaged."), N_("Bring back a copy of the file from your backup.")
)
NO_FILE = Meaning(
    "base-unreachable",
    N_("The database file cannot be opened."),
    N_("Check the path, and your rights to the file and its folder."),
)
