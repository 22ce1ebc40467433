"""Where a request says that its code is."""

from __future__ import annotations

import io
import uuid
import zipfile
from pathlib import Path

import pytest
from moto.s3.models import s3_backends

from localaws.functions.packages.source import code_of, layer_of
from localaws.functions.packages.store import Packages
from localaws.functions.runtimes import LambdaRuntime
from localaws.protocols.refusal import Refusal
from localaws.runtime.protocol import ImageNotFound
from localaws.this_aws import objects

PYTHON = LambdaRuntime("python3.12", "python", "3.12")


@pytest.fixture
def packages(tmp_path: Path) -> Packages:
    return Packages(tmp_path, lambda *_: None)


@pytest.fixture
def bucket() -> str:
    name = f"bucket-{uuid.uuid4().hex[:12]}"
    s3_backends["123456789012"]["aws"].create_bucket(name, "us-east-1")
    return name


def a_zip(name: str = "app.py") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, "x = 1")
    return out.getvalue()


def test_a_zip_comes_in_the_request_or_from_s3(packages: Packages, bucket: str) -> None:
    objects.write(bucket, "k", a_zip())
    of_s3 = code_of({"S3Bucket": bucket, "S3Key": "k"}, packages)
    assert of_s3 == code_of({"ZipFile": a_zip()}, packages)
    assert packages.content(of_s3.sha256) == a_zip()
    assert (of_s3.size, of_s3.package_type) == (len(a_zip()), "Zip")


def test_an_image_is_named(packages: Packages) -> None:
    assert code_of({"ImageUri": "repository:tag"}, packages).package_type == "Image"


@pytest.mark.parametrize(
    ("request_", "said"),
    [
        ({}, "only one of ZipFile"),
        ({"ZipFile": b"x", "ImageUri": "y"}, "only one of"),
        ({"ZipFile": b"no zip"}, "Could not unzip uploaded file"),
        ({"ZipFile": a_zip("../out.py")}, "leads out"),
        ({"S3Bucket": "no-such-bucket-here", "S3Key": "k"}, "S3 Error Code: NoSuchBucket"),
        ({"S3Bucket": "no-such-bucket-here"}, "S3Key is required"),
    ],
)
def test_code_that_is_not_there_is_refused(
    packages: Packages, request_: dict[str, object], said: str
) -> None:
    with pytest.raises(Refusal, match=said):
        code_of(request_, packages)


def test_a_missing_key_is_refused_in_s3s_words(packages: Packages, bucket: str) -> None:
    with pytest.raises(Refusal, match="S3 Error Code: NoSuchKey"):
        code_of({"S3Bucket": bucket, "S3Key": "none"}, packages)


def test_an_image_that_nobody_asked_for_is_not_found(packages: Packages) -> None:
    with pytest.raises(ImageNotFound):
        packages.resolve("localaws-function/none")


def test_a_layer_with_an_extension_is_refused_by_its_name(packages: Packages) -> None:
    with pytest.raises(Refusal, match="the extension watch "):
        layer_of({"ZipFile": a_zip("extensions/watch")}, packages)
    assert layer_of({"ZipFile": a_zip("python/x.py")}, packages).size
