"""Tags of SageMaker resources: the store, and AddTags, ListTags, DeleteTags."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from localaws.sagemaker.service import SageMaker

TagList = list[dict[str, str]]


class Tags:
    """Tags by ARN. Safe to use from many threads."""

    def __init__(self) -> None:
        self._by_arn: dict[str, dict[str, str]] = {}
        self._lock = threading.Lock()

    def add(self, arn: str, tags: TagList) -> None:
        """Set tags, overwriting those of the same key."""
        with self._lock:
            self._by_arn.setdefault(arn, {}).update({tag["Key"]: tag["Value"] for tag in tags})

    def remove(self, arn: str, keys: list[str]) -> None:
        with self._lock:
            for key in keys:
                self._by_arn.get(arn, {}).pop(key, None)

    def forget(self, arn: str) -> None:
        """Drop all tags of a resource that is deleted."""
        with self._lock:
            self._by_arn.pop(arn, None)

    def of(self, arn: str) -> TagList:
        """The tags in the API's shape, in the order in which they were set."""
        with self._lock:
            tags = self._by_arn.get(arn, {})
            return [{"Key": key, "Value": value} for key, value in tags.items()]


def register(service: SageMaker) -> None:
    """Register the tag operations."""

    def add(request: dict[str, Any]) -> dict[str, Any]:
        service.tags.add(request["ResourceArn"], request["Tags"])
        return {"Tags": service.tags.of(request["ResourceArn"])}

    def list_(request: dict[str, Any]) -> dict[str, Any]:
        return {"Tags": service.tags.of(request["ResourceArn"])}

    def delete(request: dict[str, Any]) -> dict[str, Any]:
        service.tags.remove(request["ResourceArn"], request["TagKeys"])
        return {}

    service.register({"AddTags": add, "ListTags": list_, "DeleteTags": delete})
