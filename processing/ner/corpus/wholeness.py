"""Whether a stretch of text looks like something that a person would have marked. Pure.

People mark whole words. Where a script has no spaces, its words often end where the script changes:
kanji before hiragana, Latin before katakana. So an edge can speak for a stretch, against it, or neither.
"""

from __future__ import annotations

import unicodedata
from functools import cache

# Hangul has spaces, but its particles follow a name without one.
_LOOSE = {"CJK", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR", "HANGUL"}
_ALIKE = {"KATAKANA-HIRAGANA": "KATAKANA", "IDEOGRAPHIC": "CJK", "HALFWIDTH": "KATAKANA"}


def of(text: str, start: int, end: int) -> int:
    """1: it looks marked; -1: it does not; 0: nothing tells."""
    if not 0 <= start < end <= len(text):
        return -1
    if text[start].isspace() or text[end - 1].isspace():
        return -1
    return min(_edge(text, start), _edge(text, end))


def may_go_on(text: str, position: int) -> bool:
    """Whether what stands there is Hangul, whose particles are a syllable behind a name."""
    return 0 <= position < len(text) and _script(text[position]) == "HANGUL"


def _edge(text: str, position: int) -> int:
    if position in (0, len(text)):
        return 1
    left, right = _script(text[position - 1]), _script(text[position])
    if not left or not right:
        return 1
    if left in _LOOSE or right in _LOOSE:
        return 1 if left != right else 0
    return -1


@cache
def _script(character: str) -> str:
    """Of what script a letter, a digit or a mark on a letter is; empty for all else."""
    if not character.isalnum() and unicodedata.category(character)[0] != "M":
        return ""
    name = unicodedata.name(character, "?").partition(" ")[0]
    return _ALIKE.get(name, name)
