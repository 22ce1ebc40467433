"""Columns of what the endpoint was asked and answered, and of what the evaluation saw, which are alike.

Of each text its characters, the share of sub-tokens that the vocabulary lacks, and how many entities were found; of each
entity its type and its score.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from corpus import tokenizer
from corpus.reference import Sentence
from corpus.tokenizer import Model as Tokenizing
from evaluating.archive import unpacked
from monitoring.captures import Exchange, Message
from monitoring.columns import Columns

from .asking import ask
from .model import Tagger, unknown

MOST = 2000  # sentences of the test split that are asked as texts
LENGTH, UNKNOWN, FOUND = "characters", "unknown tokens", "entities"
TYPE, SCORE = "type", "score"


def as_asked(tagger: Tagger, sentences: Sequence[Sentence]) -> Columns:
    """The sentences as an endpoint would be asked about them, evenly taken where they are many."""
    some = sentences[:: -(-len(sentences) // MOST)]
    texts = [Sentence((), text=sentence.running) for sentence in some]
    columns = Columns()
    for text, response in zip(texts, ask(tagger, texts), strict=True):
        _see(columns, text.text, response.subtokens, response.unknown)
        types = [kind for _, _, kind in response.entities]
        _tell(columns, list(zip(types, response.scores, strict=True)))
    return columns


def prepared(model: Path) -> Callable[[Iterable[Exchange]], Columns]:
    """What makes columns of exchanges, with the tokenizer of the model that answered."""
    with unpacked(model) as folder:
        own = tokenizer.from_checkpoint(str(folder), "the model that serves")

    def columns(exchanges: Iterable[Exchange]) -> Columns:
        found = Columns()
        for exchange in exchanges:
            for text in texts(exchange.request):
                _see(found, text, *_tokens(own, text))
            for entities in responses(exchange.response):
                _tell(found, entities)
        return found

    return columns


def texts(message: Message | None) -> list[str]:
    """The texts of a request, in any of the forms that the endpoint takes."""
    if message is None:
        return []
    try:
        if message.kind in ("text/plain", "text/csv", ""):
            return [message.body.decode("utf-8")]
        contents = [json.loads(line) for line in _lines(message) if line.strip()]
        return [
            text
            for content in contents
            for text in (content["texts"] if "texts" in content else [content["text"]])
            if isinstance(text, str)
        ]
    except (ValueError, TypeError, KeyError):
        return []


def responses(message: Message | None) -> list[list[tuple[str, float]]]:
    """Of each text the entities that were found: types and scores."""
    if message is None:
        return []
    try:
        contents: list[Any] = []
        for line in _lines(message):
            content = json.loads(line) if line.strip() else []
            contents += content if isinstance(content, list) else [content]
        return [
            [(str(one["type"]), float(one["score"])) for one in content["entities"]]
            for content in contents
        ]
    except (ValueError, TypeError, KeyError):
        return []


def _lines(message: Message) -> list[bytes]:
    """Of bytes, as the endpoint splits them: a text would end at U+2028 too."""
    return message.body.splitlines() if "lines" in message.kind else [message.body]


def _see(columns: Columns, text: str, subtokens: int, lacking: int) -> None:
    columns.rows += 1
    columns.number(LENGTH, len(text))
    columns.number(UNKNOWN, lacking / subtokens if subtokens else 0.0)


def _tell(columns: Columns, entities: Sequence[tuple[str, float]]) -> None:
    columns.number(FOUND, len(entities))
    for kind, score in entities:
        columns.word(TYPE, kind)
        columns.number(SCORE, score)


def _tokens(own: Tokenizing, text: str) -> tuple[int, int]:
    """Sub-tokens of a text, and how many of them the vocabulary lacks."""
    ids = own.texts.encode(text, add_special_tokens=False).ids
    lacking = unknown(own)
    return len(ids), 0 if lacking is None else ids.count(lacking)
