"""The line of one captured invocation, and the key of the object that it goes to. Pure."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from localaws.hosting.capture.settings import CaptureSettings


@dataclass(frozen=True)
class Invoked:
    """An invocation to be captured: ``event`` is the identifier that its record has."""

    event: str
    moment: datetime
    sent: bytes
    sent_as: str | None  # its content type
    received: bytes
    received_as: str | None
    inference: str | None = None
    attributes: str | None = None  # CustomAttributes of the request


def line(settings: CaptureSettings, invoked: Invoked) -> str:
    """The record, without its line end."""
    data = {}
    if settings.captures_input:
        data["endpointInput"] = _data(settings, "INPUT", invoked.sent, invoked.sent_as)
    if settings.captures_output:
        data["endpointOutput"] = _data(settings, "OUTPUT", invoked.received, invoked.received_as)
    about: dict[str, Any] = {"eventId": invoked.event}
    if invoked.attributes:
        about["customAttributes"] = [invoked.attributes]
    if invoked.inference:
        about["inferenceId"] = invoked.inference
    about["inferenceTime"] = invoked.moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    record = {"captureData": data, "eventMetadata": about, "eventVersion": "0"}
    return json.dumps(record, separators=(",", ":"), ensure_ascii=False)


def key(prefix: str, endpoint: str, variant: str, first: datetime, identifier: str) -> str:
    """Where a batch goes whose first record is of that moment."""
    name = f"{first:%Y/%m/%d/%H/%M-%S}-{first.microsecond // 1000:03d}-{identifier}.jsonl"
    stem = prefix.strip("/")
    return "/".join([*([stem] if stem else []), endpoint, variant, name])


def _data(
    settings: CaptureSettings, mode: str, body: bytes, content_type: str | None
) -> Mapping[str, str]:
    encoding = settings.encoding(content_type or "")
    try:
        text = body.decode() if encoding != "BASE64" else base64.b64encode(body).decode()
    except UnicodeDecodeError:  # it is not what it was said to be
        encoding, text = "BASE64", base64.b64encode(body).decode()
    seen = {"observedContentType": content_type} if content_type else {}
    return {**seen, "mode": mode, "data": text, "encoding": encoding}
