"""A stack's model, endpoint configuration and endpoint: what serves follows what the template says."""

from __future__ import annotations

import json
from typing import Any

import pytest

from localaws.images.store import ImageStore
from localaws.runtime.process_image import ImageConfig

from ...cloud import Cloud, outputs
from ...hosting.conftest import IMAGE, PROGRAM, TRUST

ROLE = {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": TRUST}}
OUTPUTS = {
    name: {"Value": value}
    for name, value in {
        "Model": {"Ref": "Model"},
        "ModelName": {"Fn::GetAtt": ["Model", "ModelName"]},
        "Config": {"Fn::GetAtt": ["Config", "EndpointConfigName"]},
        "Endpoint": {"Ref": "Endpoint"},
        "EndpointName": {"Fn::GetAtt": ["Endpoint", "EndpointName"]},
    }.items()
}


def resources(who: str, tag: str = "a", **environment: Any) -> dict[str, Any]:
    """A model whose container says that it is ``who``, served."""
    return {
        "Role": ROLE,
        "Model": {
            "Type": "AWS::SageMaker::Model",
            "Properties": {
                "ExecutionRoleArn": {"Fn::GetAtt": ["Role", "Arn"]},
                "PrimaryContainer": {"Image": IMAGE, "Environment": {"WHO": who, **environment}},
                "Tags": [{"Key": "team", "Value": tag}],
            },
        },
        "Config": {
            "Type": "AWS::SageMaker::EndpointConfig",
            "Properties": {
                "ProductionVariants": [
                    {
                        "VariantName": "AllTraffic",
                        "ModelName": {"Fn::GetAtt": ["Model", "ModelName"]},
                        "InitialInstanceCount": "1",
                        "InitialVariantWeight": 1,
                        "InstanceType": "ml.m5.large",
                    }
                ]
            },
        },
        "Endpoint": {
            "Type": "AWS::SageMaker::Endpoint",
            "Properties": {"EndpointConfigName": {"Fn::GetAtt": ["Config", "EndpointConfigName"]}},
        },
    }


@pytest.fixture(scope="module", autouse=True)
def image(cloud: Cloud) -> None:
    tree = cloud.aws.home / "tree"
    (tree / "opt/program").mkdir(parents=True, exist_ok=True)
    (tree / "opt/program/serving_program.py").write_text(PROGRAM.read_text())
    config = ImageConfig(entrypoint=("python3", "/opt/program/serving_program.py"))
    ImageStore(cloud.aws.home).put(config, tree, tags=[IMAGE])


def who(cloud: Cloud, endpoint: str) -> str:
    answer = cloud.aws.client("sagemaker-runtime").invoke_endpoint(EndpointName=endpoint, Body=b"")
    found: str = json.load(answer["Body"])["who"]
    return found


def test_an_endpoint_serves_when_its_stack_stands_and_is_updated_in_place(cloud: Cloud) -> None:
    sagemaker = cloud.aws.client("sagemaker")
    first = outputs(cloud.deploy("serving", resources("1"), Outputs=OUTPUTS))
    assert first["Model"].endswith(f":model/{first['ModelName']}")
    assert who(cloud, first["EndpointName"]) == "1"
    tags = sagemaker.list_tags(ResourceArn=first["Model"])["Tags"]
    assert tags == [{"Key": "team", "Value": "a"}]

    stack = cloud.deploy("serving", resources("2", "b"), Outputs=OUTPUTS)
    second = outputs(stack)
    assert stack["StackStatus"] == "UPDATE_COMPLETE"
    assert second["Endpoint"] == first["Endpoint"]
    assert second["Config"] != first["Config"]
    assert who(cloud, first["EndpointName"]) == "2"
    names = [m["ModelName"] for m in sagemaker.list_models()["Models"]]
    assert second["ModelName"] in names
    assert first["ModelName"] not in names

    cloud.deploy("serving", resources("2", "c"), Outputs=OUTPUTS)
    (tag,) = sagemaker.list_tags(ResourceArn=second["Model"])["Tags"]
    assert tag["Value"] == "c"

    cloud.stacks.delete_stack(StackName="serving")
    assert not cloud.exists("serving")
    assert not sagemaker.list_endpoints()["Endpoints"]


def test_an_update_that_does_not_serve_is_rolled_back(cloud: Cloud) -> None:
    first = outputs(cloud.deploy("ill", resources("1"), Outputs=OUTPUTS))
    stack = cloud.deploy("ill", resources("2", EXIT_AT_ONCE=3), Outputs=OUTPUTS)
    assert stack["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE"
    assert "did not pass the ping health check" in cloud.reasons("ill")[0]
    assert outputs(stack) == first
    assert who(cloud, first["EndpointName"]) == "1"
    cloud.stacks.delete_stack(StackName="ill")


def test_an_endpoint_that_never_serves_fails_the_stack_and_is_gone(cloud: Cloud) -> None:
    stack = cloud.deploy("stillborn", resources("1", EXIT_AT_ONCE="3"))
    assert stack["StackStatus"] == "ROLLBACK_COMPLETE"
    (reason,) = cloud.reasons("stillborn")
    assert "is Failed with" in reason
    assert "did not pass the ping health check" in reason
    sagemaker = cloud.aws.client("sagemaker")
    assert not sagemaker.list_models()["Models"]
    assert not sagemaker.list_endpoint_configs()["EndpointConfigs"]
    assert not sagemaker.list_endpoints()["Endpoints"]


def test_a_stacks_serverless_endpoint_serves(cloud: Cloud) -> None:
    wanted = resources("1")
    variant = wanted["Config"]["Properties"]["ProductionVariants"][0]
    del variant["InstanceType"], variant["InitialInstanceCount"]
    variant["ServerlessConfig"] = {"MaxConcurrency": "1", "MemorySizeInMB": 1024}
    made = outputs(cloud.deploy("serverless", wanted, Outputs=OUTPUTS))
    assert who(cloud, made["EndpointName"]) == "1"
    cloud.delete("serverless")


def test_what_hosting_does_not_do_is_refused_by_its_name(cloud: Cloud) -> None:
    wanted = resources("1")
    variant = wanted["Config"]["Properties"]["ProductionVariants"][0]
    variant["ManagedInstanceScaling"] = {"Status": "ENABLED"}
    cloud.deploy("managed", wanted)
    (reason,) = cloud.reasons("managed")
    assert "ManagedInstanceScaling is not supported by this embedded AWS" in reason


def in_steps(who: str) -> dict[str, Any]:
    """The same, which a new fleet takes over in two steps while an alarm watches."""
    wanted = resources(who)
    routing = {
        "Type": "CANARY",
        "CanarySize": {"Type": "CAPACITY_PERCENT", "Value": 50},
        "WaitIntervalInSeconds": 600,
    }
    wanted["Endpoint"]["Properties"]["DeploymentConfig"] = {
        "BlueGreenUpdatePolicy": {"TrafficRoutingConfiguration": routing},
        "AutoRollbackConfiguration": {"Alarms": [{"AlarmName": "canary-errors"}]},
    }
    return wanted


def test_an_alarm_takes_an_update_back_while_its_canary_bakes(cloud: Cloud) -> None:
    alarms, events = cloud.aws.client("cloudwatch"), cloud.aws.client("events")
    sqs = cloud.aws.client("sqs")
    queue = sqs.create_queue(QueueName="stages")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]
    pattern = {"detail-type": ["SageMaker Endpoint Deployment State Change"]}
    events.put_rule(Name="stages", EventPattern=json.dumps(pattern))
    events.put_targets(Rule="stages", Targets=[{"Id": "q", "Arn": arn["QueueArn"]}])
    alarms.put_metric_alarm(
        AlarmName="canary-errors",
        Namespace="n",
        MetricName="m",
        Statistic="Sum",
        Period=60,
        EvaluationPeriods=1,
        Threshold=1,
        ComparisonOperator="GreaterThanThreshold",
    )
    first = outputs(cloud.deploy("canary", in_steps("1"), Outputs=OUTPUTS))
    cloud.begin("canary", in_steps("2"), Outputs=OUTPUTS)
    assert cloud.stack("canary")["StackStatus"] == "UPDATE_IN_PROGRESS"
    assert {who(cloud, first["EndpointName"]) for _ in range(40)} == {"1", "2"}
    received = sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10)["Messages"]
    details = [json.loads(message["Body"])["detail"] for message in received]
    (stage,) = details[0]["PendingDeploymentSummary"]["ProductionVariants"][0]["VariantStatus"]
    assert stage["Status"] in ("Creating", "ActivatingTraffic", "Baking")
    assert details[0]["EndpointStatus"] == "UPDATING"

    alarms.set_alarm_state(AlarmName="canary-errors", StateValue="ALARM", StateReason="it is ill")
    cloud.aws.move_clock(11)
    stack = cloud.settled("canary")
    assert stack["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE"
    assert "CloudWatch alarms in the state ALARM: canary-errors." in cloud.reasons("canary")[0]
    assert outputs(stack) == first
    assert {who(cloud, first["EndpointName"]) for _ in range(10)} == {"1"}


def test_an_update_in_steps_comes_to_its_end_with_time(cloud: Cloud) -> None:
    cloud.aws.client("cloudwatch").set_alarm_state(
        AlarmName="canary-errors", StateValue="OK", StateReason="it is well"
    )
    cloud.begin("canary", in_steps("3"), Outputs=OUTPUTS)
    cloud.aws.move_clock(601)
    stack = cloud.settled("canary")
    assert stack["StackStatus"] == "UPDATE_COMPLETE"
    assert who(cloud, outputs(stack)["EndpointName"]) == "3"
    cloud.stacks.delete_stack(StackName="canary")
