"""What there is of a pipeline's stage, by the names and tags that the stack and its executions give.

Everything that an execution makes is called ``<stack>-…``; an endpoint may be called otherwise by a
setting or an input, and is known by its tags. So it is found also after the stack has gone, and
when an earlier removal was interrupted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

from stepline.deployment import describe_stack, stack_name
from stepline.jobs.processing import PROCESSING
from stepline.jobs.training import TRAINING
from stepline.jobs.transform import TRANSFORM
from stepline.removal import buckets
from stepline.target import Target

LOGGED_TO = tuple(kind.log_group for kind in (TRAINING, PROCESSING, TRANSFORM))
ENDPOINT_LOGS = "/aws/sagemaker/Endpoints/"


@dataclass(frozen=True)
class Found:
    """What there is. Each is empty where there is none."""

    stack: str = ""  # its status
    executions: tuple[str, ...] = ()  # the ARNs of those that run
    jobs: tuple[
        tuple[str, str], ...
    ] = ()  # those that run: "training" or "processing", and the name
    endpoints: tuple[str, ...] = ()
    configurations: tuple[str, ...] = ()
    models: tuple[str, ...] = ()
    endpoint_logs: tuple[str, ...] = ()  # log groups
    job_logs: tuple[tuple[str, str], ...] = ()  # log groups and their streams
    buckets: tuple[str, ...] = ()
    records: int = 0  # jobs that have ended

    @property
    def anything(self) -> bool:
        """Whether there is something that can be removed."""
        return any(
            (
                *(self.stack, self.executions, self.jobs, self.endpoints, self.configurations),
                *(self.models, self.endpoint_logs, self.job_logs, self.buckets),
            )
        )


def find(target: Target, pipeline: str, stage: str) -> Found:
    """Ask every service for what it has."""
    name = stack_name(pipeline, stage)
    stack = describe_stack(target, name)
    outputs = {o["OutputKey"]: o["OutputValue"] for o in stack.get("Outputs", [])} if stack else {}
    sagemaker, logs = target.client("sagemaker"), target.client("logs")
    jobs = [
        (noun, job) for noun in ("training", "processing") for job in _jobs(sagemaker, noun, name)
    ]
    endpoints = tuple(
        _endpoints(sagemaker, name, {"stepline:pipeline": pipeline, "stepline:stage": stage})
    )
    own = [outputs["BucketName"]] if "BucketName" in outputs else []
    own = [bucket for bucket in own if buckets.exists(target.client("s3"), bucket)]
    left = buckets.left(target, pipeline, stage)
    return Found(
        stack=stack["StackStatus"] if stack else "",
        executions=tuple(_running(target, outputs.get("StateMachineArn"))),
        jobs=tuple((noun, job) for noun, (job, status) in jobs if status in _AT_WORK),
        endpoints=endpoints,
        configurations=_named(sagemaker, "list_endpoint_configs", "EndpointConfig", name),
        models=_named(sagemaker, "list_models", "Model", name),
        endpoint_logs=tuple(_endpoint_logs(logs, name, endpoints)),
        job_logs=tuple(_job_logs(logs, name)),
        buckets=tuple(dict.fromkeys([*own, *left])),
        records=sum(status not in _AT_WORK for _, (_, status) in jobs),
    )


_AT_WORK = ("InProgress", "Stopping")


def is_of(name: str, resource: str) -> bool:
    """Whether an execution of the stack ``name`` gives such names: ``stepline-ner-dev2-…`` is another's."""
    return resource.lower() == name or resource.lower().startswith(f"{name}-")


def _running(target: Target, machine: str | None) -> Iterator[str]:
    if machine is None:
        return
    client = target.client("stepfunctions")
    pages = client.get_paginator("list_executions").paginate(
        stateMachineArn=machine, statusFilter="RUNNING"
    )
    try:
        for page in pages:
            yield from (execution["executionArn"] for execution in page["executions"])
    except ClientError as error:
        if error.response["Error"]["Code"] != "StateMachineDoesNotExist":
            raise


def _listed(client: Any, operation: str, member: str, **request: Any) -> Iterator[dict[str, Any]]:
    for page in client.get_paginator(operation).paginate(**request):
        yield from page[member]


def _jobs(sagemaker: Any, noun: str, name: str) -> Iterator[tuple[str, str]]:
    kind = noun.capitalize()
    listed = _listed(sagemaker, f"list_{noun}_jobs", f"{kind}JobSummaries", NameContains=f"{name}-")
    for job in listed:
        if is_of(name, job[f"{kind}JobName"]):
            yield job[f"{kind}JobName"], job[f"{kind}JobStatus"]


def _named(sagemaker: Any, operation: str, noun: str, name: str) -> tuple[str, ...]:
    listed = _listed(sagemaker, operation, f"{noun}s", NameContains=f"{name}-")
    return tuple(one[f"{noun}Name"] for one in listed if is_of(name, one[f"{noun}Name"]))


def _endpoints(sagemaker: Any, name: str, wanted: dict[str, str]) -> Iterator[str]:
    for endpoint in _listed(sagemaker, "list_endpoints", "Endpoints"):
        listed = _listed(sagemaker, "list_tags", "Tags", ResourceArn=endpoint["EndpointArn"])
        if wanted.items() <= {tag["Key"]: tag["Value"] for tag in listed}.items():
            yield endpoint["EndpointName"]


def _endpoint_logs(logs: Any, name: str, endpoints: tuple[str, ...]) -> Iterator[str]:
    """Those of endpoints that are there, and those of the stack's own name."""
    for prefix in dict.fromkeys((name, *endpoints)):
        listed = _listed(
            logs, "describe_log_groups", "logGroups", logGroupNamePrefix=ENDPOINT_LOGS + prefix
        )
        for group in listed:
            endpoint = group["logGroupName"].removeprefix(ENDPOINT_LOGS)
            if endpoint == prefix:
                yield group["logGroupName"]


def _job_logs(logs: Any, name: str) -> Iterator[tuple[str, str]]:
    for group in LOGGED_TO:
        try:
            for stream in _listed(
                logs,
                "describe_log_streams",
                "logStreams",
                logGroupName=group,
                logStreamNamePrefix=f"{name}-",
            ):
                yield group, stream["logStreamName"]
        except ClientError as error:
            if error.response["Error"]["Code"] != "ResourceNotFoundException":
                raise
