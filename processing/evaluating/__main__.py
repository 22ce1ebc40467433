"""Makes the report of an evaluation again: ``python3 -m processing.evaluating evaluation.json report.html``.

For somebody who has changed the file, or has only the file: the page is made of it alone.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from .page import page
from .problems import Unusable
from .reading import read

_USAGE = "usage: python3 -m processing.evaluating EVALUATION.JSON [REPORT.HTML]"


def main(arguments: Sequence[str]) -> int:
    """Write the report, beside the evaluation unless another place is named; 0, or what is wrong."""
    if not 1 <= len(arguments) <= 2 or arguments[0].startswith("-"):
        print(_USAGE, file=sys.stderr)
        return 2
    source = Path(arguments[0])
    target = Path(arguments[1]) if len(arguments) == 2 else source.with_name("report.html")
    try:
        made = page(read(source))
    except Unusable as error:
        print(str(error), file=sys.stderr)
        return 1
    target.write_text(made, encoding="utf-8")
    print(f"{target} shows {source}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
