"""The configuration of a deployment: typed, frozen, and read from the CDK's context.

`cdk.json` holds the defaults under `stepline:…` keys and `cdk deploy -c stepline:stage=prod` overrides one of
them. Values given with -c arrive as strings and are parsed like the others. Anything wrong, a misspelt
key included, becomes one sentence (`SettingsError`). What the settings mean for a resource is said
beside that resource.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
)

from infrastructure import schedule_expression

PREFIX = "stepline:"
# What CloudWatch Logs admits as a retention, in days.
RETENTIONS: tuple[int, ...] = (
    1,
    3,
    5,
    7,
    14,
    30,
    60,
    90,
    120,
    150,
    180,
    365,
    400,
    545,
    731,
    1096,
    1827,
    2192,
)
RETENTIONS += (2557, 2922, 3288, 3653)


class SettingsError(Exception):
    """The configuration cannot be deployed. The message is one sentence for whoever wrote it."""


def _schedule(value: object) -> object:
    if isinstance(value, str) and (wrong := schedule_expression.problem(value)) is not None:
        raise ValueError(wrong)
    return value


def _retention(value: int) -> int:
    if value not in RETENTIONS:
        nearest = min(RETENTIONS, key=lambda days: abs(days - value))
        raise ValueError(
            f"CloudWatch Logs keeps logs for certain numbers of days only, such as {nearest}"
        )
    return value


def _buckets(value: object) -> object:
    """`-c` gives `one,two`, cdk.json a list."""
    if isinstance(value, str):
        return [name.strip() for name in value.split(",") if name.strip()]
    return value


# `bucket`, `none` or the name of a checkpoint on a hub, with or without an owner.
HUB_NAME = r"^[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9._-]+)?$"

# As pipelines.definition and pipelines.place want them: a job's name has both, and room for little else.
PipelineName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]{0,19}$")]
Stage = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]{0,11}$")]
InstanceType = Annotated[str, Field(pattern=r"^ml\.[a-z0-9-]+\.[a-z0-9]+$")]
Count = Annotated[int, Field(ge=1, le=100)]
Days = Annotated[int, Field(ge=1, le=3650)]
BucketName = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$")]
EndpointName = Annotated[str, Field(pattern=r"^[a-z0-9](-*[a-z0-9]){0,62}$")]


def _key(name: str) -> str:
    return PREFIX + name.replace("_", "-")


class Settings(BaseModel):
    """Where and how one pipeline is deployed. None means: as the pipeline itself says."""

    model_config = ConfigDict(frozen=True, extra="forbid", alias_generator=_key)

    pipeline: PipelineName = "ner"
    stage: Stage = "dev"
    account: Annotated[str, Field(pattern=r"^\d{12}$")] | None = None
    region: Annotated[str, Field(pattern=r"^[a-z]{2}(-[a-z]+)+-\d$")] | None = None

    schedule: Annotated[str, BeforeValidator(_schedule)] = "rate(1 day)"
    schedule_enabled: bool = False

    pretrained: Annotated[str, Field(pattern=HUB_NAME, max_length=200)] = "bucket"
    image_uri: str | None = None
    data_buckets: Annotated[tuple[BucketName, ...], BeforeValidator(_buckets)] = ()

    processing_instance_type: InstanceType | None = None
    processing_instance_count: Count | None = None
    training_instance_type: InstanceType | None = None
    training_instance_count: Count | None = None
    endpoint_name: EndpointName | None = None
    endpoint_instance_type: InstanceType | None = None
    endpoint_instance_count: Count | None = None

    log_retention_days: Annotated[int, AfterValidator(_retention)] = 90
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
    for key, variable in (
        ("stepline:account", "CDK_DEFAULT_ACCOUNT"),
        ("stepline:region", "CDK_DEFAULT_REGION"),
    ):
        if key not in ours and environment.get(variable):
            ours[key] = environment[variable]
    try:
        return Settings.model_validate(ours)
    except ValidationError as error:
        raise SettingsError(_sentence(error)) from None


def _sentence(error: ValidationError) -> str:
    """Every problem, in one sentence, with the key and the value that was given."""
    parts = []
    for problem in error.errors():
        reason = problem["msg"].removeprefix("Value error, ")
        reason = reason[:1].lower() + reason[1:]
        if not problem["loc"]:
            parts.append(reason)
        else:
            parts.append(f"{problem['loc'][0]} cannot be {problem['input']!r} ({reason})")
    return "; ".join(parts) + "."
