"""Whether a file's first column can be what a tree is to tell: pure, on how often each label occurs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from .failure import JobError

_FIRST = "The label must stand in column 1"


def check(counts: Mapping[str, int]) -> None:
    """Refuse labels that a tree cannot learn, or that are no labels.

    Raises:
        JobError: there is one label only, each row has its own, or they are measured numbers.
    """
    names = list(counts)
    if len(names) < 2:
        raise JobError(f"Every row has the label {names[0]!r}: a tree needs two or more.")
    shown = ", ".join(names[:3])
    if len(names) > 2 and max(counts.values()) == 1:
        raise JobError(
            f"Each row has a label of its own ({shown}, …): is column 1 the number of the row? {_FIRST}."
        )
    if all(map(_is_number, names)) and not all(float(name).is_integer() for name in names):
        raise JobError(
            f"The labels are measured numbers ({shown}, …), of which a tree makes no classes: is the "
            f"label in another column? {_FIRST}."
        )


def doubts(counts: Mapping[str, int]) -> list[str]:
    """Labels that differ in case or white space alone, in a sentence for each group."""
    alike: dict[str, list[str]] = defaultdict(list)
    for name in counts:
        alike["".join(name.casefold().split())].append(name)
    return [
        "the labels "
        + " and ".join(f"{name!r} ({counts[name]} rows)" for name in group)
        + " differ in case or white space alone, and are learnt as different ones"
        for group in alike.values()
        if len(group) > 1
    ]


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return text.lower().lstrip("+-") not in ("nan", "inf", "infinity")
