"""DataCaptureConfig, as it is read."""

from __future__ import annotations

from typing import Any

import pytest

from localaws.hosting.capture.settings import CaptureSettings, settings
from localaws.sagemaker.errors import ApiError


def read(**members: Any) -> CaptureSettings:
    asked = {
        "InitialSamplingPercentage": 50,
        "DestinationS3Uri": "s3://b/p",
        "CaptureOptions": [{"CaptureMode": "Input"}],
    } | members
    found = settings({"DataCaptureConfig": asked})
    assert found is not None
    return found


def test_without_one_nothing_is_captured() -> None:
    assert settings({}) is None


@pytest.mark.parametrize(
    ("modes", "captured"),
    [
        (["Input"], (True, False)),
        (["Output"], (False, True)),
        (["Input", "Output"], (True, True)),
        (["InputAndOutput"], (True, True)),
    ],
)
def test_modes_say_which_side_is_captured(modes: list[str], captured: tuple[bool, bool]) -> None:
    found = read(CaptureOptions=[{"CaptureMode": mode} for mode in modes])
    assert (found.captures_input, found.captures_output) == captured


def test_a_part_of_the_requests_is_sampled() -> None:
    assert [read().samples(draw) for draw in (0.0, 0.499, 0.5, 0.999)] == [True, True, False, False]
    assert not read(InitialSamplingPercentage=0).samples(0.0)
    assert read(InitialSamplingPercentage=100).samples(0.999999)
    assert not read(EnableCapture=False).samples(0.0)


def test_listed_content_types_are_written_as_they_are() -> None:
    types = {"CsvContentTypes": ["text/csv"], "JsonContentTypes": ["application/json"]}
    found = read(CaptureContentTypeHeader=types)
    encoded = {
        "text/csv": "CSV",
        "Text/CSV; charset=utf-8": "CSV",
        "application/json": "JSON",
        "application/x-npy": "BASE64",
        "": "BASE64",
    }
    assert {each: found.encoding(each) for each in encoded} == encoded
    assert read().encoding("text/csv") == "BASE64"


def test_describe_says_whether_it_is_under_way() -> None:
    assert read(KmsKeyId="k").summary() == {
        "EnableCapture": True,
        "CaptureStatus": "Started",
        "CurrentSamplingPercentage": 50,
        "DestinationS3Uri": "s3://b/p",
        "KmsKeyId": "k",
    }
    assert read(EnableCapture=False).summary()["CaptureStatus"] == "Stopped"


def test_a_destination_that_is_none_is_refused() -> None:
    with pytest.raises(ApiError, match="DestinationS3Uri must be an S3 URI, and /here is not"):
        read(DestinationS3Uri="/here")
