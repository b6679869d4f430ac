"""Judging keys: how well fields, alone or together, tell rows and customers apart, and whom they would match (SPEC §3).

A sample of the rows and everybody whom they can meet are looked at once (`meeting`); every set of fields is then judged
without the database (`sampled`), the sets worth it are found by `searching`, and `sides` counts exactly.
"""
