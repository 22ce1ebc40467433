"""PutImage: its errors, digests, and the image that loses its tag."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from moto.ecr.exceptions import (
    ImageAlreadyExistsException,
    InvalidParameterException,
    RepositoryNotFoundException,
)

from localaws.moto_mends.backends.ecr import (
    ImageDigestDoesNotMatch,
    Images,
    ImageTagAlreadyExists,
)

ONE, TWO = (
    f'{{"mediaType": "application/vnd.oci.image.manifest.v1+json", "n": {n}}}' for n in (1, 2)
)


def ecr(mutability: str = "MUTABLE", *filters: str) -> Images:
    """ECR with one repository ``r``."""
    images = Images("us-east-1", "123456789012")
    excluded: Any = [{"filter": each, "filterType": "WILDCARD"} for each in filters]
    images.create_repository("r", None, None, {}, mutability, [], excluded or None)
    return images


def test_no_image_is_put_into_a_repository_that_there_is_not() -> None:
    with pytest.raises(RepositoryNotFoundException):
        ecr().put_image("none", "{}", "tag")


def test_an_images_digest_is_its_manifests() -> None:
    digest = f"sha256:{hashlib.sha256(ONE.encode()).hexdigest()}"
    assert ecr().put_image("r", ONE, "t").image_digest == digest
    assert ecr().put_image("r", ONE, "t", digest=digest).image_digest == digest
    with pytest.raises(ImageDigestDoesNotMatch):
        ecr().put_image("r", TWO, "t", digest=digest)


def test_an_image_that_loses_its_tag_stays() -> None:
    images = ecr()
    images.put_image("r", ONE, "t")
    images.put_image("r", TWO, "t")
    tags = {i.image_manifest: i.image_tags for i in images.describe_images("r")}
    assert tags == {ONE: [], TWO: ["t"]}
    images.put_image("r", ONE, "t")
    tags = {i.image_manifest: i.image_tags for i in images.describe_images("r")}
    assert tags == {ONE: ["t"], TWO: []}


@pytest.mark.parametrize(
    ("mutability", "filters", "fixed"),
    [
        ("IMMUTABLE", [], True),
        ("IMMUTABLE_WITH_EXCLUSION", ["dev*"], True),
        ("IMMUTABLE_WITH_EXCLUSION", ["t*"], False),
        ("MUTABLE_WITH_EXCLUSION", ["t*"], True),
        ("MUTABLE_WITH_EXCLUSION", ["dev*"], False),
    ],
)
def test_an_immutable_tag_is_no_other_images(
    mutability: str, filters: list[str], fixed: bool
) -> None:
    images = ecr(mutability, *filters)
    images.put_image("r", ONE, "t")
    with pytest.raises(ImageAlreadyExistsException):
        images.put_image("r", ONE, "t")
    if not fixed:
        images.put_image("r", TWO, "t")
        return
    with pytest.raises(
        ImageTagAlreadyExists, match=r"tag 't' already exists in the 'r' repository"
    ):
        images.put_image("r", TWO, "t")
    images.put_image("r", TWO, "other")


def test_the_same_image_is_pushed_once_without_a_tag() -> None:
    images = ecr()
    images.put_image("r", ONE, None)
    with pytest.raises(ImageAlreadyExistsException):
        images.put_image("r", ONE, None)
    images.put_image("r", TWO, None)
    assert images.put_image("r", ONE, "t").image_tags == ["t"]


@pytest.mark.parametrize("tag", ["u v", "", "-1", "ü", "a" * 129, "a/b"])
def test_a_tag_is_not_any_text(tag: str) -> None:
    with pytest.raises(InvalidParameterException, match="imageTag"):
        ecr().put_image("r", ONE, tag)
