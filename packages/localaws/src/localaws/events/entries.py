"""Entries of PutEvents: how large they are, what is wrong with one, and the event that it becomes. Pure.

https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsResultEntry.html
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

LARGEST = 1024 * 1024  # bytes, of all entries together
_LONGEST_DETAIL_TYPE = 128
_LONGEST_SOURCE = 256


def size_of(event: Mapping[str, Any]) -> int:
    """The size of an entry by EventBridge's own counting."""
    texts = [event.get("Source"), event.get("DetailType"), event.get("Detail")]
    texts += event.get("Resources") or []
    size = sum(len(str(text).encode(errors="surrogatepass")) for text in texts if text)
    return size + (14 if event.get("Time") is not None else 0)


def fault_of(event: Mapping[str, Any]) -> dict[str, str] | None:
    """What the answer says of an entry that is refused; None for a sound one."""
    for member in ("Source", "DetailType", "Detail"):
        if not event.get(member):
            return _fault(
                "InvalidArgument",
                f"Parameter {member} is not valid. Reason: {member} is a required argument.",
            )
    if str(event["Source"]).startswith("aws."):
        return _fault("NotAuthorizedForSourceException", "Not authorized for the source.")
    for member, longest in (("Source", _LONGEST_SOURCE), ("DetailType", _LONGEST_DETAIL_TYPE)):
        if len(event[member]) > longest:
            return _fault(
                "InvalidArgument",
                f"Parameter {member} is not valid. Reason: {member} must have length less than or "
                f"equal to {longest}.",
            )
    try:
        detail = json.loads(event["Detail"])
    except (ValueError, RecursionError):
        detail = None
    if not isinstance(detail, dict):
        return _fault("MalformedDetail", "Detail is malformed.")
    time = event.get("Time")
    if isinstance(time, int | float):
        try:
            datetime.fromtimestamp(time, UTC)
        except (ValueError, OverflowError, OSError):
            return _fault("InvalidArgument", f"Parameter Time is not valid. Reason: {time}")
    return None


def _fault(code: str, message: str) -> dict[str, str]:
    return {"ErrorCode": code, "ErrorMessage": message}


def event_of(
    entry: Mapping[str, Any], identity: str, account: str, region: str, now: float
) -> dict[str, Any]:
    """The event of a sound entry; moments in seconds since 1970."""
    time = entry.get("Time")
    return {
        "version": "0",
        "id": identity,
        "detail-type": entry["DetailType"],
        "source": entry["Source"],
        "account": account,
        "time": now if time is None else time,
        "region": region,
        "resources": entry.get("Resources") or [],
        "detail": json.loads(entry["Detail"]),
        "ingestion-time": now,
    }
