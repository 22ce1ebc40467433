"""The tags of alarms, by their ARNs, with the operations on them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from localaws.protocols.refusal import Refusal

Request = Mapping[str, Any]
Result = dict[str, Any]

_MOST = 50


class Tags:
    """Keeps tags. ``exists`` says whether there is an alarm of an ARN in an account and region."""

    def __init__(self, exists: Callable[[str, str, str], bool]) -> None:
        self._exists = exists
        self._tags: dict[str, dict[str, str]] = {}
        self.operations: Mapping[str, Callable[[str, str, Request], Result]] = {
            "ListTagsForResource": self._list,
            "TagResource": self._tag,
            "UntagResource": self._untag,
        }

    def begin(self, arn: str, tags: Iterable[Request] | None) -> None:
        """Give a new alarm the tags of the request that made it."""
        self._tags[arn] = {each["Key"]: each["Value"] for each in tags or ()}

    def forget(self, arn: str) -> None:
        """An alarm is gone, and its tags with it."""
        self._tags.pop(arn, None)

    def _list(self, account: str, region: str, request: Request) -> Result:
        found = self._of(account, region, request)
        return {"Tags": [{"Key": key, "Value": value} for key, value in found.items()]}

    def _tag(self, account: str, region: str, request: Request) -> Result:
        found = self._of(account, region, request)
        wanted = {**found, **{each["Key"]: each["Value"] for each in request["Tags"]}}
        if len(wanted) > _MOST:
            raise Refusal("InvalidParameterValue", f"A resource has at most {_MOST} tags.")
        self._tags[request["ResourceARN"]] = wanted
        return {}

    def _untag(self, account: str, region: str, request: Request) -> Result:
        found = self._of(account, region, request)
        gone = set(request["TagKeys"])
        self._tags[request["ResourceARN"]] = {k: v for k, v in found.items() if k not in gone}
        return {}

    def _of(self, account: str, region: str, request: Request) -> dict[str, str]:
        arn = request["ResourceARN"]
        if not self._exists(account, region, arn):
            raise Refusal("ResourceNotFoundException", f"The resource {arn} does not exist.", 404)
        return self._tags.get(arn, {})
