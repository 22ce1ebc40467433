"""Which images of this account's ECR SageMaker refuses, in whose words."""

from __future__ import annotations

import json
import uuid

import pytest
from moto.ecr.models import ecr_backends

from localaws.sagemaker.errors import ApiError
from localaws.sagemaker.images import check_of_model, check_of_training

ACCOUNT = "123456789012"
HOST = f"{ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/execution"
OCI = "application/vnd.oci.image.manifest.v1+json"
INDEX = "application/vnd.oci.image.index.v1+json"
DOCKER = "application/vnd.docker.distribution.manifest.v2+json"


def pushed(media_type: str, *, in_manifest: bool = True) -> str:
    """The URI of an image whose manifest has that form."""
    ecr, name = ecr_backends[ACCOUNT]["us-east-1"], f"r{uuid.uuid4().hex[:8]}"
    ecr.create_repository(name, None, None, {}, "MUTABLE", [])
    manifest = {"schemaVersion": 2} | ({"mediaType": media_type} if in_manifest else {})
    ecr.put_image(name, json.dumps(manifest), "1", None if in_manifest else media_type)
    return f"{HOST}/{name}:1"


@pytest.mark.parametrize("media_type", [OCI, INDEX])
@pytest.mark.parametrize("in_manifest", [True, False])
def test_a_model_has_no_image_in_ocis_form(media_type: str, in_manifest: bool) -> None:
    uri = pushed(media_type, in_manifest=in_manifest)
    with pytest.raises(ApiError) as raised:
        check_of_model(uri, ACCOUNT)
    assert raised.value.message == (
        f"Unsupported manifest media type {media_type} for image {uri}. "
        "Ensure that valid manifest media type is used for specified image."
    )
    check_of_training(uri, ACCOUNT, ROLE)


def test_dockers_form_is_taken() -> None:
    check_of_model(pushed(DOCKER), ACCOUNT)


@pytest.mark.parametrize("uri", ["example/jobs:1", f"{HOST.replace('1234', '9999')}/model:1"])
def test_images_elsewhere_are_looked_for_when_they_are_pulled(uri: str) -> None:
    check_of_model(uri, ACCOUNT)
    check_of_training(uri, ACCOUNT, ROLE)


def test_an_image_that_was_never_pushed_is_refused() -> None:
    uri = f"{pushed(DOCKER).removesuffix(':1')}:2"
    with pytest.raises(ApiError, match=f": Requested image {uri} not found.$"):
        check_of_model(uri, ACCOUNT)
    with pytest.raises(ApiError, match=f": Cannot find the requested image: {uri} Please check"):
        check_of_training(uri, ACCOUNT, ROLE)


def test_a_repository_that_there_is_not_is_named() -> None:
    with pytest.raises(ApiError, match=f": Requested image {HOST}/team/none not found.$"):
        check_of_model(f"{HOST}/team/none", ACCOUNT)
    with pytest.raises(ApiError) as raised:
        check_of_training(f"{HOST}/team/none:1", ACCOUNT, ROLE)
    assert raised.value.message == (
        f"Cannot find repository: team/none in registry ID: {ACCOUNT} Please check if your ECR "
        f"repository exists and role {ROLE} has proper pull permissions for SageMaker: "
        "ecr:BatchCheckLayerAvailability, ecr:BatchGetImage, ecr:GetDownloadUrlForLayer"
    )
