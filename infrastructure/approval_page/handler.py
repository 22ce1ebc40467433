"""The function behind the link of a message that asks for approval: GET shows, POST decides.

Scanners of mail follow every link, so a GET never decides. Whoever has the link's key may decide; a wrong key and
an execution that does not wait get the same page, which tells nothing of either.

It knows nothing but the table of the stack, whose item it reads, and Step Functions, which it tells the decision:
that decides once, whoever comes second or too late is told.
"""

import base64
import hmac
import json
import logging
import os
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs

import boto3
import page  # type: ignore[import-not-found]  # the zip's root is on the path
from botocore.exceptions import ClientError

WAITING = "token"
LONGEST_BODY = 20_000
LONGEST_NAME, LONGEST_REASON = 200, 1000
_OVER = ("TaskTimedOut", "TaskDoesNotExist", "InvalidToken")
Item = dict[str, Any]
_log = logging.getLogger()
_log.setLevel(logging.INFO)


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """The response to a request to the function's URL (payload format 2.0)."""
    method = event["requestContext"]["http"]["method"]
    if method in ("GET", "HEAD"):
        asked = event.get("queryStringParameters") or {}
        found = _find(asked.get("execution", ""), asked.get("key", ""))
        return _response(*_shown(found))
    if method == "POST":
        body = event.get("body") or ""
        if len(body) > LONGEST_BODY:
            return _response(413, page.nothing())
        asked = _form(
            base64.b64decode(body).decode("utf-8", "replace")
            if event.get("isBase64Encoded")
            else body
        )
        found = _find(asked.get("execution", ""), asked.get("key", ""))
        return _response(*_decided(found, asked))
    return _response(405, page.nothing())


def _find(execution: str, key: str) -> Item | None:
    """The item of an execution, where the key is its own; None where there is nothing to decide."""
    if not execution or not key or len(execution) > LONGEST_NAME:
        return None
    item = _table().get_item(Key={"pk": WAITING, "sk": execution}, ConsistentRead=True).get("Item")
    right = item is not None and hmac.compare_digest(item["key"].encode(), key.encode())
    return item if right else None


def _shown(item: Item | None) -> tuple[int, str]:
    if item is None:
        return 404, page.nothing()
    if "decision" in item:
        return 200, page.decided_before(item)
    if item["deadline"] < _now():
        return 200, page.too_late(item)
    return 200, page.form(item)


def _decided(item: Item | None, asked: dict[str, str]) -> tuple[int, str]:
    """Tells Step Functions, which knows whether somebody still waits."""
    if item is None:
        return 404, page.nothing()
    if asked.get("decision") not in ("approve", "reject"):
        return 400, page.form(item)
    approved = asked["decision"] == "approve"
    by = (asked.get("by", "").strip() or "somebody who had the link")[:LONGEST_NAME]
    reason = asked.get("reason", "").strip()[:LONGEST_REASON]
    output = {"approved": approved, "by": by, "reason": reason}
    try:
        boto3.client("stepfunctions").send_task_success(
            taskToken=item["token"], output=json.dumps(output)
        )
    except ClientError as error:
        if error.response["Error"]["Code"] not in _OVER:
            raise
        return 409, page.decided_before(item) if "decision" in item else page.too_late(item)
    _log.info("%s of execution %s by %s", asked["decision"], item["sk"], by)
    decided = {
        "decision": "approved" if approved else "rejected",
        "by": by,
        "reason": reason,
        "decided": _now(),
    }
    _note(item["sk"], decided)
    return 200, page.decided({**item, **decided})


def _note(execution: str, decided: dict[str, str]) -> None:
    """For whoever comes later. The decision is made: one that cannot be noted is none the less."""
    try:
        _table().update_item(
            Key={"pk": WAITING, "sk": execution},
            UpdateExpression="SET " + ", ".join(f"#{name} = :{name}" for name in decided),
            ExpressionAttributeNames={f"#{name}": name for name in decided},
            ExpressionAttributeValues={f":{name}": value for name, value in decided.items()},
        )
    except ClientError:
        _log.exception("The decision on execution %s was made, but could not be noted.", execution)


def _form(body: str) -> dict[str, str]:
    return {name: values[-1] for name, values in parse_qs(body).items()}


def _table() -> Any:
    return boto3.resource("dynamodb").Table(os.environ["TABLE"])


def _now() -> str:
    """As the deadline is written."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


def _response(status: int, body: str) -> dict[str, Any]:
    return {
        "statusCode": status,
        "headers": {
            "content-type": "text/html; charset=utf-8",
            "cache-control": "no-store",
            "referrer-policy": "same-origin",  # the key is in the address
            "x-content-type-options": "nosniff",
            "x-robots-tag": "noindex",
            "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; "
            "form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
        },
        "body": body,
    }
