"""Which images a job's request names, whatever its kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

# AlgorithmSpecification and AppSpecification call their image so.
MEMBERS = ("TrainingImage", "ImageUri")


def image_uris(request: Mapping[str, Any]) -> Iterator[str]:
    """The URIs, in the order of the request."""
    for name, value in request.items():
        if name in MEMBERS and isinstance(value, str):
            yield value
        elif isinstance(value, Mapping):
            yield from image_uris(value)
