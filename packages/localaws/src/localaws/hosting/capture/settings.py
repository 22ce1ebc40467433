"""DataCaptureConfig, read: what is captured, how much of it, and where it goes. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from localaws.hosting.locations import location
from localaws.this_aws.s3_location import S3Location


@dataclass(frozen=True)
class CaptureSettings:
    """What of an endpoint is captured.

    Attributes:
        request: DataCaptureConfig as it was asked for.
        percent: of the requests.
        csv, json: the content types whose data is written as it is; any other is in Base64.
    """

    request: Mapping[str, Any]
    destination: S3Location
    percent: float
    captures_input: bool
    captures_output: bool
    csv: frozenset[str]
    json: frozenset[str]

    @property
    def is_enabled(self) -> bool:
        return bool(self.request.get("EnableCapture", True))

    @property
    def key(self) -> str | None:
        """The KMS key that encrypts the objects."""
        return self.request.get("KmsKeyId")

    def samples(self, draw: float) -> bool:
        """Whether the request is captured that ``draw`` in [0, 1) falls to."""
        return self.is_enabled and 100 * draw < self.percent

    def encoding(self, content_type: str) -> str:
        """How data of that type is written: CSV, JSON or BASE64."""
        plain = _plain(content_type)
        if plain in self.csv:
            return "CSV"
        return "JSON" if plain in self.json else "BASE64"

    def summary(self) -> dict[str, Any]:
        """DataCaptureConfig as DescribeEndpoint has it."""
        shown = {
            "EnableCapture": self.is_enabled,
            "CaptureStatus": "Started" if self.is_enabled else "Stopped",
            "CurrentSamplingPercentage": self.request["InitialSamplingPercentage"],
            "DestinationS3Uri": self.request["DestinationS3Uri"],
        }
        return shown | ({"KmsKeyId": self.key} if self.key else {})


def settings(request: Mapping[str, Any]) -> CaptureSettings | None:
    """What CreateEndpointConfig's request says of it; None where it says nothing.

    Raises:
        ApiError: it cannot be done so.
    """
    asked = request.get("DataCaptureConfig")
    if asked is None:
        return None
    modes = {option["CaptureMode"] for option in asked["CaptureOptions"]}
    both = "InputAndOutput" in modes
    types = asked.get("CaptureContentTypeHeader", {})
    return CaptureSettings(
        request=asked,
        destination=location("DataCaptureConfig DestinationS3Uri", asked["DestinationS3Uri"]),
        percent=float(asked["InitialSamplingPercentage"]),
        captures_input=both or "Input" in modes,
        captures_output=both or "Output" in modes,
        csv=frozenset(map(_plain, types.get("CsvContentTypes", ()))),
        json=frozenset(map(_plain, types.get("JsonContentTypes", ()))),
    )


def _plain(content_type: str) -> str:
    """A content type without its parameters."""
    return content_type.partition(";")[0].strip().lower()
