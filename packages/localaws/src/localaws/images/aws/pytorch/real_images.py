"""What AWS's own images of PyTorch are made of: the version in their tag is PyTorch's."""

from __future__ import annotations

import os

from script_mode.stand_in import RealImage

# Their Pythons, which the tags name: the first version of PyTorch with each, newest first.
_PYTHONS = (("2.6", "3.12"), ("2.3", "3.11"), ("2.0", "3.10"), ("1.13", "3.9"), ("1.9", "3.8"))


def meant() -> RealImage:
    """The one that this container stands in for."""
    version = os.environ.get("VERSION", "2.6.0")
    return RealImage(f"pytorch:{version}", _python(version), {"torch": version})


def _python(version: str) -> str:
    def numbers(text: str) -> list[int]:
        return [int(part) for part in text.split(".")]

    return next((p for since, p in _PYTHONS if numbers(version) >= numbers(since)), "3.6")
