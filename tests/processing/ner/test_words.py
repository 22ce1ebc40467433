"""Tokenising word by word gives what the tokenizer itself makes of whole sentences."""

from typing import Any

import numpy as np
from corpus.conll import Sentences
from corpus.tags import NOT_OWNED
from corpus.words import WordEncoder, annotate
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

_sentences = st.lists(
    st.lists(st.text(min_size=1, max_size=8), min_size=1, max_size=6), min_size=1, max_size=6
)


@given(sentences=_sentences, capacity=st.integers(0, 10))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_result_is_that_of_encode_batch(
    tokenizer: Any, sentences: list[list[str]], capacity: int
) -> None:
    encoder = WordEncoder(tokenizer.words, capacity)
    for sentence in sentences:  # one after another, so that it forgets in between
        ids, counts = encoder.encode(sentence)
        expected = tokenizer.words.encode(sentence, is_pretokenized=True, add_special_tokens=False)
        assert ids.tolist() == expected.ids
        assert np.repeat(np.arange(len(sentence)), counts).tolist() == expected.word_ids


def sentences(*rows: str) -> Sentences:
    words = [row.split("|") for row in rows]
    lengths = np.array([len(row) for row in words])
    return Sentences([word for row in words for word in row], np.zeros(lengths.sum()), lengths)


def test_labels_lie_on_first_subtokens(tokenizer: Any) -> None:
    block = sentences("Anna|Lisbonne", "Ben")
    annotated, gone = annotate(
        WordEncoder(tokenizer.words), block, np.array([1, 2, 3], np.int16), every_subtoken=False
    )
    pieces = [len(tokenizer.words.encode([word], is_pretokenized=True)) - 2 for word in block.words]
    assert pieces[1] > 1
    expected = [[label] + [NOT_OWNED] * (n - 1) for label, n in zip([1, 2, 3], pieces, strict=True)]
    assert annotated.labels.tolist() == [label for word in expected for label in word]
    assert annotated.lengths.tolist() == [pieces[0] + pieces[1], pieces[2]]
    assert gone == 0


def test_every_subtoken_has_a_label_where_it_is_the_unit(tokenizer: Any) -> None:
    annotated, _ = annotate(
        WordEncoder(tokenizer.words),
        sentences("Lisbonne|Weberin|o"),
        np.array([1, 2, 0], np.int16),
        every_subtoken=True,
    )
    assert annotated.labels[0] == 1
    assert set(annotated.labels[1:-1].tolist()) == {2}
    assert annotated.labels[-1] == 0


def test_a_word_of_which_nothing_is_left_passes_its_b_on(tokenizer: Any) -> None:
    annotated, gone = annotate(
        WordEncoder(tokenizer.words),
        sentences("\u200d|X|a", "\u200d"),
        np.array([1, 2, 0, 1], np.int16),
        every_subtoken=False,
    )
    assert gone == 2
    assert annotated.labels.tolist() == [1, 0]
    assert annotated.lengths.tolist() == [2, 0]
