"""The entry point of ``serve``: the model of this container, until SIGTERM."""

from __future__ import annotations

from built_in import serving

from .model import load


def main() -> int:
    """Serve the model of this container; returns the exit code."""
    code: int = serving.main(load)
    return code
