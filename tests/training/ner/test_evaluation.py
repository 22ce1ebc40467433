"""Entity scores: strict, by type, and over sentences put together from their windows."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
import torch
from tagger.dataset import NOT_OWNED, Split
from tagger.evaluation import entity_scores, evaluate
from tagger.precision import Precision

from .conftest import LABELS

FLOAT32 = Precision(torch.device("cpu"), None)


class Repeats(torch.nn.Module):
    """A network whose answer is written in its input: token 10 + n is label n."""

    def forward(self, input_ids, attention_mask):
        labels = (input_ids - 10).clamp(0, 4)
        logits = torch.nn.functional.one_hot(labels, len(LABELS)).float() * 9
        return SimpleNamespace(logits=logits)


def split(rows):
    """Rows of (sentence, window, tokens, labels)."""
    lengths = [len(tokens) for _, _, tokens, _ in rows]
    return Split(
        sentence=np.array([row[0] for row in rows]),
        window=np.array([row[1] for row in rows]),
        starts=np.cumsum([0, *lengths]),
        input_ids=np.concatenate([row[2] for row in rows]),
        labels=np.concatenate([row[3] for row in rows]),
    )


def test_windows_are_put_together_before_entities_are_compared():
    # An entity of three units over two windows, which come in the wrong order.
    rows = [
        (7, 1, [12, 12, 10], [NOT_OWNED, 2, 0]),
        (7, 0, [10, 11, 12], [0, 1, 2]),
    ]
    result = evaluate(Repeats(), split(rows), tuple(LABELS), FLOAT32, padding_id=0)
    assert result.overall.f1 == 1
    assert result.types["person"].support == 1


def test_an_entity_with_a_wrong_edge_or_type_does_not_count():
    truth = [["B-person", "I-person", "O", "B-place"]]
    guess = [["B-person", "O", "O", "B-person"]]
    overall, types = entity_scores(truth, guess)
    assert (overall.precision, overall.recall, overall.f1, overall.support) == (0, 0, 0, 2)
    assert types["place"].support == 1


def test_each_type_has_its_own_score_and_all_count_together():
    truth = [["B-person", "O", "B-place"], ["B-place", "B-person", "O"]]
    guess = [["B-person", "O", "B-place"], ["O", "B-person", "B-place"]]
    overall, types = entity_scores(truth, guess)
    assert types["person"].f1 == 1
    assert types["place"].f1 == pytest.approx(0.5)
    assert overall.f1 == pytest.approx(0.75)


def test_no_entity_anywhere_scores_zero():
    overall, types = entity_scores([["O", "O"]], [["O", "O"]])
    assert (overall.f1, types) == (0, {})


def test_a_label_never_seen_in_the_data_does_no_harm():
    rows = [(0, 0, [13, 10], [1, 0])]
    result = evaluate(Repeats(), split(rows), tuple(LABELS), FLOAT32, padding_id=0)
    assert result.overall.f1 == 0
    assert result.loss > 1
