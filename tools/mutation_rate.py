"""`python -m tools.mutation_rate FOLDER…`: which share of mutmut's mutants the tests noticed."""

import json
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

_STATISTICS = "mutmut-cicd-stats.json"
_NOTICED = ("killed", "timeout", "segfault", "caught_by_type_check")


def rate(statistics: Iterable[dict[str, int]]) -> str:
    """A line of what mutmut counted, in all of its runs together."""
    count: Counter[str] = Counter()
    for one in statistics:
        count.update(one)
    noticed = sum(count[kind] for kind in _NOTICED)
    unnoticed = count["survived"] + count["no_tests"] + count["suspicious"]
    if not noticed + unnoticed:
        return "No mutants were made."
    share = noticed / (noticed + unnoticed)
    return (
        f"{noticed} of {noticed + unnoticed} mutants were noticed by a test: {share:.1%}. "
        f"`mutmut results` lists the others, `mutmut show NAME` prints one."
    )


def main() -> None:
    print(rate(json.loads((Path(folder) / _STATISTICS).read_text()) for folder in sys.argv[1:]))


if __name__ == "__main__":
    main()
