"""From texts to windows, from scores to tags, and back to characters of the caller's text."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tagger.entities import find_entities
from tagger.labels import Labels
from tagger.tags import legal_tags, spans
from tagger.windows import Reader

from .conftest import LABELS, NAMES, PLACES, make_tokenizer

TOKENIZER = make_tokenizer()
NAME_IDS = {TOKENIZER.token_to_id(name) for name in NAMES}
CITY_IDS = {TOKENIZER.token_to_id(city) for city in PLACES}


def reader(max_length=16, stride=6, unit="word") -> Reader:
    labels = Labels(labels=LABELS, unit=unit, max_length=max_length, stride=stride)
    return Reader(TOKENIZER, labels)


def oracle(reading):
    """The logits of a network that knows every name and place by heart."""
    outputs = []
    for window in reading.windows:
        logits = np.zeros((len(window), len(LABELS)), dtype=np.float32)
        for position, token in enumerate(window):
            name, where = token in NAME_IDS, token in CITY_IDS
            logits[position, 1 if name else 3 if where else 0] = 5
        outputs.append(logits)
    return outputs


def found(text, **options):
    reading = reader(**options).read(text)
    return find_entities(reading, oracle(reading), tuple(LABELS))


def test_entities_carry_the_callers_characters():
    text = "  ADA meets kenji,\tin Kyoto."
    entities = found(text)
    assert [(one.text, one.type) for one in entities] == [
        ("ADA", "person"),
        ("kenji", "person"),
        ("Kyoto", "place"),
    ]
    assert all(text[one.start : one.end] == one.text for one in entities)


@pytest.mark.parametrize(
    "text",
    [
        "🎉🎉 ada 👩‍👩‍👧 oslo",
        "שלום ada עולם oslo",
        "e\u0301\u0301 ada \u200foslo",
        "ａ ada\u3000oslo",
    ],
)
def test_offsets_count_code_points_whatever_comes_before(text):
    entities = found(text)
    assert [one.text for one in entities] == ["ada", "oslo"]
    assert [one.start for one in entities] == [text.index("ada"), text.index("oslo")]


@pytest.mark.parametrize("text", ["", " \n\t", "\u200b"])
def test_a_text_without_words_has_no_entities(text):
    assert found(text) == []


def test_a_text_of_a_hundred_thousand_characters_loses_nothing():
    text = ("ada visits oslo and " * 5000)[:100_000]
    entities = found(text, max_length=128, stride=32)
    assert len(entities) == 10_000
    assert all(text[one.start : one.end] == one.text for one in entities)


@given(
    st.lists(st.sampled_from([*NAMES, *PLACES, "and", "callsby", "🎉"]), max_size=80),
    st.integers(4, 20),
    st.integers(0, 12),
    st.sampled_from(["word", "subtoken"]),
)
def test_windows_change_nothing_of_what_is_found(words, max_length, stride, unit):
    text = " ".join(words)
    whole = found(text, max_length=1000, stride=0, unit=unit)
    assert found(text, max_length=max_length, stride=stride, unit=unit) == whole
    assert len(whole) == sum(word in NAMES or word in PLACES for word in words)


def test_a_unit_takes_its_tag_from_the_window_where_it_has_more_context():
    reading = reader(max_length=16, stride=6).read("and " * 30)
    inner = 14
    for window, position in zip(reading.unit_window, reading.unit_position, strict=True):
        inside = position - 1
        assert 0 <= inside < inner
        if window > 0:
            assert inside >= 3
        if window < len(reading.windows) - 1:
            assert inside < inner - 3


@given(st.text())
def test_any_text_is_read_within_its_bounds(text):
    reading = reader().read(text)
    assert all(len(window) <= 16 for window in reading.windows)
    assert (reading.unit_start <= reading.unit_end).all()
    assert not len(reading.unit_end) or reading.unit_end.max() <= len(text)


@given(
    st.lists(st.lists(st.floats(-5, 5), min_size=5, max_size=5), min_size=1, max_size=30).map(
        np.array
    )
)
def test_tags_are_always_legal_and_changed_only_where_they_must_be(scores):
    tags = legal_tags(scores, tuple(LABELS))
    previous = "O"
    for unit, tag in enumerate(tags):
        label = LABELS[tag]
        assert not label.startswith("I-") or previous[2:] == label[2:]
        best = int(scores[unit].argmax())
        assert tag == best or LABELS[best].startswith("I-")
        previous = label
    assert len(spans(tags, tuple(LABELS))) == sum(LABELS[tag].startswith("B-") for tag in tags)


def test_an_inside_without_a_beginning_becomes_the_best_that_is_allowed():
    scores = np.zeros((2, 5))
    scores[0] = [1, 2, 3, 0, 0]  # I-person first: B-person is the best that may stand there
    scores[1] = [1, 0, 3, 0, 0]
    assert [LABELS[tag] for tag in legal_tags(scores, tuple(LABELS))] == ["B-person", "I-person"]


def test_the_score_is_the_mean_probability_of_the_tags():
    [entity] = found("ada")
    assert entity.score == pytest.approx(np.exp(5) / (np.exp(5) + 4), abs=1e-4)
