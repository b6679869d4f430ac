"""What several faults tell a user, word for word."""

UNREACHABLE = (
    "The database server cannot be reached, or the connection is lost. Nothing was written. Check the network, the "
    "server and the address in the URL, and try again."
)
UNKNOWN = (
    "The connection was lost or Raccord was stopped at the last moment, so it is not known whether this was written. "
    "Either all of it was written or nothing. If it was, this command lists it: raccord restore-points"
)
APPLIED = (
    "All was written, but then the connection was lost or Raccord was stopped. You need not do it again. See it with: "
    "raccord restore-points"
)
