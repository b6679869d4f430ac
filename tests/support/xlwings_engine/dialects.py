"""The two ways in which Excel is spoken to, and how each refuses."""

from enum import StrEnum


class Dialect(StrEnum):
    """How `.api` looks: like pywin32's COM objects, or like appscript's references."""

    WINDOWS = "windows"
    MAC = "mac"


class ComRefusal(Exception):  # noqa: N818 - stands for pywin32's com_error
    """A refusal as pywin32 raises it."""

    def __init__(self, text: str) -> None:
        super().__init__(-2147352567, "Exception occurred.")
        self.strerror = "Exception occurred."
        self.excepinfo = (0, "Microsoft Excel", text, "xlmain11.chm", 0, -2146827284)


class ScriptRefusal(Exception):  # noqa: N818 - stands for appscript's CommandError
    """A refusal as appscript raises it."""

    def __init__(self, text: str) -> None:
        super().__init__(f"Command failed:\n\t\tOSERROR: -50\n\t\tMESSAGE: {text}")
        self.errornumber = -50
        self.errormessage = text


def refusal(dialect: Dialect, text: str) -> Exception:
    """What is raised when Excel refuses."""
    return ComRefusal(text) if dialect is Dialect.WINDOWS else ScriptRefusal(text)
