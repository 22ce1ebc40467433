"""What the columns of a CoNLL file are: looked at in its beginning, before its lines are believed.

A token comes first and its tag last, except that many files (CoNLL-U, GermEval, WikiNEuRal) begin each line
with the token's number in its sentence: taken for tokens, such numbers would pass for text.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from .problems import JobProblem

_BEGINNING = 1 << 20
_TAG = re.compile(r"O|[BIESLUMW]-\S+")
_NUMBER = re.compile(r"[0-9]+")
_PART = re.compile(r"[0-9]+[-.][0-9]+")  # "3-4" and "8.1" of CoNLL-U stand beside the numbers
_ENOUGH = 3  # lines of a sentence, from which on a row of numbers is no chance

Row = list[str]


@dataclass(frozen=True)
class Layout:
    """In which column the token is; the tag is in the last one. ``doubts``: what there is to say."""

    token: int = 0
    doubts: tuple[str, ...] = ()


def look(path: Path, name: str) -> Layout:
    """The layout of a file.

    Raises:
        JobProblem: its columns are in another order.
    """
    with path.open("rb") as file:
        beginning = file.read(_BEGINNING)
        if len(beginning) == _BEGINNING:
            beginning = beginning[: beginning.rfind(b"\n") + 1]
    return judge(sentences(beginning.decode("utf-8-sig", "replace")), name)


def sentences(text: str) -> list[list[Row]]:
    """The lines of a text as columns, without comments, by sentence."""
    found: list[list[Row]] = [[]]
    for line in text.splitlines():
        line = line.rstrip()
        if not line or line.startswith("-DOCSTART-"):
            found.append([])
        elif not (line.startswith("# ") and not found[-1]):
            found[-1].append(line.split("\t") if "\t" in line else line.split())
    return [sentence for sentence in found if sentence]


def judge(found: list[list[Row]], name: str) -> Layout:
    """The layout of sentences. Pure.

    Raises:
        JobProblem: as ``look``.
    """
    rows = list(chain.from_iterable(found))
    if not rows:
        return Layout()
    columns, _ = Counter(map(len, rows)).most_common(1)[0]
    rows = [row for row in rows if len(row) == columns]
    tags = [_share_of_tags(rows, column) for column in range(columns)]
    _check_order(rows, tags, name)
    if columns > 2 and _is_numbered(found):
        return Layout(
            1,
            (
                f"{name} begins each line with a token's number, such as {' '.join(rows[0])!r}: the "
                "second column is read as the token",
                *_other_tags(rows, tags, name),
            ),
        )
    if all(_NUMBER.fullmatch(row[0]) for row in rows) and len(rows) >= _ENOUGH:
        return Layout(
            0, (f"every token of {name} is a number, such as {rows[0][0]}: is a column missing?",)
        )
    return Layout(0, _other_tags(rows, tags, name))


def _share_of_tags(rows: list[Row], column: int) -> float:
    return sum(_TAG.fullmatch(row[column].strip()) is not None for row in rows) / len(rows)


def _check_order(rows: list[Row], tags: list[float], name: str) -> None:
    if len(tags) == 1:
        cell = rows[0][0]
        if "," in cell and _TAG.fullmatch(cell.rsplit(",", 1)[1].strip('"')):
            raise JobProblem(
                f"{name} has commas between its columns, such as {cell!r}: put a tab or a space there"
            )
        return
    others = [column for column, share in enumerate(tags[:-1]) if share > 0.95]
    if tags[-1] < 0.05 and others:
        raise JobProblem(
            f"{name} has its tags in column {others[0] + 1} of {len(tags)}, such as "
            f"{' '.join(rows[0])!r}: the token must come first and its tag last"
        )


def _is_numbered(found: list[list[Row]]) -> bool:
    """Whether the first column numbers the tokens of nearly every sentence, or of the file."""
    numbered = 0
    longest = 0
    running = -1
    for sentence in found:
        firsts = [row[0] for row in sentence if not _PART.fullmatch(row[0])]
        if not firsts or not all(map(_NUMBER.fullmatch, firsts)):
            continue
        begin = int(firsts[0])
        if begin not in (0, 1, running + 1):
            continue
        if firsts == [str(begin + n) for n in range(len(firsts))]:
            numbered += 1
            longest = max(longest, len(firsts))
            running = begin + len(firsts) - 1
    return longest >= _ENOUGH and numbered >= 0.95 * len(found)


def _other_tags(rows: list[Row], tags: list[float], name: str) -> tuple[str, ...]:
    """A doubt where another column has the entities that the last one lacks, as GermEval's has."""
    read = _types(rows, -1)
    for column in range(1, len(tags) - 1):
        other = _types(rows, column) if tags[column] == 1 else Counter()
        total = sum(other.values())
        if (
            total >= _ENOUGH
            and 10 * sum(read.values()) <= total
            and (not read or set(read) & set(other))
        ):
            return (
                f"column {column + 1} of {name} holds tags as well, with {total} entities where the "
                f"last column, which is read, has {sum(read.values())} in the same lines: is it the one?",
            )
    return ()


def _types(rows: list[Row], column: int) -> Counter[str]:
    """How many entities of each type begin in a column, roughly."""
    return Counter(
        row[column].strip()[2:] for row in rows if row[column].strip()[:1] in ("B", "S", "U")
    )
