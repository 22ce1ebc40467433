"""Types that moto makes: what Ref and Fn::GetAtt give, and that a change leaves the same resource there."""

from __future__ import annotations

import json
from typing import Any

import pytest

from localaws import offer
from localaws.cloudformation.types.moto_types import MOTO_TYPES
from localaws.offer.catalogue import offered

from ...cloud import Cloud

POLICY = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}],
}
TAGS = [{"Key": "team", "Value": "ner"}]
BY_A = {"AttributeName": "a", "KeyType": "HASH"}
TEXT_A, TEXT_B = ({"AttributeName": name, "AttributeType": "S"} for name in "ab")
BY_B = {
    "IndexName": "by-b",
    "KeySchema": [{"AttributeName": "b", "KeyType": "HASH"}],
    "Projection": {"ProjectionType": "ALL"},
}

# By type: the properties, those of an update, and what Ref and Fn::GetAtt have in them.
TYPES: dict[str, tuple[dict[str, Any], dict[str, Any], dict[str, str]]] = {
    "AWS::CloudWatch::Dashboard": (
        {"DashboardBody": '{"widgets": []}'},
        {"DashboardBody": '{"widgets": [], "start": "-PT1H"}'},
        {"Ref": "in-place-"},
    ),
    "AWS::DynamoDB::Table": (
        {
            "KeySchema": [BY_A],
            "AttributeDefinitions": [TEXT_A],
            "BillingMode": "PAY_PER_REQUEST",
        },
        {
            "AttributeDefinitions": [TEXT_A, TEXT_B],
            "GlobalSecondaryIndexes": [BY_B],
            "TimeToLiveSpecification": {"AttributeName": "until", "Enabled": "true"},
            "Tags": TAGS,
        },
        {"Ref": "in-place-", "Arn": ":table/in-place-"},
    ),
    "AWS::IAM::AccessKey": (
        {"UserName": "in-place"},
        {"Status": "Inactive"},
        {"Ref": "AKIA", "SecretAccessKey": ""},
    ),
    "AWS::IAM::InstanceProfile": (
        {"Roles": []},
        {"Roles": ["in-place"]},
        {"Ref": "in-place-", "Arn": ":instance-profile/in-place-"},
    ),
    "AWS::IAM::ManagedPolicy": (
        {"PolicyDocument": POLICY},
        {"PolicyDocument": {**POLICY, "Id": "other"}, "Users": ["in-place"]},
        {"Ref": ":policy/in-place-", "PolicyArn": ":policy/in-place-", "PolicyId": "A"},
    ),
    "AWS::IAM::User": (
        {},
        {"Policies": [{"PolicyName": "p", "PolicyDocument": POLICY}], "Tags": TAGS},
        {"Ref": "in-place-", "Arn": ":user/in-place-"},
    ),
    "AWS::KMS::Alias": ({"AliasName": "alias/in-place"}, {}, {"Ref": "alias/in-place"}),
    "AWS::KMS::Key": (
        {"KeyPolicy": POLICY},
        {"Description": "other", "EnableKeyRotation": True, "Tags": TAGS},
        {"Ref": "-", "Arn": ":key/", "KeyId": "-"},
    ),
    "AWS::Logs::ResourcePolicy": (
        {"PolicyName": "in-place", "PolicyDocument": json.dumps(POLICY)},
        {"PolicyDocument": json.dumps({**POLICY, "Id": "other"})},
        {"Ref": "in-place"},
    ),
    "AWS::SNS::Topic": (
        {},
        {"DisplayName": "other", "Tags": TAGS},
        {"Ref": ":sns:", "TopicArn": ":sns:", "TopicName": "in-place-"},
    ),
    "AWS::SQS::Queue": (
        {"VisibilityTimeout": 5},
        {"MessageRetentionPeriod": 600, "Tags": TAGS},
        {"Ref": "/in-place-", "Arn": ":sqs:", "QueueName": "in-place-", "QueueUrl": "/in-place-"},
    ),
}


def test_every_type_of_motos_is_here() -> None:
    made = {kind for service in offered().services.values() for kind in service.types}
    assert made == set(MOTO_TYPES) == set(TYPES)
    assert all(offer.without(kind) is not None for kind in made)


@pytest.fixture(scope="module")
def others(cloud: Cloud) -> str:
    """What the resources refer to; the id of a key."""
    iam = cloud.aws.client("iam")
    iam.create_user(UserName="in-place")
    iam.create_role(RoleName="in-place", AssumeRolePolicyDocument=json.dumps(POLICY))
    return str(cloud.aws.client("kms").create_key()["KeyMetadata"]["KeyId"])


@pytest.mark.parametrize("kind", TYPES)
def test_a_change_is_made_type(cloud: Cloud, others: str, kind: str) -> None:
    properties, changed, attributes = TYPES[kind]
    if kind == "AWS::KMS::Alias":
        properties = properties | {"TargetKeyId": others}
    name = f"in-place-{kind.replace('::', '-')}"
    outputs = {
        attribute: {
            "Value": {"Ref": "X"} if attribute == "Ref" else {"Fn::GetAtt": ["X", attribute]}
        }
        for attribute in attributes
    }
    seen = []
    for wanted in (properties, properties | changed, properties):
        stack = cloud.deploy(name, {"X": {"Type": kind, "Properties": wanted}}, Outputs=outputs)
        assert stack["StackStatus"] in ("CREATE_COMPLETE", "UPDATE_COMPLETE"), cloud.reasons(name)
        seen.append({each["OutputKey"]: each["OutputValue"] for each in stack["Outputs"]})
        if not changed:
            break
    assert all(each == seen[0] for each in seen)
    assert all(part in seen[0][attribute] for attribute, part in attributes.items()), seen[0]
    cloud.stacks.delete_stack(StackName=name)
    assert not cloud.exists(name)


def test_what_is_in_a_table_survives_a_change(cloud: Cloud) -> None:
    dynamodb = cloud.aws.client("dynamodb")
    properties = TYPES["AWS::DynamoDB::Table"][0] | {"TableName": "survives"}
    resources = {"T": {"Type": "AWS::DynamoDB::Table", "Properties": properties}}
    cloud.deploy("survives", resources)
    item = {"a": {"S": "x"}}
    dynamodb.put_item(TableName="survives", Item=item)
    properties |= TYPES["AWS::DynamoDB::Table"][1]
    cloud.deploy("survives", resources)
    assert dynamodb.get_item(TableName="survives", Key=item)["Item"] == item
    (index,) = dynamodb.describe_table(TableName="survives")["Table"]["GlobalSecondaryIndexes"]
    assert index["IndexName"] == "by-b"


def test_a_topic_keeps_its_subscriptions(cloud: Cloud) -> None:
    sns = cloud.aws.client("sns")
    properties = {"TopicName": "keeps"}
    cloud.deploy("keeps", {"T": {"Type": "AWS::SNS::Topic", "Properties": properties}})
    arn = "arn:aws:sns:us-east-1:123456789012:keeps"
    queue = cloud.aws.client("sqs").create_queue(QueueName="keeps")["QueueUrl"]
    target = f"arn:aws:sqs:us-east-1:123456789012:{queue.rpartition('/')[2]}"
    sns.subscribe(TopicArn=arn, Protocol="sqs", Endpoint=target)
    named = properties | {"DisplayName": "Told"}
    cloud.deploy("keeps", {"T": {"Type": "AWS::SNS::Topic", "Properties": named}})
    assert len(sns.list_subscriptions_by_topic(TopicArn=arn)["Subscriptions"]) == 1
    assert sns.get_topic_attributes(TopicArn=arn)["Attributes"]["DisplayName"] == "Told"


def test_a_queue_has_the_changed_attributes_and_defaults_for_those_taken(cloud: Cloud) -> None:
    def deployed(**properties: Any) -> dict[str, str]:
        queue = {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "changes", **properties}}
        cloud.deploy("changes", {"Q": queue})
        sqs = cloud.aws.client("sqs")
        url = sqs.get_queue_url(QueueName="changes")["QueueUrl"]
        found: dict[str, str] = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])[
            "Attributes"
        ]
        return found

    assert deployed(DelaySeconds=7)["DelaySeconds"] == "7"
    after = deployed(VisibilityTimeout=60)
    assert (after["DelaySeconds"], after["VisibilityTimeout"]) == ("0", "60")
