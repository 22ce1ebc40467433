"""Requests to a model of Transformers, small and made here."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hugging_face_serving import service
from script_mode.folders import Folders
from script_mode.serving.settings import Settings
from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "good", "bad"]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A container's folders, with a classifier that nobody has trained."""
    folder = tmp_path_factory.mktemp("ml")
    (folder / "vocab.txt").write_text("\n".join(WORDS))
    small = BertConfig(
        vocab_size=len(WORDS),
        hidden_size=8,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=8,
        id2label={0: "bad", 1: "good"},
    )
    BertForSequenceClassification(small).save_pretrained(folder / "model")
    BertTokenizerFast(str(folder / "vocab.txt")).save_pretrained(folder / "model")
    return folder


@pytest.fixture(autouse=True)
def _no_task(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_TASK", "")


@pytest.fixture
def code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.syspath_prepend(str(tmp_path))
    yield tmp_path
    sys.modules.pop("mine", None)


def test_the_pipeline_of_the_models_task_answers(base: Path) -> None:
    loaded = service.load(Settings(), Folders(base))
    told = {"inputs": ["good", "bad"], "parameters": {"top_k": 2}}
    answer = loaded.invoke(json.dumps(told).encode(), "application/json", None)
    assert answer.status == 200
    assert [{row["label"] for row in rows} for rows in json.loads(answer.body)] == [
        {"good", "bad"}
    ] * 2


@pytest.mark.parametrize(
    ("body", "kind", "word"),
    [
        (b"{", "application/json", "Expecting property name"),
        (b"\xff", "application/json", "utf-8"),
        (b"x", "application/xml", "Content type application/xml is not supported"),
        (b'{"inputs": null}', "application/json", "text"),
    ],
)
def test_a_bad_request_is_400_and_says_why(base: Path, body: bytes, kind: str, word: str) -> None:
    answer = service.load(Settings(), Folders(base)).invoke(body, kind, None)
    said = json.loads(answer.body)
    assert (answer.status, said["code"], said["type"]) == (400, 400, "InternalServerException")
    assert word in said["message"]


def test_the_users_functions_replace_the_images(base: Path, code: Path) -> None:
    (code / "mine.py").write_text(
        "def model_fn(folder): return len\ndef predict_fn(data, model): return {'n': model(data)}\n"
    )
    loaded = service.load(Settings(module="mine"), Folders(base))
    assert loaded.invoke(b'{"a": 1, "b": 2}', None, "*/*").body == b'{"n":2}'


def test_transform_fn_is_alone(base: Path, code: Path) -> None:
    text = "def model_fn(folder): return 2\ndef transform_fn(model, *rest): return str((model, *rest))\n"
    (code / "mine.py").write_text(text)
    loaded = service.load(Settings(module="mine"), Folders(base))
    assert (
        loaded.invoke(b"x", "text/plain", "text/plain").body
        == b"(2, b'x', 'text/plain', 'text/plain')"
    )
    sys.modules.pop("mine")
    (code / "mine.py").write_text(text + "def input_fn(data, kind): return data\n")
    with pytest.raises(ValueError, match="Cannot use transform_fn"):
        service.load(Settings(module="mine"), Folders(base))


def test_models_of_a_hub_are_refused_by_name() -> None:
    assert "HF_MODEL_ID (a/b) is not supported" in str(service.refused({"HF_MODEL_ID": "a/b"}))
    assert "MULTI_MODEL" in str(service.refused({"SAGEMAKER_MULTI_MODEL": "true"}))
    assert service.refused({"HF_TASK": "fill-mask"}) is None
