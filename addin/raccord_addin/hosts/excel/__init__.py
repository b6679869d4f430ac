"""Excel as a host, through xlwings, on Windows and on the Mac.

What xlwings offers on both platforms is used where it suffices; the rest is in `windows` and `mac`, two modules with
the same functions (see `native`). Nothing else in Raccord knows xlwings.
"""

from raccord_addin.hosts.excel.caller import caller_book
from raccord_addin.hosts.excel.host import ExcelHost

__all__ = ["ExcelHost", "caller_book"]
