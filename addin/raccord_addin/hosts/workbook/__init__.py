"""A host on a file: a workbook without any spreadsheet program, changed through openpyxl and saved as xlsx."""

from raccord_addin.hosts.workbook.host import WorkbookHost

__all__ = ["WorkbookHost"]
