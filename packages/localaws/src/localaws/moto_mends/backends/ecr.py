"""PutImage as ECR does it, where moto raises a plain exception, loses an image or gives another digest.

In moto a repository that there is not is an exception of Python, answered 500; an image's digest is that of
its layers' digests, or made up; an image that loses its last tag to another one is deleted, not untagged; and
an immutable tag is refused with the error for pushing the same image again, which clients take for success.
The same image without a tag is pushed again and again, and a tag may be any text. It is pushed at the
machine's time.

Upstream: docs/moto-issues/missing_resources.md, docs/moto-issues/ecr_put_image.md, docs/moto-issues/moments.md
"""

from __future__ import annotations

import hashlib
import re
from fnmatch import fnmatchcase

from moto.core import utils
from moto.core.exceptions import ServiceException
from moto.ecr.exceptions import (
    ImageAlreadyExistsException,
    InvalidParameterException,
    RepositoryNotFoundException,
)
from moto.ecr.models import ECRBackend, Image, Repository

# Docker's rule for a tag: https://docs.docker.com/reference/cli/docker/image/tag/
_TAG = re.compile(r"[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}")


class ImageTagAlreadyExists(ServiceException):  # type: ignore[misc]  # moto is untyped to mypy here
    """The tag is another image's, and the repository's tags are immutable."""

    code = "ImageTagAlreadyExistsException"


class ImageDigestDoesNotMatch(ServiceException):  # type: ignore[misc]
    """The digest that the request gives is not the manifest's."""

    code = "ImageDigestDoesNotMatchException"
    message = "The specified image digest does not match the digest that Amazon ECR calculated for the image."


class Images(ECRBackend):  # type: ignore[misc]
    """ECR."""

    def put_image(
        self,
        repository_name: str,
        image_manifest: str,
        image_tag: str | None,
        image_manifest_mediatype: str | None = None,
        digest: str | None = None,
    ) -> Image:
        repository = self.repositories.get(repository_name)
        if repository is None:
            raise RepositoryNotFoundException(repository_name, self.account_id)
        if image_tag is not None and not _TAG.fullmatch(image_tag):
            raise InvalidParameterException(
                "Invalid parameter at 'imageTag' failed to satisfy constraint: "
                f"'must satisfy regular expression '{_TAG.pattern}''"
            )
        own = f"sha256:{hashlib.sha256(image_manifest.encode()).hexdigest()}"
        if digest not in (None, own):
            raise ImageDigestDoesNotMatch()
        for image in repository.images:
            if image_tag is None and image.image_manifest == image_manifest:
                raise ImageAlreadyExistsException(
                    repository_name, repository.registry_id, own, "null"
                )
            if (
                image_tag is not None
                and image_tag in image.image_tags
                and image.image_manifest != image_manifest
            ):
                if _is_immutable(repository, image_tag):
                    raise ImageTagAlreadyExists(
                        f"The image tag '{image_tag}' already exists in the '{repository_name}' "
                        "repository and cannot be overwritten because the tag is immutable."
                    )
                image.remove_tag(image_tag)
                image.image_tag = image.image_tags[-1] if image.image_tags else None
        before = list(repository.images)
        pushed = super().put_image(
            repository_name, image_manifest, image_tag, image_manifest_mediatype, own
        )
        if pushed not in before:
            pushed.image_pushed_at = int(utils.unix_time())
        return pushed


def _is_immutable(repository: Repository, tag: str) -> bool:
    filters = repository.image_tag_mutability_exclusion_filters or []
    excluded = any(fnmatchcase(tag, each["filter"]) for each in filters)
    return bool(repository.is_tag_immutable()) != excluded
