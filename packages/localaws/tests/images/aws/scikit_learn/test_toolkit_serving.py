"""A user's module served by AWS's inference toolkit, as other frameworks' images do."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from script_mode.folders import Folders
from script_mode.serving.settings import Settings
from script_mode.serving.toolkit import ToolkitService, load_with

inference = pytest.importorskip("sagemaker_inference.default_inference_handler")

MODULE = """
def model_fn(folder): return 10
def predict_fn(data, model): return (data * model).tolist()
"""
Serve = Callable[[str], ToolkitService]


@pytest.fixture
def serve(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Serve:
    """Loads a module of that text."""
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delenv("SAGEMAKER_PROGRAM", raising=False)
    monkeypatch.delitem(sys.modules, "inference", raising=False)

    def load(text: str) -> ToolkitService:
        (tmp_path / "inference.py").write_text(text)
        return load_with(inference.DefaultInferenceHandler)(Settings(), Folders(tmp_path))

    return load


def test_the_module_and_the_toolkits_defaults_answer_together(serve: Serve) -> None:
    served = serve(MODULE)
    assert served.invoke(b"[1, 2]", "application/json", None).body == b"[10, 20]"
    answer = served.invoke(b"1,2", "text/csv", "text/csv")
    assert (answer.status, answer.media_type) == (200, "text/csv")
    assert answer.body == b"10\n20\n"


def test_a_function_may_ask_for_the_context(serve: Serve) -> None:
    served = serve("""
def model_fn(folder, context): return context.system_properties["model_dir"]
def transform_fn(model, data, kind, accept): return model, "text/plain"
""")
    answer = served.invoke(b"", "application/json", None)
    assert (answer.body.decode(), answer.media_type) == (served.model_folder, "text/plain")


def test_what_a_function_raises_is_answered_with_its_trace(serve: Serve) -> None:
    served = serve("def model_fn(folder): return 1\ndef predict_fn(d, m): raise KeyError('gone')\n")
    answer = served.invoke(b"[1]", "application/json", None)
    assert answer.status == 500
    assert b"KeyError" in answer.body


def test_a_module_that_cannot_load_its_model_does_not_serve(serve: Serve) -> None:
    with pytest.raises(NotImplementedError, match="model_fn"):
        serve("")
