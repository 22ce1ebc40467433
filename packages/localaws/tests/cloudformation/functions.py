"""Resources of templates: a role that Lambda may assume, and functions with their code in the template."""

from __future__ import annotations

from typing import Any

ROLE = {
    "Type": "AWS::IAM::Role",
    "Properties": {
        "AssumeRolePolicyDocument": {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": {"Service": "lambda.amazonaws.com"},
                    "Action": "sts:AssumeRole",
                }
            ],
        }
    },
}


def function(source: str, **properties: Any) -> dict[str, Any]:
    """A Python function of that source, with the role ``R`` of the template."""
    given = {
        "Code": {"ZipFile": source},
        "Handler": "index.handler",
        "Runtime": "python3.12",
        "Role": {"Fn::GetAtt": "R.Arn"},
        **properties,
    }
    return {"Type": "AWS::Lambda::Function", "Properties": given}


def custom(function_name: str = "F", **properties: Any) -> dict[str, Any]:
    """A custom resource that the function of that logical id makes."""
    token = {"Fn::GetAtt": f"{function_name}.Arn"}
    return {"Type": "Custom::Thing", "Properties": {"ServiceToken": token, **properties}}
