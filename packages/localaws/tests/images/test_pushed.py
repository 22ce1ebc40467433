"""What ECR has, and what that is in the store."""

from __future__ import annotations

import json
import uuid

import pytest
from moto.ecr.models import ecr_backends

from localaws.images.pushed import NoRepository, Pushed, PushedImages, pushed
from localaws.runtime.protocol import ImageNotFound

ACCOUNT = "123456789012"
HOST = f"{ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com"
DOCKER = "application/vnd.docker.distribution.manifest.v2+json"
INDEX = "application/vnd.oci.image.index.v1+json"


class Repository:
    """One that no other test has."""

    def __init__(self) -> None:
        self.name = f"r{uuid.uuid4().hex[:8]}"
        self.uri = f"{HOST}/{self.name}"
        self._ecr = ecr_backends[ACCOUNT]["us-east-1"]
        self._ecr.create_repository(self.name, None, None, {}, "MUTABLE", [])

    def put(self, tag: str, identity: str = "ab" * 32) -> str:
        """Put an image; its digest."""
        manifest = {"mediaType": DOCKER, "config": {"digest": f"sha256:{identity}"}, "layers": []}
        image = self._ecr.put_image(self.name, json.dumps(manifest), tag)
        return str(image.image_digest)

    def put_index(self, tag: str) -> None:
        self._ecr.put_image(self.name, json.dumps({"mediaType": INDEX, "manifests": []}), tag)


@pytest.fixture
def repository() -> Repository:
    return Repository()


IMAGES = PushedImages(ACCOUNT)


def test_an_image_is_found_by_each_tag_and_by_its_digest(repository: Repository) -> None:
    digest = repository.put("latest")
    repository.put("released")
    for written in ("", ":latest", ":released", f"@{digest}", f":other@{digest}"):
        assert IMAGES.find(repository.uri + written) == Pushed(DOCKER, "ab" * 32)
        assert "@sha256:" + "ab" * 32 in IMAGES.stored(repository.uri + written)


def test_what_was_only_tagged_is_not_there(repository: Repository) -> None:
    repository.put("1")
    with pytest.raises(ImageNotFound, match=f"manifest for {repository.uri}:2 not found"):
        IMAGES.stored(f"{repository.uri}:2")
    with pytest.raises(ImageNotFound, match="manifest for"):
        IMAGES.find(f"{repository.uri}@sha256:{'cd' * 32}")


def test_a_repository_that_there_is_not_is_named() -> None:
    with pytest.raises(
        NoRepository, match=f"repository {HOST}/none not found: name unknown: The repository"
    ):
        IMAGES.find(f"{HOST}/none:1")
    with pytest.raises(NoRepository):
        IMAGES.find(f"{ACCOUNT}.dkr.ecr.xx-none-9.amazonaws.com/none:1")


@pytest.mark.parametrize("uri", ["model:1", f"{HOST.replace('1234', '9999')}/model:1"])
def test_other_images_are_not_ecrs(uri: str) -> None:
    assert IMAGES.find(uri) is None
    assert IMAGES.stored(uri) == uri


def test_an_index_names_no_process_image(repository: Repository) -> None:
    repository.put_index("1")
    assert IMAGES.find(f"{repository.uri}:1") == Pushed(INDEX, "")
    with pytest.raises(ImageNotFound):
        IMAGES.stored(f"{repository.uri}:1")
    assert f"{repository.uri}:1" in pushed()
