"""Asks a tagger about sentences: words get a tag each, as they were trained on; a text is cut by the tokenizer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from corpus import words
from corpus.annotated import Annotated
from corpus.conll import Sentences
from corpus.encoding import TextEncoder
from corpus.reference import Entity, Sentence
from corpus.tags import NOT_OWNED, OUTSIDE
from corpus.windows import cut

from .decoding import entities
from .model import Tagger, unknown

_TOGETHER = 512  # sentences


@dataclass(frozen=True)
class Response:
    """What a tagger finds in a sentence, each with its score, and what its tokenizer made of it."""

    entities: tuple[Entity, ...]
    scores: tuple[float, ...]
    subtokens: int
    unknown: int  # of the sub-tokens


@dataclass(frozen=True)
class _Units:
    """Sentences as sub-tokens, and where each unit (label OUTSIDE) begins and ends in its sentence."""

    annotated: Annotated
    begins: np.ndarray
    ends: np.ndarray
    texts: Sequence[str] | None = None  # where those are characters


def ask(tagger: Tagger, sentences: Sequence[Sentence]) -> Iterator[Response]:
    """One response a sentence, in their order. Sentences of words and texts are not mixed in what is asked at once."""
    begin = 0
    while begin < len(sentences):
        has_words = bool(sentences[begin].words)
        end = begin + 1
        while (
            end < min(len(sentences), begin + _TOGETHER) and bool(sentences[end].words) == has_words
        ):
            end += 1
        some = sentences[begin:end]
        yield from _responses(
            tagger, _of_words(tagger, some) if has_words else _of_texts(tagger, some)
        )
        begin = end


def _of_words(tagger: Tagger, sentences: Sequence[Sentence]) -> _Units:
    every = [word for sentence in sentences for word in sentence.words]
    lengths = np.array([len(sentence.words) for sentence in sentences], np.int64)
    encoder = words.WordEncoder(tagger.tokenizing.words)
    _, counts = encoder.encode(every)
    block = Sentences(every, np.zeros(len(every), np.int32), lengths)
    annotated, _ = words.annotate(
        encoder, block, np.zeros(len(every), np.int16), tagger.every_subtoken
    )
    places = np.arange(len(every)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    units: np.ndarray = np.repeat(
        places, counts if tagger.every_subtoken else (counts > 0).astype(np.int64)
    )
    return _Units(annotated, units, units + 1)


def _of_texts(tagger: Tagger, sentences: Sequence[Sentence]) -> _Units:
    texts = [sentence.text for sentence in sentences]
    tokens = TextEncoder(tagger.tokenizing.texts).encode(texts)
    first = np.ones(len(tokens.ids), bool) if tagger.every_subtoken else tokens.first.copy()
    shift: np.ndarray = np.repeat(tokens.begins, tokens.lengths)
    starts = np.flatnonzero(first)
    last: np.ndarray = np.append(starts[1:], len(first))[: len(starts)] - 1
    labels = np.where(first, OUTSIDE, NOT_OWNED).astype(np.int16)
    return _Units(
        Annotated(tokens.ids, labels, tokens.lengths),
        (tokens.starts - shift)[starts],
        (tokens.ends - shift)[last],
        texts,
    )


def _responses(tagger: Tagger, units: _Units) -> Iterator[Response]:
    annotated = units.annotated
    prefix, suffix = tagger.tokenizing.prefix, tagger.tokenizing.suffix
    rows = cut(annotated, prefix, suffix, tagger.max_length, tagger.stride)
    scored = tagger.scores(rows)[rows.labels != NOT_OWNED]
    lengths = annotated.lengths
    ends = np.cumsum(lengths)
    missing = unknown(tagger.tokenizing)
    owned = np.cumsum(np.append(0, annotated.labels != NOT_OWNED))
    for number, (end, length) in enumerate(zip(ends.tolist(), lengths.tolist(), strict=True)):
        here = slice(int(owned[end - length]), int(owned[end]))
        text = units.texts[number] if units.texts else None
        found = [
            (_entity(units, here.start, one.first, one.end, one.type, text), one.score)
            for one in entities(scored[here], tagger.labels)
        ]
        seen = [(entity, score) for entity, score in found if entity[0] < entity[1]]
        ids = annotated.ids[end - length : end]
        lacking = 0 if missing is None else int((ids == missing).sum())
        yield Response(
            tuple(entity for entity, _ in seen), tuple(score for _, score in seen), length, lacking
        )


def _entity(
    units: _Units, offset: int, first: int, end: int, kind: str, text: str | None
) -> Entity:
    begin, stop = int(units.begins[offset + first]), int(units.ends[offset + end - 1])
    if text is not None:  # some tokenizers count the space before a word to the word
        covered = text[begin:stop]
        begin += len(covered) - len(covered.lstrip())
        stop = begin + len(covered.strip())
    return begin, stop, kind
