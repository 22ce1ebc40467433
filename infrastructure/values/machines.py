"""Instance types and numbers of instances."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from pipelines import instance_types


def _instance_type(kind: instance_types.Kind) -> AfterValidator:
    """Admits what SageMaker has for that kind of job: another would fail when others have been paid for."""

    def check(value: str) -> str:
        if (wrong := instance_types.problem(kind, value)) is not None:
            raise ValueError(wrong)
        return value

    return AfterValidator(check)


ProcessingInstance = Annotated[str, _instance_type("processing")]
TrainingInstance = Annotated[str, _instance_type("training")]
TransformInstance = Annotated[str, _instance_type("transform")]
EndpointInstance = Annotated[str, _instance_type("endpoint")]
Count = Annotated[int, Field(ge=1, le=100)]
