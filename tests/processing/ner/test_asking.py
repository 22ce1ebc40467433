"""A tagger is asked in its own sub-tokens and responses in the sentences' words and characters."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch
from corpus.reference import Sentence
from corpus.tokenizer import Model
from scoring.asking import ask
from scoring.model import Tagger

LABELS = ("O", "B-P", "I-P")


class Network:
    """Finds a person that begins with each sub-token of ``begins`` and goes on with those of ``inside``."""

    device = "cpu"

    def __init__(self, begins: set[int], inside: set[int]) -> None:
        self._begins, self._inside = begins, inside

    def __call__(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> Any:
        scores = torch.zeros(*input_ids.shape, 3)
        for name, ids in ((0, None), (1, self._begins), (2, self._inside)):
            chosen = torch.ones_like(input_ids, dtype=torch.bool)
            if ids is not None:
                chosen = torch.isin(input_ids, torch.tensor(sorted(ids)))
            scores[..., name] = torch.where(chosen, 3.0 + name, 0.0)
        return SimpleNamespace(logits=scores)


def tagger(model: Model, begins: str, inside: str, unit: str = "word", length: int = 16) -> Tagger:
    def first(words: str) -> set[int]:
        return {model.texts.encode(word, add_special_tokens=False).ids[0] for word in words.split()}

    network = Network(first(begins), first(inside))
    return Tagger(LABELS, unit == "subtoken", length, 4, model, network)


def found(tagger: Tagger, *sentences: Sentence) -> list[tuple[tuple[int, int, str], ...]]:
    return [response.entities for response in ask(tagger, sentences)]


WORDS = Sentence((), words=("said", "Anna", "Weber", "yesterday"))
TEXT = Sentence((), text="said  Anna Weber yesterday")


def test_words_are_counted(tokenizer: Model) -> None:
    assert found(tagger(tokenizer, "Anna", "Weber"), WORDS) == [((1, 3, "P"),)]


def test_characters_are_counted_of_a_text(tokenizer: Model) -> None:
    assert found(tagger(tokenizer, "Anna", "Weber"), TEXT) == [((6, 16, "P"),)]


def test_words_and_texts_may_follow_one_another(tokenizer: Model) -> None:
    responses = found(tagger(tokenizer, "Anna", "Weber"), WORDS, TEXT, TEXT, WORDS)
    assert responses == [((1, 3, "P"),), ((6, 16, "P"),), ((6, 16, "P"),), ((1, 3, "P"),)]


@pytest.mark.parametrize("length", [8, 9, 12, 64])
def test_a_long_sentence_is_found_in_whatever_windows(tokenizer: Model, length: int) -> None:
    long = Sentence((), words=WORDS.words * 12)
    expected = tuple((4 * n + 1, 4 * n + 3, "P") for n in range(12))
    assert found(tagger(tokenizer, "Anna", "Weber", length=length), long) == [expected]


def test_a_sentence_of_nothing_has_no_entity(tokenizer: Model) -> None:
    nothing = Sentence((), words=("\u200d",))
    assert found(tagger(tokenizer, "Anna", "Weber"), nothing, WORDS)[1] == ((1, 3, "P"),)
    assert found(tagger(tokenizer, "Anna", "Weber"), Sentence((), text="")) == [()]


def test_what_the_vocabulary_lacks_is_counted(tokenizer: Model) -> None:
    known, unknown = ask(
        tagger(tokenizer, "Anna", "Weber"), [WORDS, Sentence((), words=("☃", "Anna"))]
    )
    assert known.unknown == 0
    assert (unknown.unknown, unknown.subtokens - 1) == (
        1,
        len(np.atleast_1d(tokenizer.texts.encode("Anna", add_special_tokens=False).ids)),
    )
