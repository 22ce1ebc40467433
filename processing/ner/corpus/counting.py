"""The ways in which people count the characters of a text, each with the way to ours.

Ours: Unicode code points from 0, the end exclusive. JavaScript, Java and C# count UTF-16 code units, Go
and Rust bytes; some tools count line ends as two, start at 1, or give the last character itself. Pure.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Edges = tuple[int, int]


@dataclass(frozen=True)
class Counting:
    """One way to count: ``name`` is that of ``--offsets``, ``words`` ends "offsets are counted …"."""

    name: str
    words: str
    differs: str  # which entities it moves: "entities behind …"
    edges: Callable[[str, int, int], Edges | None]  # in code points; None: inside a character


def _encoded(encoding: str, width: int) -> Callable[[str, int, int], Edges | None]:
    """Counting in units of so many bytes of an encoding."""

    def edges(text: str, start: int, end: int) -> Edges | None:
        units = text.encode(encoding, "surrogatepass")
        if not 0 <= width * start <= width * end <= len(units):
            return None
        try:
            before, within = (
                len(part.decode(encoding, "surrogatepass"))
                for part in (units[: width * start], units[width * start : width * end])
            )
        except UnicodeDecodeError:  # inside a character
            return None
        return before, before + within

    return edges


def _with_long_line_ends(text: str, start: int, end: int) -> Edges | None:
    longer = text.replace("\n", "\r\n")
    if not 0 <= start <= end <= len(longer):
        return None
    if "\r\n" in (longer[max(at - 1, 0) : at + 1] for at in (start, end)):
        return None
    return start - longer.count("\r\n", 0, start), end - longer.count("\r\n", 0, end)


def _shifted(start_by: int, end_by: int) -> Callable[[str, int, int], Edges | None]:
    return lambda text, start, end: (start + start_by, end + end_by)


CHARACTERS = Counting(
    "characters", "in characters", "no entities", lambda text, start, end: (start, end)
)
UTF_16 = Counting(
    "utf-16",
    "in UTF-16 code units, as JavaScript and Java count",
    "entities behind an emoji or another character beyond U+FFFF",
    _encoded("utf-16-le", 2),
)
BYTES = Counting(
    "bytes",
    "in bytes of UTF-8",
    "entities behind a character that is not ASCII",
    _encoded("utf-8", 1),
)
LINE_ENDS = Counting(
    "two-a-line-end",
    "with two characters for each line end",
    "entities behind a line end",
    _with_long_line_ends,
)
LAST = Counting(
    "last-character",
    "to the last character, not behind it",
    "entities",
    _shifted(0, 1),
)
FROM_ONE = Counting("from-one", "from 1", "entities", _shifted(-1, -1))
FROM_ONE_TO_LAST = Counting(
    "from-one-to-last-character",
    "from 1 and to the last character, not behind it",
    "entities",
    _shifted(-1, 0),
)

# In another unit than characters: these differ behind some characters only.
UNITS = (UTF_16, BYTES, LINE_ENDS)
# The likelier first, which wins where two fit alike.
OTHERS = (*UNITS, LAST, FROM_ONE, FROM_ONE_TO_LAST)
BY_NAME = {way.name: way for way in (CHARACTERS, *OTHERS)}


def shifted(by: int) -> Counting:
    """Counting from another place, such as the beginning of a header that was taken away."""
    return Counting("shifted", f"from {by} characters further on", "entities", _shifted(-by, -by))
