"""From a text of any length to windows of token ids, and back to characters of that text.

A text is read in units (the tokenizer's words, or its sub-tokens) whose tag is that of their first
sub-token, as in training. A text too long for one window is cut into overlapping ones; each unit
takes its tag from the window in which it stands further from the edge.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from tokenizers import Tokenizer

from .labels import Labels


@dataclass(frozen=True)
class Reading:
    """A text made ready for the network."""

    text: str
    windows: list[list[int]]  # token ids with special tokens; none for a text without tokens
    unit_window: np.ndarray  # int64 [units]: the window that owns the unit
    unit_position: np.ndarray  # int64 [units]: its first sub-token's place in that window
    unit_start: np.ndarray  # int64 [units]: code points before the unit
    unit_end: np.ndarray  # int64 [units]: code points up to its end

    def unit_scores(self, logits: list[np.ndarray]) -> np.ndarray:
        """Pick each unit's row, [units, labels], from the logits of the windows."""
        lengths = [0, *(len(window) for window in self.windows)]
        rows = np.cumsum(lengths)[self.unit_window] + self.unit_position
        scores: np.ndarray = np.concatenate(logits)[rows]
        return scores


class Reader:
    """Makes readings with the tokenizer and the settings that the model was trained with."""

    def __init__(self, tokenizer: Tokenizer, labels: Labels) -> None:
        self._tokenizer = tokenizer
        self._by_word = labels.unit == "word"
        special = tokenizer.encode("a", add_special_tokens=True)
        is_special = np.array(special.special_tokens_mask, dtype=bool)
        inner = np.flatnonzero(~is_special)
        self._prefix = special.ids[: inner[0]]
        self._suffix = special.ids[inner[-1] + 1 :]
        self._size = labels.max_length - len(self._prefix) - len(self._suffix)
        self._stride = min(labels.stride, self._size // 2)

    def read(self, text: str) -> Reading:
        """Tokenise one text; offsets count Unicode code points of ``text`` as it came."""
        encoding = self._tokenizer.encode(text, add_special_tokens=False)
        ids = encoding.ids
        offsets = np.array(encoding.offsets, dtype=np.int64).reshape(-1, 2)
        first = self._first_of_units(encoding.word_ids, len(ids))
        last: np.ndarray = np.append(first[1:], len(ids))[: len(first)] - 1
        step = self._size - self._stride
        count = 1 + max(0, -(-(len(ids) - self._size) // step)) if ids else 0
        owner = np.clip((first - self._stride // 2) // step, 0, max(0, count - 1))
        return Reading(
            text=text,
            windows=[
                [*self._prefix, *ids[start : start + self._size], *self._suffix]
                for start in range(0, count * step, step)
            ],
            unit_window=owner,
            unit_position=first - owner * step + len(self._prefix),
            unit_start=offsets[first, 0],
            unit_end=offsets[last, 1],
        )

    def _first_of_units(self, words: list[int | None], count: int) -> np.ndarray:
        if not self._by_word:
            return np.arange(count)
        of_word = np.array([-1 if word is None else word for word in words], dtype=np.int64)
        return np.flatnonzero(np.diff(of_word, prepend=-2))
