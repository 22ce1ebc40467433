"""A deployment with everything on that shields it: keys, a network, isolation, spot instances, bounded roles."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from aws_cdk import Validations
from aws_cdk.assertions import Annotations, Match
from cdk_nag import AwsSolutionsChecks
from cfnlint import lint

from infrastructure.settings import SettingsError

from .test_rules import actions
from .test_stack import definition, literal, only

ARN = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
BOUNDARY = "arn:aws:iam::111122223333:policy/boundaries/ml"
ALL = {
    "key": "own",
    "data-buckets": "corpora",
    "data-keys": ARN,
    "subnets": "subnet-0a1b2c3d, subnet-1a1b2c3d",
    "security-groups": "sg-0a1b2c3d",
    "network-isolation": "true",
    "encryption-between-containers": "true",
    "permissions-boundary": BOUNDARY,
    "role-path": "/retraining/",
    "owner": "ml-platform",
    "approval-required": "true",
    "alarms-overlong-hours": "6",
    "alarms-days-without-success": "3",
    "approval-link": "true",
    "training-spot": "true",
}
Synthesised = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def shielded(synthesised: Synthesised) -> dict[str, Any]:
    return synthesised(ALL)


def sids(template: dict[str, Any], role: str) -> dict[str, Any]:
    (policy,) = (
        r["Properties"]["PolicyDocument"]["Statement"]
        for name, r in template["Resources"].items()
        if r["Type"] == "AWS::IAM::Policy" and name.startswith(role)
    )
    return {statement["Sid"]: statement for statement in policy}


def test_the_stacks_own_key_is_renewed_and_stays_with_the_bucket(shielded: dict[str, Any]) -> None:
    key = only(shielded, "AWS::KMS::Key")
    assert key["Properties"]["EnableKeyRotation"] is True
    assert key["DeletionPolicy"] == "Retain"


def test_it_lets_the_services_that_have_no_role_use_it(shielded: dict[str, Any]) -> None:
    account, *services = only(shielded, "AWS::KMS::Key")["Properties"]["KeyPolicy"]["Statement"]
    assert account["Action"] == "kms:*"
    assert literal(account["Principal"]["AWS"]).endswith(":iam::123456789012:root")
    principals = {s["Sid"]: literal(s["Principal"]["Service"]) for s in services}
    assert principals == {
        "Logs": "logs.us-east-1.amazonaws.com",
        "Alarms": "cloudwatch.amazonaws.com",
        "Topic": "sns.amazonaws.com",
        "Rules": "events.amazonaws.com",
    }
    conditions = {s["Sid"]: s.get("Condition") for s in services}
    (groups,) = conditions["Logs"]["ArnLike"].values()
    assert [literal(group).split("log-group:")[1] for group in groups] == [
        "/aws/vendedlogs/states/stepline-ner-dev*",
        "/aws/lambda/stepline-ner-dev*",
    ]
    assert conditions["Rules"] is None  # EventBridge's requests to KMS do not say for whom they are


def test_bucket_and_logs_are_encrypted_by_it(shielded: dict[str, Any]) -> None:
    bucket = only(shielded, "AWS::S3::Bucket")["Properties"]
    (rule,) = bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert rule["ServerSideEncryptionByDefault"]["SSEAlgorithm"] == "aws:kms"
    assert rule["BucketKeyEnabled"] is True
    for resource in shielded["Resources"].values():
        if resource["Type"] == "AWS::Logs::LogGroup":
            assert resource["Properties"]["KmsKeyId"]["Fn::GetAtt"][1] == "Arn"


def test_so_are_table_topic_and_queue(shielded: dict[str, Any]) -> None:
    table = only(shielded, "AWS::DynamoDB::Table")["Properties"]["SSESpecification"]
    assert (table["SSEType"], table["SSEEnabled"]) == ("KMS", True)
    own = table["KMSMasterKeyId"]
    assert only(shielded, "AWS::SNS::Topic")["Properties"]["KmsMasterKeyId"] == own
    assert only(shielded, "AWS::SQS::Queue")["Properties"]["KmsMasterKeyId"] == own
    assert sids(shielded, "SchedulerRole")["UseKey"]["Resource"] == own  # of dead letters


def test_who_touches_what_it_encrypts_may_use_it_and_nobody_else(shielded: dict[str, Any]) -> None:
    assert roles_with(shielded, "UseKey") == {
        "ApprovalRole",  # reads the table
        "ClosingStateMachineRole",
        "ExecutionRole",
        "MonitoringSchedulerRole",  # sends dead letters
        "MonitoringStateMachineRole",
        "OverdueSchedulerRole",  # likewise; its machine touches nothing encrypted
        "SchedulerRole",
        "StateMachineRole",
    }
    for role in roles_with(shielded, "UseKey"):
        found = sids(shielded, role)["UseKey"]
        assert found["Action"] == ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"]


def test_who_starts_what_has_volumes_lets_these_use_it(shielded: dict[str, Any]) -> None:
    starts = {"ExecutionRole", "MonitoringStateMachineRole", "StateMachineRole"}
    assert roles_with(shielded, "KeyOfVolumes") == roles_with(shielded, "DescribeKey") == starts
    for role in starts:
        granted = sids(shielded, role)["KeyOfVolumes"]
        assert granted["Condition"] == {"Bool": {"kms:GrantIsForAWSResource": "true"}}


def test_only_jobs_open_data_of_others(shielded: dict[str, Any]) -> None:
    assert roles_with(shielded, "OpenData") == {"ExecutionRole"}
    assert sids(shielded, "ExecutionRole")["OpenData"] == {
        "Sid": "OpenData",
        "Effect": "Allow",
        "Action": "kms:Decrypt",
        "Resource": ARN,
    }


def roles_with(template: dict[str, Any], sid: str) -> set[str]:
    return {
        name.split("Policy")[0]
        for name, r in template["Resources"].items()
        if r["Type"] == "AWS::IAM::Policy"
        for statement in r["Properties"]["PolicyDocument"]["Statement"]
        if statement["Sid"] == sid
    }


@pytest.mark.parametrize("part", ["Closing", "Monitoring", "Overdue"])
def test_what_watches_logs_by_it(shielded: dict[str, Any], part: str) -> None:
    own = {"Fn::GetAtt": [next(n for n in shielded["Resources"] if n.startswith("Key")), "Arn"]}
    (group,) = (
        r["Properties"]
        for name, r in shielded["Resources"].items()
        if name.startswith(part) and r["Type"] == "AWS::Logs::LogGroup"
    )
    assert group["KmsKeyId"] == own


def test_what_is_captured_and_what_is_found_in_it_are_encrypted_by_it(
    shielded: dict[str, Any],
) -> None:
    def states(prefix: str) -> str:
        (found,) = (
            literal(r["Properties"]["DefinitionString"])
            for name, r in shielded["Resources"].items()
            if name.startswith(prefix) and r["Type"] == "AWS::StepFunctions::StateMachine"
        )
        return found

    capture = states("StateMachine").split('"DataCaptureConfig":')[1]
    assert '"KmsKeyId"' in capture[: capture.index("}")]
    look = states("Monitoring")
    assert '"VolumeKmsKeyId"' in look
    assert '"KmsKeyId"' in look.split('"ProcessingOutputConfig":')[1]


def test_containers_may_be_attached_to_the_named_subnets_only(shielded: dict[str, Any]) -> None:
    resources = {
        literal(r).split(":")[-1]
        for r in sids(shielded, "ExecutionRole")["AttachToNetwork"]["Resource"]
    }
    assert resources == {
        "network-interface/*",
        "security-group/sg-0a1b2c3d",
        "subnet/subnet-0a1b2c3d",
        "subnet/subnet-1a1b2c3d",
    }


def test_every_role_has_the_path_and_the_boundary(shielded: dict[str, Any]) -> None:
    roles = [r for r in shielded["Resources"].values() if r["Type"] == "AWS::IAM::Role"]
    assert len(roles) >= 3
    for role in roles:
        assert role["Properties"]["Path"] == "/retraining/"
        assert role["Properties"]["PermissionsBoundary"] == BOUNDARY


def test_somebody_elses_key_is_used_and_none_is_made(synthesised: Synthesised) -> None:
    template = synthesised({"key": ARN})
    assert not [r for r in template["Resources"].values() if r["Type"] == "AWS::KMS::Key"]
    assert only(template, "AWS::Logs::LogGroup")["Properties"]["KmsKeyId"] == ARN
    assert actions(template)["kms:CreateGrant"] == {ARN}


def test_without_a_key_nobody_may_use_any(template: dict[str, Any]) -> None:
    assert not [action for action in actions(template) if action.startswith(("kms:", "ec2:"))]


def test_the_definition_asks_for_all_of_it(shielded: dict[str, Any]) -> None:
    states = definition(shielded)["States"]
    train = states["Train"]["Parameters"]
    assert train["VpcConfig"]["Subnets"] == ["subnet-0a1b2c3d", "subnet-1a1b2c3d"]
    assert train["EnableManagedSpotTraining"] is True
    assert {"Key": "stepline:owner", "Value": "ml-platform"} in train["Tags"]


def test_instances_that_take_no_volume_key_are_told_of(make: Callable[..., Any]) -> None:
    _, stack = make({"key": "own", "training-instance-type": "ml.g5.xlarge"})
    Annotations.from_stack(stack).has_info(
        "/stepline-ner-dev",
        Match.string_like_regexp(
            "volumes of training are not encrypted .*: ml.g5.xlarge has disks"
        ),
    )


def test_cdk_nag_and_cfn_lint_find_nothing(
    make: Callable[..., Any], shielded: dict[str, Any]
) -> None:
    app, _ = make(ALL)
    Validations.of(app).add_plugins(AwsSolutionsChecks(app))
    app.synth()  # raises with the findings
    assert lint(json.dumps(shielded), regions=["us-east-1"]) == []


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"key": "alias/mine"}, "none .AWS's own keys., own .one that the stack makes. or the ARN"),
        ({"subnets": "subnet-0a1b2c3d"}, "subnets and security groups are given together"),
        ({"security-groups": "sg-0a1b2c3d"}, "subnets and security groups are given together"),
        ({"permissions-boundary": "ml"}, "the ARN of a managed policy"),
        ({"role-path": "retraining"}, "a path such as /retraining/"),
        ({"owner": "ml<platform>"}, "text for a tag"),
        ({"training-spot-max-wait-seconds": 90000}, r"stepline:training-spot is not true"),
        (
            {"training-spot": "true", "training-spot-max-wait-seconds": 60},
            r"stepline:training-spot cannot be true with a wait of 60 seconds .*may train for 86400",
        ),
        (
            {"pipeline": "clicks", "training-spot": "true"},
            "with a wait of 3600 seconds",
        ),
        (
            {"network-isolation": "true", "pretrained": "someone/checkpoint"},
            "cannot fetch a checkpoint from a hub",
        ),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(
    make: Callable[..., Any], settings: dict[str, object], sentence: str
) -> None:
    with pytest.raises(SettingsError, match=sentence):
        make(settings)


@pytest.mark.parametrize(
    ("setting", "arn", "said"),
    [
        (
            "key",
            ARN.replace("us-east-1", "eu-west-1"),
            "has to be there too: arn:aws:kms:us-east-1",
        ),
        (
            "key",
            ARN.replace("arn:aws:", "arn:aws-cn:"),
            "has to be there too: arn:aws:kms:us-east-1",
        ),
        ("data-keys", f"{ARN}, {ARN.replace('us-east-1', 'eu-west-1')}", "deployed in us-east-1"),
        ("permissions-boundary", BOUNDARY.replace("aws:", "aws-cn:"), "begin with arn:aws:"),
        ("permissions-boundary", BOUNDARY.replace("1111", "9999"), "account 111122223333"),
    ],
)
def test_keys_and_boundaries_of_elsewhere_are_refused(
    synthesised: Synthesised, setting: str, arn: str, said: str
) -> None:
    with pytest.raises(SettingsError, match=f"^stepline:{setting} cannot be .*{said}"):
        synthesised({"account": "111122223333", setting: arn})


def test_a_script_that_reaches_no_network_cannot_be_fetched(synthesised: Synthesised) -> None:
    with pytest.raises(SettingsError, match=r"network-isolation cannot be true .*by a script"):
        synthesised({"pipeline": "script", "network-isolation": "true"})
