"""What AWS's own images of TensorFlow are made of: the version in their tag is TensorFlow's."""

from __future__ import annotations

import os

from script_mode.stand_in import RealImage

# Their Pythons, which the tags name: the first version of TensorFlow with each, newest first.
_PYTHONS = (("2.19", "3.12"), ("2.12", "3.10"), ("2.9", "3.9"), ("2.6", "3.8"), ("2.2", "3.7"))


def meant() -> RealImage:
    """The one that this container stands in for."""
    version = os.environ.get("VERSION", "2.19.0")
    return RealImage(f"tensorflow:{version}", _python(version), {"tensorflow": version})


def _python(version: str) -> str:
    def numbers(text: str) -> list[int]:
        return [int(part) for part in text.split(".")]

    return next((p for since, p in _PYTHONS if numbers(version) >= numbers(since)), "3.6")
