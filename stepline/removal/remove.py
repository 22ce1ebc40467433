"""Removes it: first what could bring up something new, then what costs by the hour, then the rest.

What fails is said and remembered, and the rest goes on. What is gone already is no failure: the
same command again finishes what was interrupted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from stepline.deployment import describe_stack, stack_name
from stepline.errors import UserError
from stepline.removal import buckets
from stepline.removal.found import Found, find
from stepline.removal.plan import Choice
from stepline.removal.waiting import until
from stepline.target import Target

CHANGING = ("Creating", "Updating", "SystemUpdating", "RollingBack", "Deleting")
_GONE = ("ResourceNotFoundException", "NoSuchBucket", "ExecutionDoesNotExist", "ResourceNotFound")


class Removal:
    """One removal. ``say`` hears what has gone; ``failures`` are sentences."""

    def __init__(
        self, target: Target, pipeline: str, stage: str, choice: Choice, say: Callable[[str], None]
    ) -> None:
        self._target, self._of, self._choice, self._say = target, (pipeline, stage), choice, say
        self._stack = stack_name(pipeline, stage)
        self._sagemaker = target.client("sagemaker")
        self.failures: list[str] = []

    def carry_out(self, found: Found) -> None:
        """All of it, beginning with what was found; after the stack has gone it is looked for again."""
        self._stop(found)
        if self._choice.bucket:
            self._empty(found.buckets, "")  # CloudFormation deletes only an empty one
        if found.stack:
            self._delete_stack()
        # An execution that had just begun may have made one more of each.
        now = find(self._target, *self._of)
        for name in dict.fromkeys((*found.endpoints, *now.endpoints)):
            self._delete_endpoint(name)
        for noun, names in (
            ("EndpointConfig", (*found.configurations, *now.configurations)),
            ("Model", (*found.models, *now.models)),
        ):
            for name in dict.fromkeys(names):
                with self._step(f"{_IN_WORDS[noun]} {name}"):
                    delete = getattr(self._sagemaker, _DELETE[noun])
                    delete(**{f"{noun}Name": name})
        if self._choice.logs:
            self._delete_logs(found, now)
        for prefix in self._choice.prefixes:
            self._empty(found.buckets, prefix)
        if self._choice.bucket:
            for bucket in found.buckets:
                self._delete_bucket(bucket)

    def _stop(self, found: Found) -> None:
        client = self._target.client("stepfunctions")
        for arn in found.executions:
            with self._step(f"execution {arn.rsplit(':', 1)[-1]}", "stopped"):
                client.stop_execution(executionArn=arn, cause="The pipeline is being removed.")
                until(partial(_ended, client, arn), f"the execution {arn}")
        for noun, name in found.jobs:
            kind = noun.capitalize()
            with self._step(f"{noun} job {name}", "stopped"):
                stop = getattr(self._sagemaker, f"stop_{noun}_job")
                stop(**{f"{kind}JobName": name})

    def _delete_stack(self) -> None:
        client = self._target.client("cloudformation")
        with self._step(f"stack {self._stack}"):
            stack = describe_stack(self._target, self._stack)
            if stack is None:
                return
            identity = stack["StackId"]  # by its id a stack is found after it has gone
            client.delete_stack(StackName=identity)
            ended = until(lambda: _deleted(client, identity), f"the stack {self._stack}")
            if ended != "DELETE_COMPLETE":
                raise UserError(f"it is {ended}: {_why(client, identity)}")

    def _delete_endpoint(self, name: str) -> None:
        with self._step(f"endpoint {name}"):
            until(lambda: self._status(name) not in CHANGING, f"the endpoint {name}")
            if self._status(name):
                self._sagemaker.delete_endpoint(EndpointName=name)
                until(lambda: not self._status(name), f"the endpoint {name}")

    def _status(self, endpoint: str) -> str:
        """Empty where there is no such endpoint."""
        try:
            described = self._sagemaker.describe_endpoint(EndpointName=endpoint)
        except ClientError as error:
            if _is_gone(error):
                return ""
            raise
        return str(described["EndpointStatus"])

    def _delete_logs(self, found: Found, now: Found) -> None:
        logs = self._target.client("logs")
        for group in dict.fromkeys((*found.endpoint_logs, *now.endpoint_logs)):
            with self._step(f"log group {group}"):
                logs.delete_log_group(logGroupName=group)
        streams = dict.fromkeys((*found.job_logs, *now.job_logs))
        for group, stream in streams:
            with self._step(f"log stream {stream}"):
                logs.delete_log_stream(logGroupName=group, logStreamName=stream)

    def _empty(self, names: tuple[str, ...], prefix: str) -> None:
        s3 = self._target.client("s3")
        for bucket in names:
            with self._step(f"s3://{bucket}/{prefix}", "emptied"):
                buckets.empty(s3, bucket, prefix)

    def _delete_bucket(self, bucket: str) -> None:
        s3 = self._target.client("s3")
        with self._step(f"bucket {bucket}"):
            if buckets.exists(s3, bucket):
                buckets.empty(s3, bucket)  # a job that was stopped may have written to the last
                s3.delete_bucket(Bucket=bucket)

    @contextmanager
    def _step(self, what: str, done: str = "deleted") -> Iterator[None]:
        try:
            yield
        except ClientError as error:
            if _is_gone(error):
                return
            said = error.response["Error"]
            self._failed(what, f"{said.get('Message') or said['Code']}")
        except (BotoCoreError, UserError) as error:
            self._failed(what, str(error))
        else:
            self._say(f"{done} {what}")

    def _failed(self, what: str, why: str) -> None:
        self.failures.append(f"{what}: {why}")
        self._say(f"FAILED  {what}: {why}")


_DELETE = {"EndpointConfig": "delete_endpoint_config", "Model": "delete_model"}
_IN_WORDS = {"EndpointConfig": "endpoint configuration", "Model": "model"}


def _is_gone(error: ClientError) -> bool:
    said = error.response["Error"]
    return said["Code"] in _GONE or "could not find" in said.get("Message", "").lower()


def _ended(client: Any, arn: str) -> bool:
    return bool(client.describe_execution(executionArn=arn)["status"] != "RUNNING")


def _deleted(client: Any, identity: str) -> str:
    """The status once it is a last one, else empty."""
    status = str(client.describe_stacks(StackName=identity)["Stacks"][0]["StackStatus"])
    return "" if status.endswith("_IN_PROGRESS") else status


def _why(client: Any, identity: str) -> str:
    """What the latest failed deletion of a resource says."""
    for event in client.describe_stack_events(StackName=identity)["StackEvents"]:
        if event["ResourceStatus"] == "DELETE_FAILED" and event.get("ResourceStatusReason"):
            return f"{event['LogicalResourceId']}: {event['ResourceStatusReason']}"
    return "its events say why"
