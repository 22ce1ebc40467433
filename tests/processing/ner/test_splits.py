"""Splits by share: drawn by what a sentence says, and never empty where enough is there."""

from pathlib import Path
from random import Random

import numpy as np
import pytest
from corpus.conll import Sentences
from corpus.sources import Source, Split
from corpus.spans import Record, Span
from corpus.splits import TEST, TRAIN, VALIDATION, Spread, hashes, plan
from hypothesis import assume, given
from hypothesis import strategies as st

SHARES = st.floats(0.01, 0.4)
TEXTS = st.lists(
    st.text("abc xyz", min_size=1).filter(str.strip).map(lambda text: " ".join(text.split())),
    min_size=3,
    max_size=60,
    unique=True,
)


def sources(*splits: Split | None) -> list[Source]:
    return [Source(Path("a"), "a", "CoNLL", split) for split in splits]


def split(texts: list[str], validation: float, test: float) -> list[int]:
    """The split of each text."""
    drawn = hashes([Record(text, ()) for text in texts])
    spread = Spread()
    spread.see(drawn)
    division = plan(sources(None), validation, test).cut(spread)
    return [int(number) for number in division.assign(drawn)]


def of_split(texts: list[str], number: int, validation: float, test: float) -> set[str]:
    assigned = split(texts, validation, test)
    return {text for text, each in zip(texts, assigned, strict=True) if each == number}


@pytest.mark.parametrize(
    ("named", "cut"),
    [
        ((None,), ("validation", "test")),
        (("train",), ("validation", "test")),
        (("train", "validation"), ("test",)),
        (("train", "test"), ("validation",)),
        (("train", "validation", "test"), ()),
    ],
)
def test_a_split_without_files_is_cut_from_training(
    named: tuple[Split | None, ...], cut: tuple[Split, ...]
) -> None:
    assert plan(sources(*named), 0.1, 0.2).cut_splits == cut


@given(TEXTS, TEXTS, st.randoms(), SHARES, SHARES)
def test_what_is_tested_on_was_never_trained_on_before_data_were_added(
    old: list[str], added: list[str], random: Random, validation: float, test: float
) -> None:
    grown = list({*old, *added})
    random.shuffle(grown)
    assert not of_split(grown, TEST, validation, test) & of_split(old, TRAIN, validation, test)
    assert not of_split(grown, TEST, validation, test) & of_split(old, VALIDATION, validation, test)


@given(TEXTS, TEXTS, SHARES, SHARES)
def test_a_sentence_within_the_share_stays_test_whatever_is_added(
    old: list[str], added: list[str], validation: float, test: float
) -> None:
    tested = {text for text in old if hashes([Record(text, ())])[0] <= test}
    assert tested <= of_split([*added, *old], TEST, validation, test)


@given(TEXTS, st.randoms(), SHARES, SHARES)
def test_the_order_of_sentences_decides_nothing(
    texts: list[str], random: Random, validation: float, test: float
) -> None:
    shuffled = random.sample(texts, len(texts))
    for number in (TRAIN, VALIDATION, TEST):
        assert of_split(texts, number, validation, test) == of_split(
            shuffled, number, validation, test
        )


@given(TEXTS, SHARES, SHARES)
def test_neither_test_nor_validation_is_empty_unless_all_lie_within_the_share_of_the_test(
    texts: list[str], validation: float, test: float
) -> None:
    found = set(split(texts, validation, test))
    assume(found != {TEST})  # of so few sentences the job says that none is left to train on
    assert {VALIDATION, TEST} <= found


@given(TEXTS, SHARES, SHARES, SHARES)
def test_another_share_of_validation_leaves_the_test_split_alone(
    texts: list[str], one: float, other: float, test: float
) -> None:
    assert of_split(texts, TEST, one, test) == of_split(texts, TEST, other, test)


def test_a_corrected_label_moves_no_sentence() -> None:
    wrong, right = Record("in Lisbon", ()), Record("in Lisbon", (Span(3, 9, 0),))
    assert hashes([wrong]) == hashes([right])


def test_white_space_moves_no_sentence() -> None:
    assert hashes([Record("in  Lisbon\n", ())]) == hashes([Record("in Lisbon", ())])


def test_words_are_hashed_as_their_text() -> None:
    words = Sentences(["in", "Lisbon", "so"], np.zeros(3, np.int32), np.array([2, 1]))
    assert hashes(words).tolist() == hashes([Record("in Lisbon", ()), Record("so", ())]).tolist()


def test_the_hash_is_the_same_tomorrow() -> None:
    """Another one would put what a model was trained on into the next one's test split."""
    assert hashes([Record("in Lisbon", ())]).tolist() == [0.2690616637046097]


def test_of_many_sentences_the_shares_are_about_right() -> None:
    assigned = split([f"sentence {number}" for number in range(20_000)], 0.1, 0.2)
    assert np.abs(np.bincount(assigned) / 20_000 - [0.7, 0.1, 0.2]).max() < 0.01


@given(TEXTS, SHARES, SHARES)
def test_whether_a_sentence_is_left_to_train_on_is_known_from_how_far_they_reach(
    texts: list[str], validation: float, test: float
) -> None:
    division = plan(sources(None), validation, test)
    spread = division.spread()
    for number in hashes([Record(text, ()) for text in texts]):
        spread.see(np.array([number]))
    assert division.trains(spread) == (TRAIN in split(texts, validation, test))


def test_what_lies_beyond_the_shares_is_named() -> None:
    spread = Spread()
    spread.see(np.array([0.3, 0.5, 0.95]))
    assert plan(sources(None), 0.1, 0.1).beyond(spread) == ["test"]
