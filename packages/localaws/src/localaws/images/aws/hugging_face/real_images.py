"""What AWS's own images of Hugging Face are made of: their tag names PyTorch and Transformers."""

from __future__ import annotations

import os

from script_mode.stand_in import RealImage

# Their Pythons, which the tags name: the first version of PyTorch with each, newest first.
_PYTHONS = (("2.6", "3.12"), ("2.3", "3.11"), ("2.0", "3.10"), ("1.13", "3.9"), ("1.9", "3.8"))


def meant() -> RealImage:
    """The one that this container stands in for."""
    version = os.environ.get("VERSION", "2.6.0-transformers4.49.0")
    torch, _, transformers = version.partition("-transformers")
    packages = {"transformers": transformers, "torch": torch}
    return RealImage(f"huggingface-pytorch:{version}", _python(torch), packages)


def _python(torch: str) -> str:
    def numbers(text: str) -> list[int]:
        return [int(part) for part in text.split(".")]

    return next((p for since, p in _PYTHONS if numbers(torch) >= numbers(since)), "3.6")
