"""Tokenises sentences that come as words, each distinct word once.

A fast tokenizer treats every word of a pretokenised sentence by itself, so a word has the same
sub-tokens wherever it stands. They are kept, and a sentence is put together from them: about twice
as fast as ``encode_batch`` over whole sentences, with the same result.
"""

from __future__ import annotations

import numpy as np
from tokenizers import Tokenizer

from .annotated import Annotated
from .conll import Sentences
from .tags import NOT_OWNED, OUTSIDE

CAPACITY = 1 << 18  # distinct words kept
_GROUP = 64  # new words tokenised together, as one pretokenised sentence


class WordEncoder:
    """Keeps the sub-tokens of up to about ``capacity`` words; forgets all when it is full."""

    def __init__(self, tokenizer: Tokenizer, capacity: int = CAPACITY) -> None:
        self._tokenizer = tokenizer
        self._capacity = capacity
        self._forget()

    def _forget(self) -> None:
        self._codes = _Codes()
        self._ids: np.ndarray = np.empty(0, dtype=np.int32)  # sub-tokens of all words kept
        self._starts: np.ndarray = np.zeros(1, dtype=np.int64)  # where each word's start; the end

    def encode(self, words: list[str]) -> tuple[np.ndarray, np.ndarray]:
        """The sub-tokens of words in a row: their ids (int32), and how many each word has."""
        if len(self._codes) > self._capacity:
            self._forget()
        codes = np.fromiter(map(self._codes.__getitem__, words), np.int64, len(words))
        if self._codes.new:
            self._learn(self._codes.new)
            self._codes.new = []
        starts = self._starts[codes]
        counts = self._starts[codes + 1] - starts
        # The position of each sub-token in the store: its word's start, plus its place in the word.
        ends = np.cumsum(counts)
        total = int(ends[-1]) if len(ends) else 0
        positions = np.arange(total) + np.repeat(starts - (ends - counts), counts)
        return self._ids[positions], counts

    def _learn(self, words: list[str]) -> None:
        groups = [words[place : place + _GROUP] for place in range(0, len(words), _GROUP)]
        encodings = self._tokenizer.encode_batch(
            groups, is_pretokenized=True, add_special_tokens=False
        )
        ids: list[int] = []
        places: list[int] = []
        for encoding in encodings:
            ids += encoding.ids
            places += encoding.word_ids  # of each sub-token: its word's place in the group
        sizes = [len(encoding) for encoding in encodings]
        word = np.array(places, np.int64) + np.repeat(np.arange(len(groups)) * _GROUP, sizes)
        counts = np.bincount(word, minlength=len(words))
        self._ids = np.concatenate([self._ids, np.array(ids, dtype=np.int32)])
        self._starts = np.concatenate([self._starts, self._starts[-1] + np.cumsum(counts)])


class _Codes(dict[str, int]):
    """Numbers words as they turn up; ``new`` has those that are not tokenised yet, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.new: list[str] = []

    def __missing__(self, word: str) -> int:
        self.new.append(word)
        code = self[word] = len(self)
        return code


def annotate(
    encoder: WordEncoder, sentences: Sentences, labels: np.ndarray, every_subtoken: bool
) -> tuple[Annotated, int]:
    """Tokenise sentences, with ``labels`` (label id of each word) on their sub-tokens.

    ``every_subtoken``: each sub-token is a unit, not only the first of each word.
    Returns as well how many words have no sub-token at all (invisible characters) and fell out.
    """
    ids, counts = encoder.encode(sentences.words)
    gone = np.flatnonzero(counts == 0)
    if len(gone):
        labels = _without(labels, gone)
    first = (np.cumsum(counts) - counts)[counts > 0]
    placed: np.ndarray
    if every_subtoken:
        # Behind the first sub-token of a word B- goes on as I-: odd label ids are B-.
        placed = np.repeat(np.where(labels % 2 == 1, labels + 1, labels), counts).astype(np.int16)
    else:
        placed = np.full(len(ids), NOT_OWNED, dtype=np.int16)
    placed[first] = labels[counts > 0]
    ends = np.concatenate([[0], np.cumsum(counts)])[np.cumsum(sentences.lengths)]
    return Annotated(ids, placed, np.diff(ends, prepend=0)), len(gone)


def _without(labels: np.ndarray, gone: np.ndarray) -> np.ndarray:
    """Labels in which the word behind a word that falls out begins the entity in its place."""
    labels = labels.copy()
    for place in gone:
        label = labels[place]
        following = labels[place + 1 : place + 2]  # a view of one label, or of none at the end
        if label != OUTSIDE and label % 2 == 1:
            following[following == label + 1] = label
    return labels
