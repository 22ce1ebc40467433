"""Tokenises running text: sub-tokens with their characters, each distinct piece of text once."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain

import numpy as np
from tokenizers import Tokenizer

from .memo import CAPACITY, Memo
from .pieces import Cutter, can_cut

_GROUP = 64  # new pieces tokenised together, as one text


@dataclass(frozen=True)
class Tokens:
    """Sub-tokens of texts one after another, without special tokens.

    Attributes:
        ids: int32 [sub-tokens].
        starts: int64 [sub-tokens]; the character at which each begins, counted through all texts
            with one character more between two of them.
        ends: int64 [sub-tokens]; the character behind each.
        first: bool [sub-tokens]; whether a pre-token begins here.
        lengths: int64 [texts]; sub-tokens of each text, possibly 0.
        begins: int64 [texts]; the character at which each text begins.
    """

    ids: np.ndarray
    starts: np.ndarray
    ends: np.ndarray
    first: np.ndarray
    lengths: np.ndarray
    begins: np.ndarray


class TextEncoder:
    """Gives what ``encode_batch`` gives.

    Where the tokenizer's words depend on single characters alone, texts are cut into pieces that
    are kept; with other tokenizers ``encode_batch`` sees the texts themselves.
    """

    def __init__(self, tokenizer: Tokenizer, capacity: int = CAPACITY) -> None:
        self._tokenizer = tokenizer
        self._cutter = Cutter(tokenizer) if can_cut(tokenizer) else None
        self._memo = Memo(self._learn, 4, capacity)

    def encode(self, texts: list[str]) -> Tokens:
        """Tokenise texts."""
        pieces = self._cutter.cut(" ".join(texts)) if self._cutter else None
        if pieces is None:
            return self._encode_whole(texts)
        begins = _begins(texts)
        (ids, starts, ends, first), counts = self._memo.of(pieces.strings)
        shift: np.ndarray = np.repeat(pieces.begins, counts)
        # The sub-tokens before each text: those of the pieces that begin before it.
        before = np.append(0, np.cumsum(counts))[np.searchsorted(pieces.begins, begins)]
        lengths = np.diff(before, append=len(ids))
        return Tokens(ids, starts + shift, ends + shift, first.astype(bool), lengths, begins)

    def _encode_whole(self, texts: list[str]) -> Tokens:
        encodings = self._tokenizer.encode_batch(texts, add_special_tokens=False)
        lengths = np.fromiter(map(len, encodings), np.int64, len(encodings))
        begins = _begins(texts)
        total = int(lengths.sum())

        def column(name: str) -> np.ndarray:
            values = chain.from_iterable(getattr(encoding, name) for encoding in encodings)
            made: np.ndarray = np.fromiter(values, np.int32, total)
            return made

        pairs = chain.from_iterable(encoding.offsets for encoding in encodings)
        edges = np.fromiter(chain.from_iterable(pairs), np.int32, 2 * total)
        shift: np.ndarray = np.repeat(begins, lengths)
        first = np.diff(column("word_ids"), prepend=-1) != 0
        first[(np.cumsum(lengths) - lengths)[lengths > 0]] = True
        return Tokens(
            column("ids"), edges[::2] + shift, edges[1::2] + shift, first, lengths, begins
        )

    def _learn(self, pieces: list[str]) -> tuple[np.ndarray, np.ndarray]:
        groups = [" ".join(pieces[at : at + _GROUP]) for at in range(0, len(pieces), _GROUP)]
        tokens = self._encode_whole(groups)
        begins = _begins(pieces)  # as in the groups, which are one character apart as well
        piece = np.searchsorted(begins, tokens.starts, side="right") - 1
        shift = begins[piece]
        columns = [tokens.ids, tokens.starts - shift, tokens.ends - shift, tokens.first]
        return np.stack(columns).astype(np.int32), np.bincount(piece, minlength=len(pieces))


def _begins(texts: list[str]) -> np.ndarray:
    """The character at which each text begins where they are joined by one character."""
    sizes = np.fromiter(map(len, texts), np.int64, len(texts)) + 1
    begins: np.ndarray = np.cumsum(sizes) - sizes
    return begins
