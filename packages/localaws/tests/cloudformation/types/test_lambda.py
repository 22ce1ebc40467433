"""Functions of a template and what belongs to them: made, changed in place where AWS does, deleted."""

from __future__ import annotations

import io
import json
import uuid
import zipfile
from typing import Any

import pytest

from ...cloud import Cloud, outputs
from ..functions import ROLE, function

RULE = "arn:aws:events:us-east-1:123456789012:rule/r"
SAYS = "def handler(event, context): return {!r}"


class Functions:
    """A stack with a function ``F`` and what else a test wants."""

    def __init__(self, cloud: Cloud) -> None:
        self.cloud = cloud
        self.name = f"functions-{uuid.uuid4().hex[:8]}"
        self.client = cloud.aws.client("lambda")

    def deploy(self, said: Any = 1, others: Any = None, **properties: Any) -> dict[str, Any]:
        """The stack's outputs after it was deployed."""
        properties = {"FunctionName": self.name, **properties}
        resources = {"R": ROLE, "F": function(SAYS.format(said), **properties), **(others or {})}
        wanted = {name: {"Value": {"Ref": name}} for name in resources}
        found = self.cloud.deploy(self.name, resources, Outputs=wanted)
        assert found["StackStatus"].endswith("E_COMPLETE"), self.cloud.reasons(self.name)
        return outputs(found)

    def configuration(self) -> dict[str, Any]:
        found: dict[str, Any] = self.client.get_function_configuration(FunctionName=self.name)
        return found

    def says(self, qualifier: str = "$LATEST") -> Any:
        found = self.client.invoke(FunctionName=self.name, Qualifier=qualifier)
        return json.loads(found["Payload"].read())


@pytest.fixture
def functions(cloud: Cloud) -> Functions:
    return Functions(cloud)


def layer(bucket: str, **properties: Any) -> dict[str, Any]:
    content = {"S3Bucket": bucket, "S3Key": "layer.zip"}
    return {"Type": "AWS::Lambda::LayerVersion", "Properties": {"Content": content, **properties}}


def put_zip(cloud: Cloud, key: str, **files: str) -> str:
    """A new bucket with a zip of these files (``_`` for the dot of a name)."""
    bucket, out = f"zips-{uuid.uuid4().hex[:8]}", io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in files.items():
            archive.writestr(name.replace("_", "."), text)
    s3 = cloud.aws.client("s3")
    s3.create_bucket(Bucket=bucket)
    s3.put_object(Bucket=bucket, Key=key, Body=out.getvalue())
    return bucket


def test_a_function_is_made_and_goes_with_its_stack(functions: Functions) -> None:
    given = {"Timeout": "7", "Environment": {"Variables": {"AB": "c"}}, "MemorySize": 256}
    assert functions.deploy(**given)["F"] == functions.name
    found = functions.configuration()
    assert (found["Timeout"], found["MemorySize"]) == (7, 256)
    assert found["Environment"]["Variables"] == {"AB": "c"}
    functions.cloud.delete(functions.name)
    with pytest.raises(functions.client.exceptions.ResourceNotFoundException):
        functions.configuration()


def test_code_and_configuration_change_in_place_and_what_is_taken_out_is_as_without(
    functions: Functions,
) -> None:
    functions.deploy(1, Timeout=7, Description="one", ReservedConcurrentExecutions=2)
    tags = [{"Key": "a", "Value": "b"}]
    functions.deploy(2, MemorySize=256, Tags=tags)
    found = functions.configuration()
    assert (found["Timeout"], found["MemorySize"], found["Description"]) == (3, 256, "")
    assert functions.says() == 2
    whole = functions.client.get_function(FunctionName=functions.name)
    assert "Concurrency" not in whole
    assert whole["Tags"]["a"] == "b"


def test_another_name_is_another_function(functions: Functions) -> None:
    functions.deploy()
    other = f"{functions.name}-other"
    functions.deploy(FunctionName=other)
    with pytest.raises(functions.client.exceptions.ResourceNotFoundException):
        functions.configuration()
    assert functions.client.get_function(FunctionName=other)


def test_a_change_that_fails_leaves_what_was(functions: Functions) -> None:
    functions.deploy(1)
    never = {"Type": "AWS::SSM::Parameter", "DependsOn": "F", "Properties": {"Type": "String"}}
    code = function(SAYS.format(2), FunctionName=functions.name, Timeout=9)
    stack = functions.cloud.deploy(functions.name, {"R": ROLE, "F": code, "P": never})
    assert stack["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE"
    assert functions.says() == 1
    assert functions.configuration()["Timeout"] == 3


def version(**properties: Any) -> dict[str, Any]:
    return {
        "Type": "AWS::Lambda::Version",
        "Properties": {"FunctionName": {"Ref": "F"}, **properties},
    }


def alias(number: Any) -> dict[str, Any]:
    given = {"FunctionName": {"Ref": "F"}, "Name": "live", "FunctionVersion": number}
    return {"Type": "AWS::Lambda::Alias", "Properties": given}


def test_a_version_stays_as_it_is_and_an_alias_moves_to_the_next(functions: Functions) -> None:
    live = {"Fn::GetAtt": "V1.Version"}
    retained = {**version(), "DeletionPolicy": "Retain"}
    made = functions.deploy("one", {"V1": retained, "A": alias(live)})
    assert made["V1"].endswith(f":function:{functions.name}:1")
    assert made["A"].endswith(f":function:{functions.name}:live")
    live = {"Fn::GetAtt": "V2.Version"}
    functions.deploy("two", {"V2": version(), "A": alias(live)})
    assert (functions.says("1"), functions.says("live")) == ("one", "two")


def test_a_version_of_what_has_not_changed_is_refused(functions: Functions) -> None:
    functions.deploy(1, {"V1": version()})
    code = function(SAYS.format(1), FunctionName=functions.name)
    resources = {"R": ROLE, "F": code, "V1": version(), "V2": version()}
    assert functions.cloud.deploy(functions.name, resources)["StackStatus"].startswith(
        "UPDATE_ROLL"
    )
    said = "A version for this Lambda function exists ( 1 )"
    assert any(said in reason for reason in functions.cloud.reasons(functions.name))
    assert functions.says("1") == 1


def test_a_permission_is_a_statement_of_the_policy(functions: Functions) -> None:
    given = {"FunctionName": {"Ref": "F"}, "Action": "lambda:InvokeFunction"}
    allows = {
        "Type": "AWS::Lambda::Permission",
        "Properties": {**given, "Principal": "events.amazonaws.com", "SourceArn": RULE},
    }
    made = functions.deploy(1, {"P": allows})
    policy = json.loads(functions.client.get_policy(FunctionName=functions.name)["Policy"])
    (statement,) = policy["Statement"]
    assert statement["Sid"] == made["P"]
    functions.deploy(1)
    with pytest.raises(functions.client.exceptions.ResourceNotFoundException):
        functions.client.get_policy(FunctionName=functions.name)


def test_code_of_s3_finds_the_modules_of_a_layer(functions: Functions) -> None:
    bucket = put_zip(functions.cloud, "layer.zip", **{"python/shared_py": "VALUE = 42"})
    used = {
        "L": layer(bucket, CompatibleRuntimes=["python3.12"]),
        "LP": {
            "Type": "AWS::Lambda::LayerVersionPermission",
            "Properties": {
                "LayerVersionArn": {"Ref": "L"},
                "Action": "lambda:GetLayerVersion",
                "Principal": "*",
            },
        },
    }
    source = "import shared\ndef handler(event, context): return shared.VALUE"
    code = put_zip(functions.cloud, "code.zip", main_py=source)
    given = {"Code": {"S3Bucket": code, "S3Key": "code.zip"}, "Handler": "main.handler"}
    made = functions.deploy(1, used, Layers=[{"Ref": "L"}], **given)
    assert made["L"].endswith(":layer:L:1")
    assert made["LP"].startswith(f"{made['L']}#")
    assert functions.says() == 42


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"Runtime": "cobol1"}, "cobol1"),
        ({"Code": {"S3Bucket": "no-such-bucket-here", "S3Key": "k"}}, "NoSuchBucket"),
        ({"Timeout": "long"}, "#/Timeout: expected type: Integer, found: String"),
        ({"Colour": "red"}, "extraneous key [Colour] is not permitted"),
        ({"Role": "arn:aws:iam::123456789012:role/nobody"}, "cannot be assumed by Lambda"),
        ({"SnapStart": {"ApplyOn": "PublishedVersions"}}, "SnapStart"),
        ({"RecursiveLoop": "Sometimes"}, "enum value set: [Allow, Terminate]"),
    ],
)
def test_what_cannot_be_is_said_in_one_sentence(
    cloud: Cloud, given: dict[str, Any], said: str
) -> None:
    name = f"functions-{uuid.uuid4().hex[:8]}"
    stack = cloud.deploy(name, {"R": ROLE, "F": function(SAYS.format(1), **given)})
    assert stack["StackStatus"] == "ROLLBACK_COMPLETE"
    reasons = [each for each in cloud.reasons(name) if "cancelled" not in each]
    assert any(said in reason for reason in reasons), reasons


def test_the_rest_of_a_function_changes_in_place(functions: Functions) -> None:
    def others(batch: int, tries: int, kind: str) -> dict[str, Any]:
        of = {"FunctionName": {"Ref": "F"}}
        queue = {"EventSourceArn": {"Fn::GetAtt": "Q.Arn"}, "BatchSize": batch, **of}
        url = {"TargetFunctionArn": {"Ref": "F"}, "AuthType": kind}
        config = {"Qualifier": "$LATEST", "MaximumRetryAttempts": tries, **of}
        return {
            "Q": {"Type": "AWS::SQS::Queue"},
            "M": {"Type": "AWS::Lambda::EventSourceMapping", "Properties": queue},
            "U": {"Type": "AWS::Lambda::Url", "Properties": url},
            "I": {"Type": "AWS::Lambda::EventInvokeConfig", "Properties": config},
        }

    first = functions.deploy(1, others(5, 0, "NONE"))
    assert functions.deploy(1, others(7, 1, "AWS_IAM")) == first
    client, name = functions.client, functions.name
    assert client.get_event_source_mapping(UUID=first["M"])["BatchSize"] == 7
    assert client.get_function_url_config(FunctionName=name)["AuthType"] == "AWS_IAM"
    config = client.get_function_event_invoke_config(FunctionName=name, Qualifier="$LATEST")
    assert config["MaximumRetryAttempts"] == 1
    assert functions.cloud.delete(name)["StackStatus"] == "DELETE_COMPLETE"
