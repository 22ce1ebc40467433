"""Which task a model is for: what ``HF_TASK`` says, or what its architecture's name ends with.

Facts from aws/sagemaker-huggingface-inference-toolkit: ``transformers_utils.py``, ``handler_service.py``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

# Ends of names of architectures. What is further down decides, where several fit.
_BY_ARCHITECTURE = {
    "TapasForQuestionAnswering": "table-question-answering",
    "ForQuestionAnswering": "question-answering",
    "ForTokenClassification": "token-classification",
    "ForSequenceClassification": "text-classification",
    "ForMultipleChoice": "multiple-choice",
    "ForMaskedLM": "fill-mask",
    "ForCausalLM": "text-generation",
    "ForConditionalGeneration": "text2text-generation",
    "MTModel": "text2text-generation",
    "EncoderDecoderModel": "text2text-generation",
    "GPT2LMHeadModel": "text-generation",
    "T5WithLMHeadModel": "text2text-generation",
}


class UnknownTask(ValueError):
    """Nothing says what the model is for. The message says what to set."""


def task_of(model: Path, environment: Mapping[str, str]) -> str:
    """The task of the model in a folder.

    Raises:
        UnknownTask: neither HF_TASK nor a ``config.json`` says it.
    """
    if told := environment.get("HF_TASK"):
        return told
    config = model / "config.json"
    if not config.is_file():
        raise UnknownTask(
            "You need to define a task as env 'HF_TASK', such as text-classification: there is no "
            "config.json in the model's archive, and no inference.py in its code/."
        )
    architectures = json.loads(config.read_text(encoding="utf-8")).get("architectures") or [""]
    ends = [end for end in _BY_ARCHITECTURE if str(architectures[0]).endswith(end)]
    if not ends:
        raise UnknownTask(
            f"Task couldn't be inferenced from {architectures[0]}. Inference Toolkit can only inference "
            f"tasks from architectures ending with {list(_BY_ARCHITECTURE)}. "
            "Use env `HF_TASK` to define your task."
        )
    return _BY_ARCHITECTURE[ends[-1]]
