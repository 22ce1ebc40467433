"""Which URIs are those of an ECR repository, and their parts."""

from __future__ import annotations

import pytest

from localaws.images.ecr_name import EcrName, EcrReference, parse, reference, repository_of

HOST = "123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn"


def test_the_parts_of_a_uri() -> None:
    assert parse(f"{HOST}/team/model:1.0-cpu") == EcrName(
        "123456789012", "cn-north-1", "team/model", "1.0-cpu"
    )


@pytest.mark.parametrize(
    "uri",
    [
        "",
        "model:1",
        f"{HOST}/model",
        f"{HOST}/model:1@sha256:0",
        f"{HOST}/model:1 ",
        f"1{HOST}/model:1",
        HOST[1:] + "/model:1",
        f"https://{HOST}/model:1",
    ],
)
def test_anything_else_is_none(uri: str) -> None:
    assert parse(uri) is None


@pytest.mark.parametrize(
    ("written", "tag", "digest"),
    [
        ("", "latest", ""),
        (":1.0-cpu", "1.0-cpu", ""),
        ("@sha256:0a", "", "sha256:0a"),
        (":1@sha256:0a", "1", "sha256:0a"),
    ],
)
def test_a_reference_is_by_tag_or_by_digest(written: str, tag: str, digest: str) -> None:
    found = EcrReference("123456789012", "cn-north-1", "team/model", tag, digest)
    assert reference(f"{HOST}/team/model{written}") == found
    assert repository_of(f"{HOST}/team/model{written}") == f"{HOST}/team/model"


@pytest.mark.parametrize("uri", ["model:1", f"{HOST}/model:", f"{HOST}/model@sha256:xyz"])
def test_what_is_no_uri_of_ecr_is_no_reference(uri: str) -> None:
    assert reference(uri) is None
