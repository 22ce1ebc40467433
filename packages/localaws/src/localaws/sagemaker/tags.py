"""Tags of SageMaker resources: the store, and AddTags, ListTags, DeleteTags.

A resource is known by its tags being kept from its creation on, none though they may be. The operations
refuse an ARN of nothing, as AWS does of an app that was deleted (aws/amazon-sagemaker-feedback#108).
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import Any

from localaws.sagemaker.errors import not_found, validation

TagList = list[dict[str, str]]

_MOST = 50


def check(tags: TagList) -> None:
    """See that tags can be set, before anything is made that is to have them.

    Raises:
        ApiError: a key is there twice or is AWS's own. (More than a request may have, the service
            model refuses.)
    """
    keys = [tag["Key"] for tag in tags]
    for key in keys:
        if key.lower().startswith("aws:"):
            raise validation(f"Tag keys must not begin with 'aws:', which is reserved: {key}")
        if keys.count(key) > 1:
            raise validation(f"Tag keys must be unique, and '{key}' is there twice.")


class Tags:
    """Tags by ARN. Safe to use from many threads."""

    def __init__(self) -> None:
        self._by_arn: dict[str, dict[str, str]] = {}
        self._lock = threading.Lock()

    def add(self, arn: str, tags: TagList) -> None:
        """Set tags, overwriting those of the same key; none too, of a resource that is new.

        Raises:
            ApiError: the resource would have too many.
        """
        given = {tag["Key"]: tag["Value"] for tag in tags}
        with self._lock:
            now = self._by_arn.get(arn, {}) | given
            if len(now) > _MOST:
                raise validation(f"A resource has at most {_MOST} tags, and {arn} would have more.")
            self._by_arn[arn] = now

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

    def operations(self) -> Mapping[str, Callable[[dict[str, Any]], dict[str, Any]]]:
        """The operations of the API."""
        return {
            "AddTags": self._add_tags,
            "ListTags": self._list_tags,
            "DeleteTags": self._delete_tags,
        }

    def _known(self, request: dict[str, Any]) -> str:
        """The ARN that a request names.

        Raises:
            ApiError: there is no such resource.
        """
        arn = str(request["ResourceArn"])
        with self._lock:
            if arn not in self._by_arn:
                raise not_found()
        return arn

    def _add_tags(self, request: dict[str, Any]) -> dict[str, Any]:
        self.add(self._known(request), request["Tags"])
        return self._list_tags(request)

    def _list_tags(self, request: dict[str, Any]) -> dict[str, Any]:
        return {"Tags": self.of(self._known(request))}

    def _delete_tags(self, request: dict[str, Any]) -> dict[str, Any]:
        self.remove(self._known(request), request["TagKeys"])
        return {}
