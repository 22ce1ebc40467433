"""Activities, and the workers that ask for their tasks."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from localaws.protocols.refusal import Refusal
from localaws.stepfunctions.activity import Activity
from localaws.stepfunctions.engine.tokens import Poll, Reply
from localaws.stepfunctions.operations import arns, configuration, names, pages, tags
from localaws.stepfunctions.operations.arns import Caller
from localaws.stepfunctions.operations.ledger import Ledger
from localaws.stepfunctions.operations.shown import moment

_MOST = 10_000
_POLL_SECONDS = 60
_SPARE_SECONDS = 5


class Offers(Protocol):
    """The engine, as far as it hands out tasks of activities."""

    def activity_task(self, activity_arn: str, worker: str | None, reply: Reply) -> Poll: ...

    def give_up(self, poll: Poll) -> None: ...


class Activities:
    def __init__(self, ledger: Ledger, engine: Offers) -> None:
        self._ledger = ledger
        self._engine = engine

    def create(self, caller: Caller, request: Mapping[str, Any]) -> dict[str, Any]:
        """CreateActivity: one that is there is told again, unless it is encrypted otherwise."""
        name = names.check(request["name"])
        arn = caller.arn(arns.ACTIVITY, name)
        encryption = configuration.encryption(request.get("encryptionConfiguration"))
        tagged = tags.merged({}, request.get("tags", []))
        with self._ledger.lock:
            activity = self._ledger.records.activity(arn)
            if activity is None:
                self._check_quota(caller)
                activity = Activity(arn, name, self._ledger.clock.seconds(), encryption)
                self._ledger.records.put_activity(activity)
                self._ledger.records.put_tags(arn, tagged)
            elif activity.encryption != encryption:
                raise Refusal("ActivityAlreadyExists", f"Activity Already Exists: '{arn}'")
        return {"activityArn": arn, "creationDate": moment(activity.created)}

    def describe(self, caller: Caller, request: Mapping[str, Any]) -> dict[str, Any]:
        """DescribeActivity."""
        activity = self._ledger.activity(caller, request["activityArn"])
        return {**_listed(activity), "encryptionConfiguration": activity.encryption}

    def list(self, caller: Caller, request: Mapping[str, Any]) -> dict[str, Any]:
        """ListActivities, by name."""
        shown, token = pages.page(
            self._mine(caller), lambda activity: activity.name, request, ["activities"]
        )
        return {"activities": [_listed(each) for each in shown], **token}

    def delete(self, caller: Caller, request: Mapping[str, Any]) -> dict[str, Any]:
        """DeleteActivity: one that is not there is deleted already."""
        arn = arns.read(request["activityArn"], arns.ACTIVITY)
        with self._ledger.lock:
            if caller.owns(arn):
                self._ledger.records.delete_activity(arn.text)
        return {}

    def task(self, caller: Caller, request: Mapping[str, Any]) -> dict[str, Any]:
        """GetActivityTask: waits up to a minute for a task; where none came, the token is null."""
        activity = self._ledger.activity(caller, request["activityArn"])
        came = threading.Event()
        task: dict[str, Any] = {"taskToken": None}

        def reply(token: str | None, given: str | None) -> None:
            if token is not None:
                task.update(taskToken=token, input=given)
            came.set()

        poll = self._engine.activity_task(activity.arn, request.get("workerName"), reply)
        limit = self._ledger.clock.after(_POLL_SECONDS, lambda: self._engine.give_up(poll))
        came.wait(_POLL_SECONDS + _SPARE_SECONDS)
        limit.cancel()
        return task

    def _mine(self, caller: Caller) -> Sequence[Activity]:
        return [
            each
            for each in self._ledger.records.activities()
            if caller.owns(arns.read(each.arn, arns.ACTIVITY))
        ]

    def _check_quota(self, caller: Caller) -> None:
        if len(self._mine(caller)) >= _MOST:
            raise Refusal("ActivityLimitExceeded", f"Activity Limit Exceeded: '{_MOST}' activities")


def _listed(activity: Activity) -> dict[str, Any]:
    return {
        "activityArn": activity.arn,
        "name": activity.name,
        "creationDate": moment(activity.created),
    }
