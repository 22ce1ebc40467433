"""The entry point of ``serve``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from built_in import serving


def main() -> int:
    """Serve the model of this container; returns the exit code."""
    code: int = serving.main(_load)
    return code


def _load(folder: Path) -> Any:
    raise serving.ModelError("Linear Learner cannot be served here yet")
