"""A model that needs no functions of its user's."""

from __future__ import annotations

import json
from pathlib import Path

import numpy
import pytest
import torch
from handler import Handler, ModelLoadError
from sagemaker_inference.errors import UnsupportedFormatError


class Double(torch.nn.Module):
    """Twice what it is given."""

    def forward(self, given: torch.Tensor) -> torch.Tensor:
        return given * 2


def save(folder: Path, name: str = "model.pt") -> None:
    torch.jit.script(Double()).save(str(folder / name))


@pytest.mark.parametrize("name", ["model.pt", "mine.pth"])
def test_a_model_in_torchscript_is_found_and_predicts(tmp_path: Path, name: str) -> None:
    save(tmp_path, name)
    handler = Handler()
    model = handler.default_model_fn(str(tmp_path))
    data = handler.default_input_fn("[[1, 2]]", "application/json")
    prediction = handler.default_predict_fn(data, model)
    assert json.loads(handler.default_output_fn(prediction, "application/json")) == [[2.0, 4.0]]
    assert handler.default_output_fn(prediction, "a/b, text/csv") == "2.0,4.0\n"


def test_an_array_keeps_its_type(tmp_path: Path) -> None:
    file = tmp_path / "array.npy"
    numpy.save(file, numpy.array([1.5], dtype="float64"))
    data = Handler().default_input_fn(file.read_bytes(), "application/x-npy")
    assert data.dtype == torch.float64


def test_without_one_model_the_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"Exactly one .* PyTorch models: \[\]"):
        Handler().default_model_fn(str(tmp_path))
    save(tmp_path, "a.pt")
    save(tmp_path, "b.pt")
    with pytest.raises(ValueError, match=r"\['a\.pt', 'b\.pt'\]"):
        Handler().default_model_fn(str(tmp_path))


def test_weights_alone_are_no_model(tmp_path: Path) -> None:
    torch.save({"weight": torch.ones(1)}, tmp_path / "model.pt")
    with pytest.raises(ModelLoadError, match="saved using torchscript"):
        Handler().default_model_fn(str(tmp_path))


def test_a_type_that_nothing_writes_is_refused() -> None:
    with pytest.raises(UnsupportedFormatError):
        Handler().default_output_fn(torch.ones(1), "image/png")
