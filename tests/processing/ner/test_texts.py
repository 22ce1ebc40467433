"""From character spans to labels on sub-tokens."""

from typing import Any

import pytest
from corpus.spans import Record, Span
from corpus.tags import NOT_OWNED
from corpus.texts import Fit, annotate


def place(
    tokenizer: Any, text: str, *spans: tuple[int, int, int], every: bool = False
) -> tuple[list[tuple[str, int]], Fit]:
    """The label of each labelled sub-token with the sub-token's text, and the fit."""
    fit = Fit()
    record = Record(text, tuple(Span(*span) for span in spans))
    annotated = annotate(tokenizer.texts, [record], every, fit)
    tokens = tokenizer.texts.encode(text, add_special_tokens=False)
    labelled = [
        (text[start:end], int(label))
        for (start, end), label in zip(tokens.offsets, annotated.labels, strict=True)
        if label != NOT_OWNED
    ]
    return labelled, fit


def test_the_units_of_text_with_spaces_are_words(tokenizer: Any) -> None:
    labelled, fit = place(tokenizer, "Anna Weber , Lisbon", (0, 10, 0), (13, 19, 1))
    assert [label for _, label in labelled] == [1, 2, 0, 3]
    assert vars(fit) == {"entities": 2, "widened": 0, "lost": 0}


def test_hiragana_and_ideographs_are_units_of_their_own(tokenizer: Any) -> None:
    labelled, fit = place(tokenizer, "佐藤は東京の", (0, 2, 0), (3, 5, 1))
    assert labelled == [("佐", 1), ("藤", 2), ("は", 0), ("東", 3), ("京", 4), ("の", 0)]
    assert fit.misfits == 0


def test_an_edge_inside_a_unit_widens_the_entity(tokenizer: Any) -> None:
    labelled, fit = place(tokenizer, "in Lisbonware .", (3, 9, 0))
    assert [label for _, label in labelled] == [0, 1, 0]
    assert (fit.entities, fit.widened, fit.lost) == (1, 1, 0)


def test_of_two_entities_in_one_unit_the_second_is_lost(tokenizer: Any) -> None:
    labelled, fit = place(tokenizer, "Lisbonware", (0, 6, 0), (6, 10, 1))
    assert [label for _, label in labelled] == [1]
    assert (fit.entities, fit.widened, fit.lost) == (2, 1, 1)


def test_an_entity_without_a_token_is_lost(tokenizer: Any) -> None:
    labelled, fit = place(tokenizer, "a \u200d b", (2, 3, 0))
    assert [label for _, label in labelled] == [0, 0]
    assert fit.lost == 1


def test_every_subtoken_is_labelled_where_it_is_the_unit(tokenizer: Any) -> None:
    labelled, _ = place(tokenizer, "Lisbonne in", (0, 8, 0), every=True)
    assert "".join(text for text, label in labelled if label in (1, 2)) == "Lisbonne"
    assert [label for _, label in labelled].count(1) == 1


@pytest.mark.parametrize("text", ["", "   ", "\u200d"])
def test_a_text_without_tokens_has_no_labels(tokenizer: Any, text: str) -> None:
    assert place(tokenizer, text) == ([], Fit())


def test_a_word_does_not_go_on_in_the_next_record(tokenizer: Any) -> None:
    annotated = annotate(tokenizer.texts, [Record("a", ()), Record("a", ())], False, Fit())
    assert annotated.labels.tolist() == [0, 0]
