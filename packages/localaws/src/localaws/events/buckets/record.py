"""The message that a function, a queue or a topic gets of an event. Pure.

S3's user guide, "Event message structure". Events of the first hour have version 2.1, those of lifecycles,
tags and access control lists 2.3.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote_plus

from localaws.events.buckets.happening import Happening
from localaws.protocols.timestamps import iso

_OF_2_1 = ("ObjectCreated:", "ObjectRemoved:")


def message(happening: Happening, configuration_id: str) -> str:
    """The whole of it, for the notification of that id."""
    return json.dumps({"Records": [_record(happening, configuration_id)]})


def _record(happening: Happening, configuration_id: str) -> dict[str, Any]:
    change = happening.change
    who = "s3.amazonaws.com" if happening.is_of_s3 else f"AWS:{happening.account}"
    return {
        "eventVersion": "2.1" if change.name.startswith(_OF_2_1) else "2.3",
        "eventSource": "aws:s3",
        "awsRegion": happening.region,
        "eventTime": iso(happening.moment),
        "eventName": change.name,
        "userIdentity": {"principalId": who},
        "requestParameters": {"sourceIPAddress": "127.0.0.1"},
        "responseElements": {
            "x-amz-request-id": happening.request_id,
            "x-amz-id-2": happening.request_id,
        },
        "s3": {
            "s3SchemaVersion": "1.0",
            "configurationId": configuration_id,
            "bucket": {
                "name": change.bucket.name,
                "ownerIdentity": {"principalId": happening.account},
                "arn": happening.arn,
            },
            "object": _object(happening),
        },
    }


def _object(happening: Happening) -> dict[str, Any]:
    change = happening.change
    members = {
        "key": quote_plus(change.key, safe="/"),
        "size": change.size,
        "eTag": change.etag,
        "versionId": change.version,
        "sequencer": happening.sequencer,
    }
    return {name: value for name, value in members.items() if value is not None}
