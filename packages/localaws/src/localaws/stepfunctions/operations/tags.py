"""Tags of state machines and activities."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from localaws.protocols.refusal import Refusal
from localaws.stepfunctions.operations import arns, errors
from localaws.stepfunctions.operations.arns import Caller
from localaws.stepfunctions.operations.ledger import Ledger

_MOST = 50


def merged(tags: Mapping[str, str], added: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """The tags with those of a request.

    Raises:
        Refusal: they are too many.
    """
    together = dict(tags) | {each["key"]: each.get("value", "") for each in added}
    if len(together) > _MOST:
        raise Refusal("TooManyTags", f"A resource can have {_MOST} tags, not {len(together)}")
    return together


class Tags:
    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def add(self, caller: Caller, request: Mapping[str, Any]) -> dict[str, Any]:
        """TagResource."""
        arn = request["resourceArn"]
        with self._ledger.lock:
            self._check(caller, arn)
            tags = merged(self._ledger.records.tags(arn), request["tags"])
            self._ledger.records.put_tags(arn, tags)
        return {}

    def remove(self, caller: Caller, request: Mapping[str, Any]) -> dict[str, Any]:
        """UntagResource."""
        arn = request["resourceArn"]
        with self._ledger.lock:
            self._check(caller, arn)
            tags = dict(self._ledger.records.tags(arn))
            for key in request["tagKeys"]:
                tags.pop(key, None)
            self._ledger.records.put_tags(arn, tags)
        return {}

    def list(self, caller: Caller, request: Mapping[str, Any]) -> dict[str, Any]:
        """ListTagsForResource."""
        arn = request["resourceArn"]
        self._check(caller, arn)
        tags = self._ledger.records.tags(arn)
        return {"tags": [{"key": key, "value": value} for key, value in tags.items()]}

    def _check(self, caller: Caller, text: str) -> None:
        arn = arns.read(text, arns.STATE_MACHINE, arns.ACTIVITY)
        of = self._ledger.records
        found = of.activity(text) if arn.kind == arns.ACTIVITY else of.machine(text)
        if found is None or not caller.owns(arn):
            raise errors.no_resource(text)
