"""The benchmark: Raccord's preview and import against a hand-written upsert of the same rows."""
