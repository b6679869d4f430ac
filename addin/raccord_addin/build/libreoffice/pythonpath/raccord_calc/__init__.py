"""Raccord inside LibreOffice Calc: what it shows and changes there, in the Python that LibreOffice brings along."""

VERSION = 1
"""The version of the messages; the engine must have the same."""
