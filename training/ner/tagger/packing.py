"""Runs windows of any length in one pass of a BERT, without padding.

All windows stand one after another in a single row. Each has positions of its own, and its tokens
attend to each other only; everything else in the network treats each token by itself, so the row
may be as long as it likes. Neighbours of equal length attend in one step.

Other kinds of networks count positions in ways of their own, and a GPU is faster with padding, so
``fits`` says where this serves.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
from transformers import AttentionInterface, AttentionMaskInterface

_NAME = "windows_in_a_row"


@dataclass(frozen=True)
class Block:
    """Windows of equal length, next to each other in the row."""

    start: int
    windows: int
    length: int


def fits(model: Any) -> bool:
    """Whether ``prepare`` and ``run`` work for a model on its device."""
    kind, device = str(model.config.model_type), str(model.device.type)
    return kind == "bert" and device == "cpu"


def prepare(model: Any) -> None:
    """Make a model take rows of windows; it no longer takes padded batches."""
    AttentionInterface.register(_NAME, _attend_within_windows)
    AttentionMaskInterface.register(_NAME, lambda *_, **__: None)
    model.set_attn_implementation(_NAME)


def run(model: Any, windows: list[list[int]]) -> torch.Tensor:
    """The logits of all windows, [sub-tokens, labels]; fastest if they come sorted by length."""
    lengths = [len(window) for window in windows]
    ids = torch.tensor([token for window in windows for token in window])
    positions = torch.cat([torch.arange(length) for length in lengths])
    output = model(
        input_ids=ids[None],
        position_ids=positions[None],
        token_type_ids=torch.zeros_like(ids)[None],
        blocks=blocks(lengths),
    )
    logits: torch.Tensor = output.logits[0]
    return logits


def blocks(lengths: list[int]) -> list[Block]:
    """Put neighbours of equal length together."""
    found: list[Block] = []
    start = 0
    for length in lengths:
        if found and found[-1].length == length:
            found[-1] = Block(found[-1].start, found[-1].windows + 1, length)
        else:
            found.append(Block(start, 1, length))
        start += length
    return found


def _attend_within_windows(
    module: Any,
    query: torch.Tensor,
    key: torch.Tensor,
    value: torch.Tensor,
    attention_mask: None,
    *,
    blocks: list[Block],
    scaling: float,
    **_: Any,
) -> tuple[torch.Tensor, None]:
    """Attention in the form that Transformers asks for: [1, heads, sub-tokens, width] in."""
    result = torch.empty_like(query)
    for block in blocks:
        part = slice(block.start, block.start + block.windows * block.length)
        shape = (block.windows, block.length)
        q, k, v = (
            one[0, :, part].unflatten(1, shape).transpose(0, 1) for one in (query, key, value)
        )
        attended = torch.nn.functional.scaled_dot_product_attention(q, k, v, scale=scaling)
        result[0, :, part] = attended.transpose(0, 1).flatten(1, 2)
    return result.transpose(1, 2).contiguous(), None
