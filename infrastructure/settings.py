"""The configuration of a deployment: typed, frozen, and read from the CDK's context.

`cdk.json` holds the defaults under `stepline:…` keys and `cdk deploy -c stepline:stage=prod` overrides one of
them. Values given with -c arrive as strings and are parsed like the others. Anything wrong, a misspelt
key included, becomes one sentence (`SettingsError`). What the settings mean for a resource is said
beside that resource.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails

from infrastructure.values import (
    Account,
    BucketNames,
    Count,
    Days,
    EndpointName,
    InstanceType,
    LogRetention,
    PipelineName,
    Pretrained,
    Region,
    Schedule,
    Stage,
)

PREFIX = "stepline:"


# Whoever sets neither gets what the CDK CLI found out: the account of the credentials and its region.
_FROM_ENVIRONMENT = {
    "stepline:account": ("CDK_DEFAULT_ACCOUNT",),
    "stepline:region": ("CDK_DEFAULT_REGION", "AWS_REGION", "AWS_DEFAULT_REGION"),
}


class SettingsError(Exception):
    """The configuration cannot be deployed. The message is one sentence for whoever wrote it."""


def _key(name: str) -> str:
    return PREFIX + name.replace("_", "-")


class Settings(BaseModel):
    """Where and how one pipeline is deployed. None means: as the pipeline, or the CDK, says by itself.

    The region is known when the definition is built: the SageMaker SDK asks for it, and ARNs begin with
    its partition. The account need not be.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", alias_generator=_key)

    pipeline: PipelineName = "ner"
    stage: Stage = "dev"
    account: Account | None = None
    region: Region

    schedule: Schedule = "rate(1 day)"
    schedule_enabled: bool = False

    pretrained: Pretrained = "bucket"
    image_uri: str | None = None
    data_buckets: BucketNames = ()

    processing_instance_type: InstanceType | None = None
    processing_instance_count: Count | None = None
    training_instance_type: InstanceType | None = None
    training_instance_count: Count | None = None
    endpoint_name: EndpointName | None = None
    endpoint_instance_type: InstanceType | None = None
    endpoint_instance_count: Count | None = None

    log_retention_days: LogRetention = 90
    run_retention_days: Days | None = None
    version_retention_days: Days = 30
    retain: bool = True

    @property
    def stack_name(self) -> str:
        return f"stepline-{self.pipeline}-{self.stage}"


def read(context: Mapping[str, Any], environment: Mapping[str, str]) -> Settings:
    """The settings of a CDK context (keys with our prefix; others are the CDK's own) and, for account and
    region, of the environment that the CDK CLI prepares.

    Raises SettingsError for an unknown key or a wrong value.
    """
    ours = {key: value for key, value in context.items() if key.startswith(PREFIX)}
    known = {_key(name) for name in Settings.model_fields}
    for key in ours:
        if key not in known:
            near = difflib.get_close_matches(key, known, n=1)
            raise SettingsError(
                f"There is no setting {key}"
                + (
                    f": did you mean {near[0]}?"
                    if near
                    else f". There are {', '.join(sorted(known))}."
                )
            )
    for key, variables in _FROM_ENVIRONMENT.items():
        found = (environment[name] for name in variables if environment.get(name))
        if key not in ours and (value := next(found, None)) is not None:
            ours[key] = value
    if "stepline:region" not in ours:
        raise SettingsError("There is no region: set AWS_REGION, or give -c stepline:region=….")
    try:
        return Settings.model_validate(ours)
    except ValidationError as error:
        raise SettingsError(_sentence(error)) from None


def _sentence(error: ValidationError) -> str:
    """Every problem, in one sentence, with the key and the value that was given."""
    problems = (
        f"{problem['loc'][0]} cannot be {problem['input']!r} ({_reason(problem)})"
        for problem in error.errors()
    )
    return "; ".join(problems) + "."


def _reason(problem: ErrorDetails) -> str:
    if problem["type"] == "value_error":  # one of this module's own, worded to end a sentence
        return str(problem["ctx"]["error"])
    return problem["msg"][:1].lower() + problem["msg"][1:]
