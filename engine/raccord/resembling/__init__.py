"""Resembling: which customers a record is likely to be, though no key says so (SPEC §3).

`roles` says which fields of a catalogue are compared, `reducing` what counts of a text, `records` what is compared of
a row or a customer, `scoring` how alike two are; `blocks` and `finding` spare comparing everybody with everybody.
"""

MOST_LIKELY = 3
"""So many customers are found for a row at most."""
