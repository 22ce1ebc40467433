"""The configuration of a deployment: typed, frozen, and read from the CDK's context.

`cdk.json` holds the defaults under `stepline:…` keys and `cdk deploy -c stepline:stage=prod` overrides one of
them. Values given with -c arrive as strings and are parsed like the others. Anything wrong, a misspelt
key included, becomes one sentence (`SettingsError`). What the settings mean for a resource is said
beside that resource.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails

from infrastructure.values import (
    Account,
    BucketNames,
    Count,
    Days,
    EndpointInstance,
    EndpointName,
    LogRetention,
    Milliseconds,
    Percent,
    PipelineName,
    Pretrained,
    ProcessingInstance,
    Region,
    Schedule,
    Share,
    Stage,
    TrafficName,
    TrainingInstance,
    TransformInstance,
    VariantName,
)

PREFIX = "stepline:"
_FROZEN = ConfigDict(frozen=True, extra="forbid")

# Whoever sets neither gets what the CDK CLI found out: the account of the credentials and its region.
_FROM_ENVIRONMENT = {
    "stepline:account": ("CDK_DEFAULT_ACCOUNT",),
    "stepline:region": ("CDK_DEFAULT_REGION", "AWS_REGION", "AWS_DEFAULT_REGION"),
}


class SettingsError(Exception):
    """The configuration cannot be deployed. The message is one sentence for whoever wrote it."""


class Machines(BaseModel):
    """On how many instances of what type a part of the pipeline runs. None: as the pipeline says."""

    model_config = _FROZEN

    instance_type: str | None = None
    instance_count: Count | None = None


class Processing(Machines):
    """The machines of the processing jobs."""

    instance_type: ProcessingInstance | None = None


class Training(Machines):
    """The machines of the training job."""

    instance_type: TrainingInstance | None = None


class Transform(Machines):
    """The machines of the transform job, of a variant that transforms."""

    instance_type: TransformInstance | None = None


class Endpoint(Machines):
    """The endpoint that the executions serve on. name: None is the stack's own."""

    instance_type: EndpointInstance | None = None
    name: EndpointName | None = None


class Release(BaseModel):
    """How the traffic comes to a new model, and what takes it back. None: as the pipeline's policy says."""

    model_config = _FROZEN

    traffic: TrafficName = "all-at-once"
    percent: int | None = None
    wait_seconds: int | None = None
    termination_wait_seconds: int | None = None
    error_share: Share | None = None
    latency_ms: Milliseconds | None = None
    keep: Count = 3


class Experiment(BaseModel):
    """A/B. share: of the requests, for the candidate; None: no experiment."""

    model_config = _FROZEN

    share: Share | None = None


class Scaling(BaseModel):
    """Between how many instances the endpoint scales. max_instances: None is no scaling."""

    model_config = _FROZEN

    max_instances: Count | None = None
    min_instances: Count | None = None
    invocations_per_minute: float | None = None


class Capture(BaseModel):
    """What is kept of the endpoint's requests and answers. percent: 0 is nothing."""

    model_config = _FROZEN

    percent: Percent = 20
    retention_days: Days = 30


class Settings(BaseModel):
    """Where and how one pipeline is deployed. None means: as the pipeline, or the CDK, says by itself.

    The region is known when the definition is built: the SageMaker SDK asks for it, and ARNs begin with
    its partition. The account need not be.
    """

    model_config = _FROZEN

    pipeline: PipelineName = "ner"
    stage: Stage = "dev"
    variant: VariantName = "served"
    account: Account | None = None
    region: Region

    schedule: Schedule = "rate(1 day)"
    schedule_enabled: bool = False

    pretrained: Pretrained = "bucket"
    image_uri: str | None = None
    pip_index_url: str | None = None
    pip_extra_index_url: str | None = None
    data_buckets: BucketNames = ()

    processing: Processing = Processing()
    training: Training = Training()
    transform: Transform = Transform()
    endpoint: Endpoint = Endpoint()
    release: Release = Release()
    experiment: Experiment = Experiment()
    scaling: Scaling = Scaling()
    capture: Capture = Capture()

    log_retention_days: LogRetention = 90
    run_retention_days: Days | None = None
    version_retention_days: Days = 30
    retain: bool = True

    @property
    def stack_name(self) -> str:
        return f"stepline-{self.pipeline}-{self.stage}"


def key(*path: str) -> str:
    """The key of a setting, from its way through Settings: `key("training", "instance_type")`."""
    return PREFIX + "-".join(path).replace("_", "-")


def _keys() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every key, with the way through Settings that it stands for."""
    for name, field in Settings.model_fields.items():
        part = field.annotation
        if isinstance(part, type) and issubclass(part, BaseModel):
            yield from ((key(name, inner), (name, inner)) for inner in part.model_fields)
        else:
            yield key(name), (name,)


KEYS = dict(_keys())


def read(context: Mapping[str, Any], environment: Mapping[str, str]) -> Settings:
    """The settings of a CDK context (keys with our prefix; others are the CDK's own) and, for account and
    region, of the environment that the CDK CLI prepares.

    Raises SettingsError for an unknown key or a wrong value.
    """
    ours = {name: value for name, value in context.items() if name.startswith(PREFIX)}
    for name in ours:
        if name not in KEYS:
            near = difflib.get_close_matches(name, KEYS, n=1)
            raise SettingsError(
                f"There is no setting {name}"
                + (
                    f": did you mean {near[0]}?"
                    if near
                    else f". There are {', '.join(sorted(KEYS))}."
                )
            )
    for name, variables in _FROM_ENVIRONMENT.items():
        found = (environment[variable] for variable in variables if environment.get(variable))
        if name not in ours and (value := next(found, None)) is not None:
            ours[name] = value
    if "stepline:region" not in ours:
        raise SettingsError("There is no region: set AWS_REGION, or give -c stepline:region=….")
    try:
        return Settings.model_validate(_nested(ours))
    except ValidationError as error:
        raise SettingsError(_sentence(error)) from None


def _nested(ours: Mapping[str, Any]) -> dict[str, Any]:
    nested: dict[str, Any] = {}
    for name, value in ours.items():
        *parts, last = KEYS[name]
        inside = nested
        for part in parts:
            inside = inside.setdefault(part, {})
        inside[last] = value
    return nested


def _sentence(error: ValidationError) -> str:
    """Every problem, in one sentence, with the key and the value that was given."""
    problems = (
        f"{_key_of(problem)} cannot be {problem['input']!r} ({_reason(problem)})"
        for problem in error.errors()
    )
    return "; ".join(problems) + "."


def _key_of(problem: ErrorDetails) -> str:
    """Of an item in a list, the list's."""
    return key(*(part for part in problem["loc"] if isinstance(part, str)))


def _reason(problem: ErrorDetails) -> str:
    if problem["type"] == "value_error":  # one of this module's own, worded to end a sentence
        return str(problem["ctx"]["error"])
    return problem["msg"][:1].lower() + problem["msg"][1:]
