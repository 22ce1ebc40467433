"""A state machine whose executions take turns and do nothing in them, on an embedded AWS of a test's own."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import Any

from localaws.server.embedded import EmbeddedAWS
from pipelines import catalog
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.sdk import jsonata, upstream
from pipelines.sdk.fragment import Fragment, in_a_row
from pipelines.sdk.machine import Machine
from pipelines.sdk.states import Call
from pipelines.workflow.turn import GiveUpTurn, KeepTurn, TakeTurn
from tests.waiting import until

BUCKET, THERE = "a-bucket", "there"
LIMIT_SECONDS = 8
TABLE, KEY = "turns", {"pk": {"S": "turn"}, "sk": {"S": "turn"}}
_ALLOW = {"Effect": "Allow", "Principal": {"Service": "states.amazonaws.com"}}
TRUST = {"Version": "2012-10-17", "Statement": [{**_ALLOW, "Action": "sts:AssumeRole"}]}


@dataclass
class Turns:
    """A state machine whose executions do nothing in their turn but wait for so many seconds."""

    aws: EmbeddedAWS
    role: str
    messages: str
    inputs: DeploymentInputs
    machine: str = ""
    started: list[str] = field(default_factory=list)

    @property
    def states(self) -> Any:
        return self.aws.client("stepfunctions")

    def start(self, seconds: float, reads: str = THERE, **more: str) -> str:
        """An execution that fails where there is no object `reads`, and else takes so many seconds."""
        arn: str = self.states.start_execution(
            stateMachineArn=self.machine,
            input=json.dumps({"seconds": seconds, "reads": reads, **more}),
        )["executionArn"]
        self.started.append(arn)
        return arn

    def ended(self, execution: str) -> dict[str, Any]:
        found: dict[str, Any] = until(
            lambda: self.states.describe_execution(executionArn=execution),
            lambda seen: seen["status"] != "RUNNING",
        )
        return found

    def outcome(self, execution: str) -> Any:
        ended = self.ended(execution)
        assert ended["status"] == "SUCCEEDED", ended
        return json.loads(ended["output"]).get("outcome")

    def item(self) -> dict[str, Any]:
        found: dict[str, Any] = self.aws.client("dynamodb").get_item(
            TableName=TABLE, Key=KEY, ConsistentRead=True
        )
        item: dict[str, Any] = found.get("Item", {})
        return item

    def holds(self, execution: str) -> bool:
        return bool(self.item().get("execution", {}).get("S") == execution)

    def until_held_by(self, execution: str) -> None:
        until(lambda: self.holds(execution))

    def give_to(self, execution: str) -> None:
        item = {**KEY, "execution": {"S": execution}, "taken": {"S": "2026-01-01T00:00:00.000Z"}}
        self.aws.client("dynamodb").put_item(TableName=TABLE, Item=item)

    def told(self, subject: str) -> dict[str, Any]:
        """The next message; it has that subject."""
        (message,) = until(lambda: self._received(10))
        assert message.get("Subject") == subject, message
        return message

    def _received(self, seconds: int) -> list[dict[str, Any]]:
        """The messages that have come, or else the next within so many seconds."""
        sqs = self.aws.client("sqs")
        found = sqs.receive_message(
            QueueUrl=self.messages, WaitTimeSeconds=seconds, MaxNumberOfMessages=10
        ).get("Messages", [])
        for message in found:
            sqs.delete_message(QueueUrl=self.messages, ReceiptHandle=message["ReceiptHandle"])
        return [json.loads(message["Body"]) for message in found]

    def nobody_has_it(self) -> None:
        """Ends what a test has left, and forgets what was told."""
        for execution in self.started:
            self.states.stop_execution(executionArn=execution)
        self.started.clear()
        self.aws.client("dynamodb").delete_item(TableName=TABLE, Key=KEY)
        self._received(0)

    def state_machine(self, name: str, definition: Any) -> str:
        arn: str = self.states.create_state_machine(
            name=name, definition=json.dumps(definition), roleArn=self.role
        )["stateMachineArn"]
        return arn


def on(aws: EmbeddedAWS, inputs: DeploymentInputs) -> Turns:
    """A bucket, a table, a topic that a queue hears, and the state machine."""
    aws.client("s3").create_bucket(Bucket=BUCKET)
    aws.client("s3").put_object(Bucket=BUCKET, Key=THERE, Body=b"")
    aws.client("dynamodb").create_table(
        TableName=TABLE,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[
            {"AttributeName": name, "AttributeType": "S"} for name in ("pk", "sk")
        ],
        KeySchema=[
            {"AttributeName": "pk", "KeyType": "HASH"},
            {"AttributeName": "sk", "KeyType": "RANGE"},
        ],
    )
    topic = aws.client("sns").create_topic(Name="turns")["TopicArn"]
    queue = aws.client("sqs").create_queue(QueueName="turns")["QueueUrl"]
    arn = aws.client("sqs").get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])
    aws.client("sns").subscribe(
        TopicArn=topic, Protocol="sqs", Endpoint=arn["Attributes"]["QueueArn"]
    )
    role = aws.client("iam").create_role(
        RoleName="states", AssumeRolePolicyDocument=json.dumps(TRUST)
    )["Role"]["Arn"]
    ours = replace(inputs, bucket=BUCKET, table=TABLE, topic_arn=topic)
    turns = Turns(aws, role, queue, ours)
    turns.machine = turns.state_machine("turns", definition(ours))
    return turns


def definition(inputs: DeploymentInputs) -> dict[str, Any]:
    work = Call(
        "Read",
        "s3",
        "headObject",
        {"Bucket": BUCKET, "Key": jsonata.expression("$states.input.reads")},
        "Something that can fail, and succeed when it is redriven.",
    )
    chain = in_a_row(
        TakeTurn(catalog.load("iris"), inputs),
        work,
        upstream.Wait("Work", seconds_path="$.seconds"),
        KeepTurn(inputs),
        upstream.Pass("Worked"),
        ending_in=Fragment(in_a_row(GiveUpTurn(inputs), upstream.Succeed("Done")), []),
    )
    return Machine(chain, inputs.region, "Takes turns.", LIMIT_SECONDS).to_dict()
