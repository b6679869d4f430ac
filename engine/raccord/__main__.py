"""`python -m raccord` is the command `raccord`."""

import sys

from raccord.cli import main

if __name__ == "__main__":
    sys.exit(main())
