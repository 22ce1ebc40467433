"""Which images lie in the embedded AWS's own ECR: those that a deployment has pushed."""

from __future__ import annotations

import json
from collections.abc import Iterator

from moto.ecr.models import ecr_backends


def pushed() -> set[str]:
    """Their URIs, by tag and by identity, in every account and region."""
    return set(_uris())


def _uris() -> Iterator[str]:
    for regions in list(ecr_backends.values()):
        for backend in list(regions.values()):
            for repository in list(backend.repositories.values()):
                for image in list(repository.images):
                    yield from (f"{repository.uri}:{tag}" for tag in image.image_tags)
                    # ``ecr.manifest`` wrote the identity there.
                    digest = json.loads(image.image_manifest).get("config", {}).get("digest", "")
                    if digest.startswith("sha256:"):
                        yield f"{repository.uri}@{digest}"
