"""The candidate is measured whatever became of the model that serves."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from corpus.reference import FILE, Sentence
from corpus.tokenizer import Model
from scoring import job
from scoring.model import Tagger, load
from scoring.options import Options
from scoring.program import summary
from test_asking import tagger


@pytest.fixture
def options(tokenizer: Model, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Options:
    """Of a candidate that finds Anna Weber; what serves is read as it is."""
    options = Options(*(tmp_path / name for name in ("model", "champion", "test", "output")))
    for folder in (options.model, options.test):
        folder.mkdir()
    said = Sentence(((1, 3, "P"),), words=("said", "Anna", "Weber", "yesterday"))
    (options.test / FILE).write_text(said.as_line() * 3)

    def loaded(folder: Path, what: str) -> Tagger:
        return tagger(tokenizer, "Anna", "Weber") if what == "the candidate" else load(folder, what)

    monkeypatch.setattr(job, "load", loaded)
    return options


def written(options: Options) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((options.output / "evaluation.json").read_text())
    return found


def test_a_champion_that_cannot_be_loaded_is_told_of(options: Options) -> None:
    assert options.champion is not None
    options.champion.mkdir()
    (options.champion / "labels.json").write_text("{}")
    line = summary(job.evaluate(options))
    found = written(options)
    assert found["candidate"]["metrics"]["f1"]["value"] == 1
    assert found["champion"] is None
    why = "The model that serves is no model of this pipeline: "
    assert found["champion_problem"].startswith(why)
    assert f"what serves could not be measured: {why}" in line


def test_a_first_model_has_no_champion(options: Options) -> None:
    assert "what serves" not in summary(job.evaluate(options))
    assert (written(options)["champion"], written(options)["champion_problem"]) == (None, None)
