"""What map runs ask of S3, and no more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO, Protocol


class S3Failure(Exception):
    """S3 refused: its own sentence."""


class S3(Protocol):
    """Buckets are of ``region``; every method may raise S3Failure."""

    def open(self, bucket: str, key: str, version: str | None, region: str) -> BinaryIO:
        """An object's content, to be read as it comes and closed."""

    def listed(self, arguments: Mapping[str, Any], region: str) -> Iterator[Mapping[str, Any]]:
        """All that ListObjectsV2 lists, each as S3 describes it."""

    def has_bucket(self, bucket: str) -> bool: ...

    def put(self, bucket: str, key: str, content: Path) -> None:
        """Make an object of a file's content."""
