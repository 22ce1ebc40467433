"""From character spans to labels on sub-tokens."""

from itertools import pairwise
from typing import Any

import pytest
from corpus.encoding import TextEncoder
from corpus.spans import Record, Span
from corpus.tags import NOT_OWNED
from corpus.texts import Fit, annotate
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer
from tokenizers.normalizers import BertNormalizer


def align(
    tokenizer: Any, text: str, *spans: tuple[int, int, int], every: bool = False
) -> tuple[list[tuple[str, int]], Fit]:
    """The label of each labelled sub-token with the sub-token's text, and the fit."""
    fit = Fit()
    record = Record(text, tuple(Span(*span) for span in spans), "a.jsonl, line 1")
    annotated = annotate(TextEncoder(tokenizer.texts), [record], every, fit)
    tokens = tokenizer.texts.encode(text, add_special_tokens=False)
    labelled = [
        (text[start:end], int(label))
        for (start, end), label in zip(tokens.offsets, annotated.labels, strict=True)
        if label != NOT_OWNED
    ]
    return labelled, fit


def test_the_units_of_text_with_spaces_are_words(tokenizer: Any) -> None:
    labelled, fit = align(tokenizer, "Anna Weber , Lisbon", (0, 10, 0), (13, 19, 1))
    assert [label for _, label in labelled] == [1, 2, 0, 3]
    assert fit == Fit(entities=2, widened=0, lost=0)


def test_hiragana_and_ideographs_are_units_of_their_own(tokenizer: Any) -> None:
    labelled, fit = align(tokenizer, "佐藤は東京の", (0, 2, 0), (3, 5, 1))
    assert labelled == [("佐", 1), ("藤", 2), ("は", 0), ("東", 3), ("京", 4), ("の", 0)]
    assert fit.misfits == 0


def test_an_edge_inside_a_unit_widens_the_entity(tokenizer: Any) -> None:
    labelled, fit = align(tokenizer, "in Lisbonware .", (3, 9, 0))
    assert [label for _, label in labelled] == [0, 1, 0]
    assert (fit.entities, fit.widened, fit.lost) == (1, 1, 0)
    assert fit.widened_example == ", such as 'Lisbon' to 'Lisbonware' (a.jsonl, line 1)"


def test_of_two_entities_in_one_unit_the_second_is_lost(tokenizer: Any) -> None:
    labelled, fit = align(tokenizer, "Lisbonware", (0, 6, 0), (6, 10, 1))
    assert [label for _, label in labelled] == [1]
    assert (fit.entities, fit.widened, fit.lost) == (2, 1, 1)


def test_an_entity_without_a_token_is_lost(tokenizer: Any) -> None:
    labelled, fit = align(tokenizer, "a \u200d b", (2, 3, 0))
    assert [label for _, label in labelled] == [0, 0]
    assert fit.lost == 1


def test_every_subtoken_is_labelled_where_it_is_the_unit(tokenizer: Any) -> None:
    labelled, _ = align(tokenizer, "Lisbonne in", (0, 8, 0), every=True)
    assert "".join(text for text, label in labelled if label in (1, 2)) == "Lisbonne"
    assert [label for _, label in labelled].count(1) == 1


@pytest.mark.parametrize("text", ["", "   ", "\u200d"])
def test_a_text_without_tokens_has_no_labels(tokenizer: Any, text: str) -> None:
    assert align(tokenizer, text) == ([], Fit())


def test_a_word_does_not_go_on_in_the_next_record(tokenizer: Any) -> None:
    annotated = annotate(
        TextEncoder(tokenizer.texts), [Record("a", ()), Record("a", ())], False, Fit()
    )
    assert annotated.labels.tolist() == [0, 0]


def one_by_one(tokenizer: Any, record: Record, every: bool, fit: Fit) -> list[int]:
    """The labels of a record, by asking the tokenizer about each character of each span."""
    encoding = tokenizer.encode(record.text, add_special_tokens=False)
    units = list(range(len(encoding))) if every else encoding.word_ids
    firsts = [i == 0 or units[i] != units[i - 1] for i in range(len(units))]
    labels = [0 if first else NOT_OWNED for first in firsts]
    taken = 0
    for span in record.spans:
        fit.entities += 1
        held = [encoding.char_to_token(at) for at in range(span.start, span.end)]
        held = [token for token in held if token is not None]
        if not held:
            fit.lost += 1
            continue
        start, stop = held[0], held[-1] + 1
        while not firsts[start]:
            start -= 1
        while stop < len(firsts) and not firsts[stop]:
            stop += 1
        if start < taken:
            fit.lost += 1
            continue
        taken = stop
        covered = record.text[encoding.offsets[start][0] : encoding.offsets[stop - 1][1]]
        fit.widened += covered.strip() != record.text[span.start : span.end]
        for at in range(start, stop):
            labels[at] = (1 if at == start else 2) + 2 * span.type if firsts[at] else NOT_OWNED
    return labels


_words = st.lists(
    st.sampled_from(["Lisbonne", "a", " ", "東", "は", "한", "カメラ", "\u200d", ","])
)


@st.composite
def _records(draw: st.DrawFn) -> Record:
    text = "".join(draw(_words))
    edges = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    spans = []
    for start, end in pairwise(edges):
        if draw(st.booleans()) and not (text[start].isspace() or text[end - 1].isspace()):
            spans.append(Span(start, end, draw(st.integers(0, 2))))
    return Record(text, tuple(spans))


@given(records=st.lists(_records(), max_size=5), every=st.booleans())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_all_spans_at_once_are_placed_as_one_by_one(
    tokenizer: Any, records: list[Record], every: bool
) -> None:
    stripping = Tokenizer.from_str(tokenizer.texts.to_str())
    stripping.normalizer = BertNormalizer(lowercase=True)
    for model in (tokenizer.texts, stripping):
        fit, expected_fit = Fit(), Fit()
        labels = annotate(TextEncoder(model), records, every, fit).labels.tolist()
        assert labels == [
            label for r in records for label in one_by_one(model, r, every, expected_fit)
        ]
        assert fit == expected_fit
