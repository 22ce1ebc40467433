"""Which builder an image needs: that of process images, or a container engine."""

from __future__ import annotations

import json
from pathlib import Path


def needs_engine(home: Path) -> bool:
    """Whether the embedded AWS that runs on this home runs its images with a container engine."""
    try:
        record = json.loads((home / "server.json").read_text())
    except (FileNotFoundError, ValueError):
        return False
    return bool(record.get("runtime") == "container")
