"""The words of the benchmark's page."""

INTRODUCTION = """
# Benchmarks

`make bench` writes bases and workbooks of made-up customers, and measures Raccord and its peers on them. Each step runs
in a fresh process on a fresh copy of its base, and is timed from the start of the process to its end:

- **raccord preview**, as the command line runs it: reading the workbook, checking every cell, matching, planning every
  change, and looking whether the keys are doubtful and new rows resemble customers who are there;
- **raccord import** of what that preview has shown (`--expect`): all of it again, but for the last, then the restore
  point and the journal that can take it back; and, beside it, an import that nobody has previewed;
- **raccord restore**, which takes that import back;
- the **hand-written upsert**, the floor: python-calamine reads the same workbook, and `executemany` of
  `INSERT … ON CONFLICT (external_id) DO UPDATE` writes its rows in one transaction. On PostgreSQL it is `COPY` into a
  temporary table and one `MERGE`;
- the **peers**, each as it does the same work best. They are said below.

Four rows in five match a customer; about 20 % of their cells differ from the base. The fifth is a new customer. The 24
fields of the default catalogue and an ignored id column make the 25 columns. After the runs, the benchmark compares the
customers that each step has left with those that the floor has left, cell by cell; those of peers that cannot keep what
a blank or an earlier call overwrites, with those that a plain overwrite leaves; and those of the restore with those
before the import.

Where **matching alone** is measured, the rows are in memory and the time is that of the work without the start of the
process: Raccord opens the base, stages the keys of the rows, folds those of the customers and identifies them, as its
import does. polars loads the same keys, which were folded for it before, from SQLite, and joins them. The index by hand
looks the rows up in SQL, in folds that were written and indexed before: the limit of a look-up, and no whole match. All
must find the same customers for every row.
"""

PEERS = {
    ("sqlite-utils",): """(Apache-2.0): `upsert_all` of the rows that the floor reads, in batches of 10,000. It
        overwrites with every cell of the sheet: it cannot keep what is there where the sheet is blank, nor overwrite
        only if greater.""",
    ("pandas", "pangres"): """(BSD-3-Clause, Unlicense): `read_excel` with its engine calamine, and the upsert that
        pandas lacks. It overwrites with every cell, too.""",
    ("dlt",): """(Apache-2.0): a pipeline with the rows that the floor reads, merged by its destination sqlalchemy, with
        primary keys in its staging tables, without which it takes many times longer. On SQLite it only knows to delete
        the customers and to insert them again: they get new ids, and all that is no cell of the sheet is lost. It
        overwrites with every cell, too, and needs two columns of its own in the table, which are added before.""",
    ("django-import-export", "Django"): """(BSD-2-Clause, BSD-3-Clause): the rows that the floor reads, with its
        settings for speed: customers fetched at once, unchanged ones skipped, bulk writes, no HTML. A field of a few
        lines keeps values under blanks and overwrites calls only if greater, so it leaves the floor's customers.""",
    ("polars", "connectorx", "pyarrow"): """(MIT, MIT, Apache-2.0): loads the keys in parallel and joins them in memory.
        A pair is found by the first key on which it agrees, the most selective first, with blanks as jokers. It only
        matches, and it holds all keys in memory.""",
}
"""Each choice in a line, with its licences, by its packages."""

MEANING = """
## What the figures mean

The ratio is the step's median time divided by that of the step whose ratio is 1.0: with the floor, what a user pays, in
time, for what the upsert does not do. The upsert trusts every cell, knows one unique key, shows nothing beforehand and
can take nothing back; where the sheet is matched by other keys, it still goes by the external id. The ratio compares on
one machine and travels better between machines than the seconds do. At a load near the number of cores, other programs
took their share, and every figure but the memory is less exact.

A goal that is not met says by which share of its limit. “× polars” is the time of Raccord's matching divided by that of
polars, “× the time” that of the same import at the smaller size. The journal is weighed by the pages of Raccord's own
tables and indexes, against the bytes of the old and the new values of all changed cells as text.

Peak memory is the most that the step's process held at once, as the operating system counts it, in MB of 1,000,000
bytes, the highest of all runs. It grows with the sheet and hardly with the base: Raccord never holds the customers in
Python, but for the keys of a large base that are matched in memory, and pages of those that new rows may resemble. On
PostgreSQL it is that of the client alone. The server is started for the benchmark with the settings that it comes with,
so that a commit is on the disk.

`make bench` installs the peers, measures all of this and writes this page; `make bench BENCH="--only import,matching"`
measures parts and only prints them, `BENCH="--rows 10000 --customers 100000"` other sizes, `BENCH="--only goals"` what
the goals need, and `BENCH="--help"` lists the options. What a click in LibreOffice takes is measured in [its own
page](benchmarks-office.md).
"""
