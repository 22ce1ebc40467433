"""What a model is for."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hugging_face_serving.task import UnknownTask, task_of


def config(folder: Path, **members: object) -> Path:
    (folder / "config.json").write_text(json.dumps(members))
    return folder


def test_the_environment_says_it_first(tmp_path: Path) -> None:
    config(tmp_path, architectures=["BertForMaskedLM"])
    assert task_of(tmp_path, {"HF_TASK": "feature-extraction"}) == "feature-extraction"


@pytest.mark.parametrize(
    ("architecture", "task"),
    [
        ("BertForSequenceClassification", "text-classification"),
        ("DistilBertForTokenClassification", "token-classification"),
        ("TapasForQuestionAnswering", "question-answering"),
        ("GPT2LMHeadModel", "text-generation"),
        ("T5ForConditionalGeneration", "text2text-generation"),
    ],
)
def test_else_the_name_of_the_architecture_does(
    tmp_path: Path, architecture: str, task: str
) -> None:
    assert task_of(config(tmp_path, architectures=[architecture]), {}) == task


def test_what_nothing_says_is_asked_for(tmp_path: Path) -> None:
    with pytest.raises(UnknownTask, match=r"'HF_TASK', .* no config\.json"):
        task_of(tmp_path, {})
    with pytest.raises(UnknownTask, match="couldn't be inferenced from Mine"):
        task_of(config(tmp_path, architectures=["Mine"]), {})
    with pytest.raises(UnknownTask, match="Use env `HF_TASK`"):
        task_of(config(tmp_path), {})
