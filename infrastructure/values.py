"""What the value of a setting may be: types that check, and that word the refusal to end a sentence.

Which setting has which type is `settings`' to say.
"""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from infrastructure import schedule_expression
from pipelines import instance_types
from pipelines.policy import TRAFFIC
from pipelines.variant import VARIANTS

# What CloudWatch Logs admits as a retention, in days.
# fmt: off
RETENTIONS = frozenset({
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365,
    400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
})
# fmt: on


def _schedule(value: str) -> str:
    if (wrong := schedule_expression.problem(value)) is not None:
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


def _shape(pattern: str, meaning: str) -> AfterValidator:
    """Admits strings of one shape. `meaning` ends the sentence about any other."""

    def check(value: str) -> str:
        if not re.fullmatch(pattern, value):
            raise ValueError(f"it is {meaning}")
        return value

    return AfterValidator(check)


def _instance_type(kind: instance_types.Kind) -> AfterValidator:
    """Admits what SageMaker has for that kind of job: another would fail when others have been paid for."""

    def check(value: str) -> str:
        if (wrong := instance_types.problem(kind, value)) is not None:
            raise ValueError(wrong)
        return value

    return AfterValidator(check)


# As pipelines.definition and pipelines.deployment_inputs want them: a job's name has both, and room for little else.
PipelineName = Annotated[
    str, _shape("[a-z][a-z0-9]{0,19}", "1 to 20 lower-case letters and digits, a letter first")
]
Stage = Annotated[
    str, _shape("[a-z][a-z0-9]{0,11}", "1 to 12 lower-case letters and digits, a letter first")
]
Account = Annotated[str, _shape("[0-9]{12}", "the 12 digits of an account")]
Region = Annotated[str, _shape("[a-z]{2}(-[a-z]+)+-[0-9]", "a region such as eu-central-1")]
Pretrained = Annotated[
    str,
    _shape(
        "[A-Za-z0-9][A-Za-z0-9._-]{0,95}(/[A-Za-z0-9][A-Za-z0-9._-]{0,95})?",
        "bucket, none or a checkpoint's name on a hub, such as google-bert/bert-base-cased",
    ),
]
ProcessingInstance = Annotated[str, _instance_type("processing")]
TrainingInstance = Annotated[str, _instance_type("training")]
TransformInstance = Annotated[str, _instance_type("transform")]
EndpointInstance = Annotated[str, _instance_type("endpoint")]
BucketName = Annotated[str, _shape("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", "the name of a bucket")]
EndpointName = Annotated[
    str,
    _shape("[a-z0-9](-*[a-z0-9]){0,62}", "1 to 63 lower-case letters, digits and inner hyphens"),
]
VariantName = Annotated[str, _shape("|".join(VARIANTS), f"one of {', '.join(VARIANTS)}")]
Schedule = Annotated[str, AfterValidator(_schedule)]
LogRetention = Annotated[int, AfterValidator(_retention)]
BucketNames = Annotated[tuple[BucketName, ...], BeforeValidator(_buckets)]
Count = Annotated[int, Field(ge=1, le=100)]
Days = Annotated[int, Field(ge=1, le=3650)]
Percent = Annotated[int, Field(ge=0, le=100)]
Share = Annotated[float, Field(gt=0, lt=1)]
Milliseconds = Annotated[int, Field(ge=1, le=60_000)]
TrafficName = Annotated[str, _shape("|".join(TRAFFIC), f"one of {', '.join(TRAFFIC)}")]
