"""Which runtime this machine allows."""

from __future__ import annotations

from pathlib import Path

from localaws.images.store import ImageStore
from localaws.runtime.namespace import NamespaceRuntime
from localaws.runtime.protocol import Runtime


def choose_runtime(home: Path, images: ImageStore, option: str = "auto") -> Runtime:
    """The best runtime that the machine allows, or the one that ``option`` names."""
    return NamespaceRuntime(home, images)
