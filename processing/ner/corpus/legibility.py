"""Whether a file's text came through earlier hands whole: looked at in its beginning.

UTF-8 that was once read as Latin-1 or Windows-1252 and written again is UTF-8 still, and says "ZoÃ«" for
"Zoë"; a character that somebody could not read is U+FFFD for ever. Both are learnt as they stand.
"""

from __future__ import annotations

import re
from pathlib import Path

_BEGINNING = 1 << 20
_ENOUGH = 3
_REPLACED = "�".encode()
# What Latin-1 or Windows-1252 makes of a letter of two bytes in UTF-8: "Ã" or "Â", and a sign behind it.
_MANGLED = re.compile(rb"\xc3[\x82\x83]\xc2[\x80-\xbf]")


def look(path: Path, name: str) -> tuple[str, ...]:
    """A doubt for each way in which the text seems to be damaged."""
    with path.open("rb") as file:
        beginning = file.read(_BEGINNING)
    doubts = []
    lost = [match.start() for match in re.finditer(_REPLACED, beginning)]
    if len(lost) >= _ENOUGH:
        doubts.append(
            f"{name} holds {len(lost)} times U+FFFD, such as on line {_line(beginning, lost[0])}: "
            "characters were lost before it came here"
        )
    mangled = [match.start() for match in _MANGLED.finditer(beginning)]
    if len(mangled) >= _ENOUGH:
        shown = beginning[mangled[0] : mangled[0] + 4].decode("utf-8", "ignore")
        doubts.append(
            f"{name} seems to have been UTF-8 that was read as Latin-1 and written again: {shown!r} "
            f"and {len(mangled) - 1} more such pairs, such as on line {_line(beginning, mangled[0])}"
        )
    return tuple(doubts)


def _line(beginning: bytes, position: int) -> int:
    return beginning.count(b"\n", 0, position) + 1
