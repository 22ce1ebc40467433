"""Windows: every unit owned once, every entity seen whole, nothing longer than the model takes."""

from itertools import pairwise

import numpy as np
from corpus.annotated import Annotated
from corpus.tags import NOT_OWNED
from corpus.windows import cut, plan
from hypothesis import given
from hypothesis import strategies as st

# Units as (label id, sub-tokens); I- (2) follows B- (1) or I- only.
_entity = st.integers(1, 5).flatmap(
    lambda n: st.lists(st.integers(1, 4), min_size=n, max_size=n).map(
        lambda sizes: [(1 if i == 0 else 2, size) for i, size in enumerate(sizes)]
    )
)
_other = st.integers(1, 5).map(lambda size: [(0, size)])
_sentence = st.lists(st.one_of(_other, _entity), min_size=1, max_size=30).map(
    lambda parts: [unit for part in parts for unit in part]
)


def labels_of(units: list[tuple[int, int]]) -> np.ndarray:
    return np.array(
        [owner for label, size in units for owner in [label] + [NOT_OWNED] * (size - 1)], np.int16
    )


@given(units=_sentence, capacity=st.integers(20, 40), overlap=st.integers(0, 10))
def test_ownership_restores_the_sentence_and_divides_no_entity(
    units: list[tuple[int, int]], capacity: int, overlap: int
) -> None:
    labels = labels_of(units)
    windows = plan(labels, capacity, overlap)
    assert [w.own_start for w in windows] == [0, *(w.own_stop for w in windows[:-1])]
    assert windows[-1].own_stop == len(labels)
    for window in windows:
        assert window.start <= window.own_start < window.own_stop <= window.stop
        assert window.stop - window.start <= capacity
        assert labels[window.own_start] in (0, 1)  # an entity has at most 20 sub-tokens here


@given(units=_sentence, capacity=st.integers(1, 12), overlap=st.integers(0, 6))
def test_a_window_too_small_for_an_entity_still_loses_no_label(
    units: list[tuple[int, int]], capacity: int, overlap: int
) -> None:
    labels = labels_of(units)
    seen = []
    for window in plan(labels, capacity, overlap):
        assert 0 < window.stop - window.start <= capacity
        own = labels[window.own_start : min(window.own_stop, window.stop)]
        seen += own[own != NOT_OWNED].tolist()
    assert seen == [label for label, _ in units]


def test_neighbouring_windows_overlap_by_the_stride() -> None:
    windows = plan(np.zeros(300, np.int16), 100, 20)
    shared = [left.stop - right.start for left, right in pairwise(windows)]
    assert shared == [20] * len(shared)
    assert len(windows) == 4


def test_an_entity_at_the_edge_is_owned_by_the_window_that_sees_it_whole() -> None:
    labels = np.zeros(30, np.int16)
    labels[15:24] = [1] + [2] * 8
    first, second = plan(labels, 20, 4)[:2]
    assert first.own_stop == second.own_start == 15
    assert second.stop >= 24


def test_rows_have_special_tokens_and_only_owned_labels() -> None:
    sentences = Annotated(
        ids=np.array([5, 6, 7, 10, 11, 12, 13, 14, 15], np.int32),
        labels=np.array([1, NOT_OWNED, 2, 0, 0, 1, 2, 0, 0], np.int16),
        lengths=np.array([3, 0, 6]),
    )
    rows = cut(sentences, np.array([101]), np.array([102]), max_length=6, overlap=2)
    table = [
        (rows.input_ids[a:b].tolist(), rows.labels[a:b].tolist()) for a, b in pairwise(rows.starts)
    ]
    assert rows.sentence.tolist() == [0, 2, 2, 2]
    assert rows.window.tolist() == [0, 0, 1, 2]
    assert table[0] == ([101, 5, 6, 7, 102], [-100, 1, -100, 2, -100])
    assert table[1] == ([101, 10, 11, 12, 13, 102], [-100, 0, 0, -100, -100, -100])
    assert table[2] == ([101, 11, 12, 13, 14, 102], [-100, -100, 1, 2, -100, -100])
    assert table[3] == ([101, 13, 14, 15, 102], [-100, -100, 0, 0, -100])
    assert (rows.cut, rows.divided, rows.shortened) == (1, 0, 0)
