"""An endpoint of that name is this pipeline's, or nobody's."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from stepline.doctor.case import Case
from stepline.doctor.endpoint import check
from stepline.doctor.finding import Finding, State
from tests.stepline.clients import target

from .conftest import WHO, assembly

OUTPUTS = {"EndpointName": {"Value": "stepline-ner-dev"}}


def tagged(**tags: str) -> Finding:
    """What is found where there is such an endpoint with those tags."""
    listed = [{"Key": f"stepline:{key}", "Value": value} for key, value in tags.items()]
    described: dict[str, Any] = {"EndpointArn": "arn", "EndpointStatus": "InService"}
    client = SimpleNamespace(
        describe_endpoint=lambda **_: described, list_tags=lambda **_: {"Tags": listed}
    )
    aws = target(sagemaker=client)
    case = Case("ner", "dev", target=aws, identity=WHO, assembly=assembly(outputs=OUTPUTS))
    (found,) = check(case)
    return found


def test_this_pipelines_is_updated_by_the_next_execution() -> None:
    assert tagged(pipeline="ner", stage="dev").state is State.OK


@pytest.mark.parametrize("tags", [{"pipeline": "ner", "stage": "prod"}, {"pipeline": "iris"}, {}])
def test_anybody_elses_is_a_problem(tags: dict[str, str]) -> None:
    found = tagged(**tags)
    assert found.state is State.PROBLEM
    assert "-c stepline:endpoint-name=" in found.mend


def test_none_is_fine(case: Callable[..., Case]) -> None:
    (found,) = check(case(assembly(outputs={"EndpointName": {"Value": "nobodys"}})))
    assert (found.state, found.found) == (State.OK, "nobodys is free")


def test_a_name_that_only_the_deployment_knows_is_not_looked_for(case: Callable[..., Case]) -> None:
    (found,) = check(case(assembly(outputs={"EndpointName": {"Value": {"Ref": "E"}}})))
    assert found.state is State.NOT_CHECKED
