"""Which operations are offered: asked by the entrance before anything is done."""

from __future__ import annotations


def refusal(service: str, operation: str) -> str | None:
    """The sentence by which an operation is refused; None: it is offered. botocore's names."""
    return None
