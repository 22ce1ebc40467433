"""Which images lie in the embedded AWS's own ECR: those that a deployment has pushed.

ECR has manifests, the store has process images; a manifest's configuration names the process image by its
identity (``ecr.manifest`` wrote it there). So an image that ECR has under another tag too, put there from
its manifest as one promotes an image, is the same process image.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from moto.ecr.models import Image, ecr_backends

from localaws.images.ecr_name import EcrReference, reference, repository_of
from localaws.images.store import not_found
from localaws.runtime.protocol import ImageNotFound


@dataclass(frozen=True)
class Pushed:
    """An image that ECR has.

    Attributes:
        media_type: of its manifest.
        identity: of the process image that it is; empty where the manifest names none.
    """

    media_type: str
    identity: str


class NoRepository(ImageNotFound):
    """There is no such repository, so nothing was ever pushed to it."""


class PushedImages:
    """The account's own ECR, in every region."""

    def __init__(self, account: str) -> None:
        self._account = account

    def find(self, uri: str) -> Pushed | None:
        """What a URI means; None where it is not one of this account's ECR.

        Raises:
            ImageNotFound: the repository has no such image.
            NoRepository: there is no such repository.
        """
        asked = reference(uri)
        if asked is None or asked.account != self._account:
            return None
        try:
            repository = ecr_backends[asked.account][asked.region].repositories[asked.repository]
        except KeyError:  # moto has that of a region that there is not, too
            raise NoRepository(
                f"API error (404): repository {repository_of(uri)} not found: "
                f"name unknown: The repository with name '{asked.repository}' does not exist "
                f"in the registry with id '{asked.account}'"
            ) from None
        for image in list(repository.images):
            if _is(image, asked):
                return Pushed(_media_type(image), _identity(image))
        raise not_found(uri)

    def stored(self, uri: str) -> str:
        """The URI under which the store has what ``uri`` means.

        Raises:
            ImageNotFound: it means an image of this account's ECR, which lacks it.
        """
        found = self.find(uri)
        if found is None:
            return uri
        if not found.identity:
            raise not_found(uri)
        return f"{repository_of(uri)}@sha256:{found.identity}"


def pushed() -> set[str]:
    """Their URIs, by tag and by identity, in every account and region."""
    return set(_uris())


def _uris() -> Iterator[str]:
    for regions in list(ecr_backends.values()):
        for backend in list(regions.values()):
            for repository in list(backend.repositories.values()):
                for image in list(repository.images):
                    yield from (f"{repository.uri}:{tag}" for tag in image.image_tags)
                    if identity := _identity(image):
                        yield f"{repository.uri}@sha256:{identity}"


def _is(image: Image, asked: EcrReference) -> bool:
    if asked.digest:
        # What ``localaws-docker`` once told as the digest is accepted too.
        return asked.digest in (image.image_digest, f"sha256:{_identity(image)}")
    return asked.tag in image.image_tags


def _media_type(image: Image) -> str:
    return str(image.image_manifest_media_type or _manifest(image).get("mediaType", ""))


def _identity(image: Image) -> str:
    configuration = _manifest(image).get("config")
    digest = configuration.get("digest", "") if isinstance(configuration, dict) else ""
    return digest.removeprefix("sha256:") if str(digest).startswith("sha256:") else ""


def _manifest(image: Image) -> dict[str, Any]:
    manifest: dict[str, Any] = json.loads(image.image_manifest)
    return manifest
