"""Actions: what each button does, as functions from a snapshot and the desk to a reply; one module a group."""
