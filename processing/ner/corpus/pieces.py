"""Cuts running text into pieces that a tokenizer treats each by itself.

BERT's normalizer and pre-tokenizer look at one character at a time: white space, an ideograph or a
punctuation mark ends the word before it, whatever stands around it. Which characters do so, the
tokenizer itself is asked, once for each. Tokenizers of other kinds are left to others.
"""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass

import numpy as np
from tokenizers import PreTokenizedString, Tokenizer
from tokenizers.normalizers import BertNormalizer

_ASKED = 64  # characters at once: to say where words lie takes time by the square of their number
_UNKNOWN, _JOINED, _ALONE, _SPACE = range(4)
# The pre-tokenizers that look at one character at a time, as they are written in tokenizer.json.
_BERT = {"type": "BertPreTokenizer"}
_ONE_CHARACTER = re.compile(r"\[[^\\^\]]-[^\\\]]\]")


def can_cut(tokenizer: Tokenizer) -> bool:
    """Whether its words depend on single characters alone."""
    if not isinstance(tokenizer.normalizer, BertNormalizer) or tokenizer.pre_tokenizer is None:
        return False
    state = json.loads(tokenizer.pre_tokenizer.__getstate__())
    steps = state.get("pretokenizers", [state])
    # A token that is looked for in normalized text could lie across the places of a cut.
    looked_for_late = any(t.normalized for t in tokenizer.get_added_tokens_decoder().values())
    return not looked_for_late and all(step == _BERT or _isolates(step) for step in steps)


def _isolates(step: dict[str, object]) -> bool:
    pattern = step.get("pattern")
    expression = pattern.get("Regex", "") if isinstance(pattern, dict) else ""
    return (step["type"], step.get("behavior"), step.get("invert")) == (
        "Split",
        "Isolated",
        False,
    ) and _ONE_CHARACTER.fullmatch(expression) is not None


@dataclass(frozen=True)
class Pieces:
    """Pieces of text in order: the strings, and the character at which each begins (int64)."""

    strings: list[str]
    begins: np.ndarray


class Cutter:
    """Cuts for a tokenizer of which ``can_cut`` holds."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._kinds: np.ndarray = np.zeros(0x110000, dtype=np.int8)  # of each code point
        contents = [t.content for t in tokenizer.get_added_tokens_decoder().values()]
        self._added = re.compile("|".join(map(re.escape, contents))) if contents else None

    def cut(self, text: str) -> Pieces | None:
        """The pieces of a text; None where it spells a special token, which may hold any character."""
        if self._added and self._added.search(text):
            return None
        characters = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32)
        kinds = self._kinds[characters]
        if not kinds.all():
            self._ask(np.unique(characters[kinds == _UNKNOWN]))
            kinds = self._kinds[characters]
        # Between two characters of a piece there is no edge: both are of the joined kind.
        joined = kinds == _JOINED
        edge: np.ndarray = np.ones(len(kinds) + 1, dtype=bool)
        edge[1:-1] = ~(joined[1:] & joined[:-1])
        filled = kinds != _SPACE
        begins = np.flatnonzero(filled & edge[:-1])
        ends: np.ndarray = np.flatnonzero(filled & edge[1:]) + 1
        strings = [text[a:b] for a, b in zip(begins.tolist(), ends.tolist(), strict=True)]
        return Pieces(strings, begins)

    def _ask(self, characters: np.ndarray) -> None:
        """Learn how characters (code points) cut: from what becomes of each between two letters."""
        for start in range(0, len(characters), _ASKED):
            codes = characters[start : start + _ASKED].tolist()
            probe = PreTokenizedString(" ".join(f"a{chr(code)}a" for code in codes))
            probe.normalize(self._tokenizer.normalizer.normalize)
            self._tokenizer.pre_tokenizer.pre_tokenize(probe)
            words: list[list[tuple[int, int]]] = [[] for _ in codes]
            for _, (begin, end), _ in probe.get_splits("original", "char"):
                words[begin // 4].append((begin % 4, end - begin + begin % 4))
            self._kinds[codes] = list(map(_kind, codes, words))


def _kind(code: int, words: list[tuple[int, int]]) -> int:
    """How a character cuts that stands between two letters, which come to these words."""
    if words == [(0, 1), (2, 3)]:
        return _SPACE
    # A combining mark may change places with its neighbours.
    if words == [(0, 1), (1, 2), (2, 3)] and not unicodedata.combining(chr(code)):
        return _ALONE
    return _JOINED
