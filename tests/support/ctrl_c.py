"""A command of Raccord's in which Ctrl-C is pressed; run as `python -m support.ctrl_c WORDS COMMAND…`.

It is pressed before the first statement that starts with the words. With `wait:` before them, the process says that it
is there and goes on when it is answered, for the one who started it to press.
"""

import os
import signal
import sys

from raccord.cli import main
from support.statements import at_statement


def _press() -> None:
    os.kill(os.getpid(), signal.SIGINT)


def _wait() -> None:
    print("here", flush=True)
    sys.stdin.readline()


if __name__ == "__main__":
    waits, words = sys.argv[1].startswith("wait:"), sys.argv[1].removeprefix("wait:")
    with at_statement(words, _wait if waits else _press):
        status = main(sys.argv[2:])
    sys.exit(status)
