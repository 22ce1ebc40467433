"""`python -m pipelines [NAME…]`: prints what there is to know of the pipelines, as JSON.

    {"pipelines": [{"name": "iris", "description": …, "hyperparameters": {…}, …}], "broken": []}

A pipeline whose module is wrong stands under `broken`, with the file and the line, and the others are
told all the same. A name that there is not ends it with status 1 and a sentence. What a module prints
while it is loaded goes to standard error.
"""

import json
import sys
from contextlib import redirect_stdout

from pipelines import catalog
from pipelines.summary import summary


def main(names: list[str]) -> None:
    try:
        with redirect_stdout(sys.stderr):
            told = summary(names or catalog.names())
    except catalog.NoSuchPipeline as error:
        sys.exit(str(error))
    print(json.dumps(told, indent=2))


if __name__ == "__main__":
    main(sys.argv[1:])
