"""What is written is what botocore reads."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from botocore.parsers import create_parser

from localaws.protocols.models import service_model
from localaws.protocols.writing.query import written

AT = datetime(2026, 1, 2, 3, 4, 5, 678000, UTC)


def read(operation: str, result: dict[str, Any]) -> dict[str, Any]:
    model = service_model("cloudformation").operation_model(operation)
    made = written(model, result, "the-id")
    shape: Any = model.output_shape
    response = {"body": made.body, "headers": dict(made.headers), "status_code": made.status}
    found: dict[str, Any] = create_parser("query").parse(response, shape)
    assert found.pop("ResponseMetadata")["RequestId"] == "the-id"
    return found


@pytest.mark.parametrize(
    ("operation", "result"),
    [
        ("DeleteStack", {}),
        ("ExecuteChangeSet", {}),
        ("CreateStack", {"StackId": "arn:x"}),
        ("GetTemplate", {"TemplateBody": '{"a": "<b> & c"}\n  é'}),
        ("ListExports", {"Exports": []}),
        (
            "DescribeStacks",
            {
                "Stacks": [
                    {
                        "StackName": "s",
                        "CreationTime": AT,
                        "DisableRollback": False,
                        "EnableTerminationProtection": True,
                        "TimeoutInMinutes": 5,
                        "Tags": [{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "2"}],
                    },
                    {"StackName": "t", "Outputs": []},
                ]
            },
        ),
    ],
)
def test_a_result_is_read_as_it_was(operation: str, result: dict[str, Any]) -> None:
    assert read(operation, result) == result


def test_what_is_none_is_left_out_and_what_xml_has_not_becomes_a_question_mark() -> None:
    result = {"Stacks": [{"StackName": "s\x00", "Description": None}], "NextToken": None}
    assert read("DescribeStacks", result) == {"Stacks": [{"StackName": "s?"}]}
