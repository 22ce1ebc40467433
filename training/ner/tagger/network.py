"""The neural network: a pretrained checkpoint with a tagging head, or a small BERT of our own.

The checkpoint comes from the ``pretrained`` channel or from the Hugging Face hub. Without either,
a BERT is made from scratch that a CPU trains in minutes.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from transformers import AutoModelForTokenClassification, BertConfig, BertForTokenClassification
from transformers.utils import logging

from .failure import JobError
from .labels import Labels

logging.set_verbosity_error()  # what a new head is called in a report, we check ourselves
logging.disable_progress_bar()


def load_tokenizer(folder: Path) -> Tokenizer:
    """Read the fast tokenizer of a folder.

    Raises:
        JobError: there is none, or it is broken.
    """
    path = folder / "tokenizer.json"
    if not path.exists():
        raise JobError(f"The folder {folder.name!r} holds no tokenizer.json.")
    try:
        tokenizer = Tokenizer.from_file(str(path))
    except Exception as error:
        raise JobError(f"{folder.name}/tokenizer.json is broken: {error}") from error
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def load_pretrained(source: Path | str, labels: Labels, vocabulary: int) -> Any:
    """A checkpoint (folder or hub name) with a fresh tagging head, unless its own head fits.

    Raises:
        JobError: it cannot be read, or is no encoder that fits the tokenizer and the windows.
    """
    name = source.name if isinstance(source, Path) else source
    try:
        model, report = AutoModelForTokenClassification.from_pretrained(
            str(source),
            num_labels=len(labels.labels),
            **_label_maps(labels),
            dtype=torch.float32,
            ignore_mismatched_sizes=True,  # another task's head is replaced; the rest we check
            output_loading_info=True,
            local_files_only=isinstance(source, Path),
        )
    except Exception as error:
        what = " ".join(str(error).split())
        raise JobError(f"The checkpoint {name!r} cannot be loaded: {what[:500]}") from error
    _must_be_whole(model, report, name)
    rows = model.get_input_embeddings().num_embeddings
    if vocabulary > rows:
        raise JobError(
            f"The checkpoint {name!r} knows {rows} tokens, but the tokenizer has {vocabulary}: "
            "preprocess with the checkpoint's own tokenizer."
        )
    positions = getattr(model.config, "max_position_embeddings", None)
    if positions is not None and labels.max_length > positions:
        raise JobError(
            f"The checkpoint {name!r} reads {positions} sub-tokens at most, but windows have "
            f"{labels.max_length}: preprocess with a smaller --max-length."
        )
    return model


def small_bert(labels: Labels, vocabulary: int, padding_id: int) -> BertForTokenClassification:
    """A BERT with random weights, 3 layers of 192: about 1.3 million weights and the vocabulary."""
    return BertForTokenClassification(
        BertConfig(
            vocab_size=vocabulary,
            hidden_size=192,
            num_hidden_layers=3,
            num_attention_heads=6,
            intermediate_size=768,
            max_position_embeddings=labels.max_length,
            pad_token_id=padding_id,
            **_label_maps(labels),
        )
    )


def padding_id(tokenizer: Tokenizer) -> int:
    """The id of the tokenizer's padding token. Padding is masked, so 0 serves where it has none."""
    for token in ("[PAD]", "<pad>"):
        found = tokenizer.token_to_id(token)
        if found is not None:
            return int(found)
    return 0


def _label_maps(labels: Labels) -> dict[str, Any]:
    return {
        "id2label": dict(enumerate(labels.labels)),
        "label2id": {label: index for index, label in enumerate(labels.labels)},
    }


def _must_be_whole(model: Any, report: dict[str, Any], name: str) -> None:
    """Only the head may be new; an encoder with random parts would train to nothing, silently."""
    encoder = f"{model.base_model_prefix}."
    mismatched = [key[0] if isinstance(key, tuple) else key for key in report["mismatched_keys"]]
    absent = sorted(
        key for key in [*report["missing_keys"], *mismatched] if key.startswith(encoder)
    )
    if absent:
        raise JobError(
            f"The checkpoint {name!r} lacks {len(absent)} weights of its encoder, "
            f"such as {absent[0]}: it is broken or of another kind than its config.json says."
        )
