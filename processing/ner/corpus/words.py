"""Tokenises sentences that come as words, each distinct word once.

A fast tokenizer treats every word of a pretokenised sentence by itself, so a word has the same
sub-tokens wherever it stands. They are kept, and a sentence is put together from them: about twice
as fast as ``encode_batch`` over whole sentences, with the same result.
"""

from __future__ import annotations

from itertools import chain

import numpy as np
from tokenizers import Tokenizer

from .annotated import Annotated
from .conll import Sentences
from .memo import CAPACITY, Memo
from .tags import NOT_OWNED, OUTSIDE

_GROUP = 64  # new words tokenised together, as one pretokenised sentence


class WordEncoder:
    """Gives what ``encode_batch`` gives for pretokenised sentences."""

    def __init__(self, tokenizer: Tokenizer, capacity: int = CAPACITY) -> None:
        self._tokenizer = tokenizer
        self._memo = Memo(self._learn, 1, capacity)

    def encode(self, words: list[str]) -> tuple[np.ndarray, np.ndarray]:
        """The sub-tokens of words in a row: their ids (int32), and how many each word has."""
        (ids,), counts = self._memo.of(words)
        return ids, counts

    def _learn(self, words: list[str]) -> tuple[np.ndarray, np.ndarray]:
        groups = [words[start : start + _GROUP] for start in range(0, len(words), _GROUP)]
        encodings = self._tokenizer.encode_batch(
            groups, is_pretokenized=True, add_special_tokens=False
        )
        sizes = np.fromiter(map(len, encodings), np.int64, len(encodings))
        total = int(sizes.sum())
        ids = np.fromiter(chain.from_iterable(e.ids for e in encodings), np.int32, total)
        # Of each sub-token: the position of its word in the group.
        places = np.fromiter(chain.from_iterable(e.word_ids for e in encodings), np.int64, total)
        word = places + np.repeat(np.arange(len(groups)) * _GROUP, sizes)
        return ids[np.newaxis], np.bincount(word, minlength=len(words))


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
    for position in gone:
        label = labels[position]
        following = labels[
            position + 1 : position + 2
        ]  # a view of one label, or of none at the end
        if label != OUTSIDE and label % 2 == 1:
            following[following == label + 1] = label
    return labels
