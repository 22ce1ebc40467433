"""Members of ``aws-sdk`` tasks, in the API's spelling and in that of Step Functions."""

from __future__ import annotations

from typing import Any

import botocore.session
import pytest
from botocore.model import OperationModel

from localaws.moto_mends.interpreter.sdk_spelling import from_api, to_api


def operation(service: str, name: str) -> OperationModel:
    model: OperationModel = (
        botocore.session.Session().get_service_model(service).operation_model(name)
    )
    return model


@pytest.mark.parametrize(
    ("given", "sent"),
    [
        ({"LogGroupName": "/x"}, {"logGroupName": "/x"}),
        ({"logGroupName": "/x"}, {"logGroupName": "/x"}),
        (
            {"Tags": {"Lower": "stays", "upper": "too"}},
            {"tags": {"Lower": "stays", "upper": "too"}},
        ),
        ({"NoSuchMember": 1}, {"NoSuchMember": 1}),
    ],
)
def test_a_request_gets_the_spelling_of_the_api(given: Any, sent: Any) -> None:
    assert to_api(given, operation("logs", "CreateLogGroup").input_shape) == sent


def test_a_response_has_capitals_inside_of_lists_too() -> None:
    shape = operation("logs", "DescribeLogGroups").output_shape
    response = {"logGroups": [{"logGroupName": "/x"}], "nextToken": "t"}
    assert from_api(response, shape) == {
        "LogGroups": [{"LogGroupName": "/x"}],
        "NextToken": "t",
    }
