"""What a client sees of what is not done, and that what is offered does its work."""

from __future__ import annotations

import json
import urllib.request
import uuid
from typing import Any

import pytest
from botocore.exceptions import ClientError

from localaws.server.embedded import EmbeddedAWS

ROLE = "arn:aws:iam::123456789012:role/states"
IMAGE = {"S3Object": {"Bucket": "nowhere", "Name": "a.png"}}


@pytest.mark.parametrize(
    ("service", "method", "parameters"),
    [
        ("glue", "start_job_run", {"JobName": "j"}),
        ("athena", "start_query_execution", {"QueryString": "select 1"}),
        ("codebuild", "start_build", {"projectName": "p"}),
        ("rekognition", "detect_labels", {"Image": IMAGE}),
        ("textract", "start_document_text_detection", {"DocumentLocation": IMAGE}),
        ("comprehend", "detect_sentiment", {"Text": "good", "LanguageCode": "en"}),
        ("bedrock", "list_custom_models", {}),
        ("emr", "list_clusters", {}),
        ("lambda", "list_capacity_providers", {}),
        ("logs", "get_query_results", {"queryId": "q"}),
        ("secretsmanager", "rotate_secret", {"SecretId": "s"}),
        ("cloudwatch", "put_insight_rule", {"RuleName": "r", "RuleDefinition": "{}"}),
    ],
)
def test_an_operation_that_nobody_does_is_refused_by_name(
    aws: EmbeddedAWS, service: str, method: str, parameters: dict[str, Any]
) -> None:
    with pytest.raises(ClientError) as refused:
        getattr(aws.client(service), method)(**parameters)
    response = refused.value.response
    assert response["ResponseMetadata"]["HTTPStatusCode"] == 400
    assert response["Error"]["Code"] == "UnsupportedOperationException"
    named = f"{service}:{refused.value.operation_name} is not supported by this embedded AWS."
    assert named in response["Error"]["Message"]


def test_a_state_machine_that_would_only_pretend_is_not_made(aws: EmbeddedAWS) -> None:
    client = aws.client("stepfunctions")
    task = {"Type": "Task", "Resource": "arn:aws:states:::glue:startJobRun.sync", "End": True}
    definition = json.dumps({"StartAt": "Job", "States": {"Job": task}})
    with pytest.raises(client.exceptions.InvalidDefinition, match="glue:StartJobRun is not") as no:
        client.create_state_machine(name="glue", roleArn=ROLE, definition=definition)
    assert "aws-sdk" not in str(no.value)


def test_a_stack_names_a_property_that_would_only_pretend(aws: EmbeddedAWS) -> None:
    topic = {"Type": "AWS::SNS::Topic", "Properties": {"ArchivePolicy": {}}}
    stacks = aws.client("cloudformation")
    template = json.dumps({"Resources": {"Topic": topic}})
    stacks.create_stack(StackName="pretends", TemplateBody=template)
    made = stacks.list_stack_resources(StackName="pretends")["StackResourceSummaries"]
    assert [resource["LogicalResourceId"] for resource in made] == ["Topic"]
    with urllib.request.urlopen(f"{aws.endpoint}/_localaws/unsupported") as answer:
        found = {(entry["resource"], entry["what"]) for entry in json.load(answer)["unsupported"]}
    assert ("Topic", "AWS::SNS::Topic property ArchivePolicy") in found


def test_a_pattern_can_be_tried_on_an_event(aws: EmbeddedAWS) -> None:
    client = aws.client("events")
    members = dict.fromkeys(("id", "account", "source", "time", "region", "detail-type"), "")
    event = json.dumps({**members, "resources": [], "detail": {"state": "running", "size": 7}})

    def tried(pattern: dict[str, Any]) -> bool:
        answer = client.test_event_pattern(EventPattern=json.dumps(pattern), Event=event)
        return bool(answer["Result"])

    assert tried({"detail": {"state": [{"anything-but": ["stopped"]}]}})
    assert not tried({"detail": {"size": [{"numeric": ["<", 7]}]}})
    with pytest.raises(client.exceptions.InvalidEventPatternException, match="Unrecognized match"):
        tried({"detail": {"state": [{"like": "r"}]}})
    with pytest.raises(ClientError, match="it lacks id"):
        client.test_event_pattern(EventPattern='{"a": ["b"]}', Event="{}")


def test_topics_buckets_and_rules_deliver_to_a_queue(aws: EmbeddedAWS) -> None:
    name = f"offered-{uuid.uuid4().hex[:8]}"
    sqs, sns, s3, events = (aws.client(each) for each in ("sqs", "sns", "s3", "events"))
    url = sqs.create_queue(QueueName=name)["QueueUrl"]
    asked = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])
    queue = asked["Attributes"]["QueueArn"]
    topic = sns.create_topic(Name=name)["TopicArn"]
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=queue)
    s3.create_bucket(Bucket=name)
    uploads = [{"QueueArn": queue, "Events": ["s3:ObjectCreated:*"]}]
    s3.put_bucket_notification_configuration(
        Bucket=name, NotificationConfiguration={"QueueConfigurations": uploads}
    )
    events.put_rule(Name=name, EventPattern=json.dumps({"source": [name]}))
    events.put_targets(Rule=name, Targets=[{"Id": "1", "Arn": queue}])

    sns.publish(TopicArn=topic, Message="from the topic")
    s3.put_object(Bucket=name, Key="from-the-bucket", Body=b"")
    events.put_events(Entries=[{"Source": name, "DetailType": "from the rule", "Detail": "{}"}])
    came = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)["Messages"]
    text = "\n".join(message["Body"] for message in came)
    assert all(part in text for part in ("from the topic", "from-the-bucket", "from the rule"))
