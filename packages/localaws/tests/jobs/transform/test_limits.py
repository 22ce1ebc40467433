"""The request before the container before AWS's defaults."""

from __future__ import annotations

from typing import Any

import pytest

from localaws.jobs.transform.keys import output_location
from localaws.jobs.transform.limits import (
    BadParameters,
    Limits,
    NoParameters,
    environment,
    parameters,
    settled,
)
from localaws.this_aws.s3_location import S3Location

SAID = {"MaxConcurrentTransforms": 8, "BatchStrategy": "SINGLE_RECORD", "MaxPayloadInMB": 2}


@pytest.mark.parametrize(
    ("request_", "said", "limits"),
    [
        ({}, {}, Limits(1, 6, False)),
        ({}, SAID, Limits(8, 2, True)),
        ({"MaxConcurrentTransforms": 0}, SAID, Limits(8, 2, True)),
        ({"BatchStrategy": "MultiRecord", "MaxPayloadInMB": 0}, SAID, Limits(8, 0, False)),
        ({"MaxConcurrentTransforms": 3}, {"MaxPayloadInMB": 50}, Limits(2, 50, False)),
        ({"MaxPayloadInMB": 100}, SAID, Limits(1, 100, True)),
    ],
)
def test_who_decides(request_: dict[str, Any], said: dict[str, Any], limits: Limits) -> None:
    assert settled(request_, said) == limits


def test_they_are_told_as_aws_tells_them() -> None:
    assert Limits(4, 6, False).text == (
        "MaxConcurrentTransforms=4, MaxPayloadInMB=6, BatchStrategy=MULTI_RECORD"
    )


def test_the_container_is_told_what_was_asked_for() -> None:
    assert environment({}) == {"SAGEMAKER_BATCH": "true"}
    asked = {"MaxConcurrentTransforms": 2, "MaxPayloadInMB": 0, "BatchStrategy": "SingleRecord"}
    assert environment(asked) == {
        "SAGEMAKER_BATCH": "true",
        "SAGEMAKER_MAX_PAYLOAD_IN_MB": "0",
        "SAGEMAKER_BATCH_STRATEGY": "SINGLE_RECORD",
        "SAGEMAKER_MAX_CONCURRENT_TRANSFORMS": "2",
    }


def test_what_a_container_says_is_checked() -> None:
    assert parameters(b'{"MaxPayloadInMB": 6, "more": 1}') == {"MaxPayloadInMB": 6, "more": 1}
    for other in (b"<html>", b"[]", b"", b"\xff"):
        with pytest.raises(NoParameters):
            parameters(other)
    for bad in (
        b'{"MaxConcurrentTransforms": 0}',
        b'{"MaxConcurrentTransforms": true}',
        b'{"MaxPayloadInMB": 101}',
        b'{"MaxPayloadInMB": "6"}',
        b'{"BatchStrategy": "MultiRecord"}',
    ):
        with pytest.raises(BadParameters):
            parameters(bad)


@pytest.mark.parametrize(
    ("output", "path", "key"),
    [
        ("s3://b/out", "a.csv", "out/a.csv.out"),
        ("s3://b/out/", "d1/a.csv", "out/d1/a.csv.out"),
        ("s3://b", "a", "a.out"),
    ],
)
def test_where_an_output_is_stored(output: str, path: str, key: str) -> None:
    assert output_location(S3Location.parse(output), path) == S3Location("b", key)
