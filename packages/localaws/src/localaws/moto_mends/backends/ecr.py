"""PutImage into a repository that there is not is an exception of Python in moto, answered 500.

Upstream: docs/moto-issues/missing_resources.md
"""

from __future__ import annotations

from moto.ecr.exceptions import RepositoryNotFoundException
from moto.ecr.models import ECRBackend, Image


class Images(ECRBackend):  # type: ignore[misc]  # moto is untyped to mypy here
    """ECR."""

    def put_image(
        self,
        repository_name: str,
        image_manifest: str,
        image_tag: str,
        image_manifest_mediatype: str | None = None,
        digest: str | None = None,
    ) -> Image:
        if repository_name not in self.repositories:
            raise RepositoryNotFoundException(repository_name, self.account_id)
        return super().put_image(
            repository_name, image_manifest, image_tag, image_manifest_mediatype, digest
        )
