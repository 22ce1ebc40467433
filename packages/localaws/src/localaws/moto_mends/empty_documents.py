"""Defect: S3's configurations are read as nothing, and answered 500, if they are empty elements that
have no attribute: ``<NotificationConfiguration/>``, as curl sends it to switch notifications off.

SDKs write a namespace there, which moto takes for content.

Upstream: docs/moto-issues/empty_documents.md
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from moto.s3 import responses

from localaws.moto_mends import guard

_READS = "961fc355530b"  # one of those who read a configuration by its root


def apply() -> None:
    guard.take(responses.S3Response, "_notification_config_from_body", _READS)
    original = responses.xmltodict.parse

    def parse(document: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """A root is there even if nothing is in it."""
        found = original(document, *args, **kwargs)
        return {root: {} if inside is None else inside for root, inside in found.items()}

    responses.xmltodict = SimpleNamespace(parse=parse)
