"""What dynamic references stand for in a stack: they come out of the services beside it."""

from __future__ import annotations

import json
from typing import Any

from ..cloud import Cloud
from .types.one_resource import deployed, failed

KIND = "AWS::SSM::Parameter"


def parameter(value: Any) -> dict[str, Any]:
    return {"Type": "String", "Value": value}


def test_parameters_and_secrets_are_looked_up(cloud: Cloud) -> None:
    ssm, secrets = cloud.aws.client("ssm"), cloud.aws.client("secretsmanager")
    for value in ("one", "two"):
        ssm.put_parameter(Name="/dynamic/a", Value=value, Type="String", Overwrite=True)
    text = json.dumps({"password": "s3cret"})
    arn = secrets.create_secret(Name="dynamic", SecretString=text)["ARN"]
    joined = ["{{resolve:secretsmanager:", {"Fn::Sub": arn}, ":SecretString:password::}}"]
    value = {
        "Fn::Join": [
            "/",
            [
                "{{resolve:ssm:/dynamic/a}}",
                "{{resolve:ssm:/dynamic/a:1}}",
                {"Fn::Join": ["", joined]},
            ],
        ]
    }
    found = deployed(cloud, KIND, parameter(value), "Value", stack="dynamic")
    assert found["Value"] == "two/one/s3cret"


def test_what_there_is_not_fails_the_resource_by_name(cloud: Cloud) -> None:
    cloud.aws.client("ssm").put_parameter(Name="/dynamic/s", Value="x", Type="SecureString")
    for number, (reference, said) in enumerate(
        [
            (
                "ssm:/dynamic/none",
                "Unable to fetch parameters [/dynamic/none] from parameter store",
            ),
            ("ssm:/dynamic/s", "Non-secure ssm prefix was used for secure parameter: [/dynamic/s]"),
            ("secretsmanager:none", "can't find the specified secret"),
        ]
    ):
        text = f"{{{{resolve:{reference}}}}}"
        assert said in failed(cloud, KIND, parameter(text), stack=f"dynamic-none-{number}")


def test_an_output_shows_parameters_and_no_secret(cloud: Cloud) -> None:
    cloud.aws.client("ssm").put_parameter(Name="/dynamic/o", Value="x", Type="String")
    outputs = {
        "P": {"Value": "{{resolve:ssm:/dynamic/o}}"},
        "S": {"Value": "{{resolve:secretsmanager:any}}"},
    }
    resources = {"X": {"Type": KIND, "Properties": parameter("x")}}
    found = cloud.deploy("dynamic-outputs", resources, Outputs=outputs)["Outputs"]
    assert {each["OutputKey"]: each["OutputValue"] for each in found} == {
        "P": "x",
        "S": "{{resolve:secretsmanager:any}}",
    }
