"""``python -m localaws.trial``: see ``program``."""

import sys

from localaws.trial.program import main

if __name__ == "__main__":
    sys.exit(main())
