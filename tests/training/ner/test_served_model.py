"""Running windows of a trained model: without padding as with it, whatever shares the batch."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from tagger import packing, served_model
from tagger.precision import Precision


@pytest.fixture(scope="module")
def models(trained):
    """The same model in float32, once packed and once padded."""
    with pytest.MonkeyPatch.context() as patch:
        float32 = Precision(torch.device("cpu"), None)
        patch.setattr(served_model, "best_precision", lambda: float32)
        packed = served_model.load(trained / "model")
        patch.setattr(packing, "fits", lambda model: False)
        padded = served_model.load(trained / "model")
    assert packed.cost != padded.cost
    return packed, padded


def windows(lengths):
    random = np.random.default_rng(3)
    return [[2, *random.integers(4, 20, length).tolist(), 3] for length in lengths]


@pytest.mark.parametrize("lengths", [[1], [5, 5, 5], [1, 2, 2, 7, 7, 7, 14], [14] * 60])
def test_packed_windows_score_as_padded_ones(models, lengths):
    batch = windows(lengths)
    packed, padded = (model.run(batch) for model in models)
    for one, other, window in zip(packed, padded, batch, strict=True):
        assert one.shape == other.shape == (len(window), 5)
        assert np.allclose(one, other, atol=1e-4)


def test_a_window_scores_the_same_alone_as_among_others(models):
    batch = windows([3, 3, 9])
    for model in models:
        together = model.run(batch)
        alone = [model.run([window])[0] for window in batch]
        assert all(np.allclose(a, b, atol=1e-4) for a, b in zip(together, alone, strict=True))
