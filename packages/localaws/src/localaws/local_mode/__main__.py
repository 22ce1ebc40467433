"""``python -m localaws.local_mode``: see ``program``."""

import sys

from localaws.local_mode.program import main

if __name__ == "__main__":
    sys.exit(main())
