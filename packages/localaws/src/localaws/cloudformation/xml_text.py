"""What text an answer in XML can hold: XML 1.0 has no control characters, and no half of a pair."""

from __future__ import annotations

import re

_UNSPEAKABLE = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def fault(text: str) -> str | None:
    """The first character that XML cannot hold, as ``U+0000``; None where there is none."""
    found = _UNSPEAKABLE.search(text)
    return None if found is None else f"U+{ord(found.group()):04X}"


def cleaned(text: str) -> str:
    """The text with a question mark for each such character."""
    return _UNSPEAKABLE.sub("?", text)
