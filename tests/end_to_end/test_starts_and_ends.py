"""What starts executions by itself, one at a time, and what is done for those that are stopped: `iris`, deployed by
the CDK CLI over the stack of an earlier release, with a clock that is moved."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any
from urllib.request import Request, urlopen

import pytest

from tests.waiting import until

from .cdk_project import CDK, Project, bootstrapped
from .conftest import ROOT, SHARED

STACK = "stepline-iris-dev"
RELEASE = ROOT / "tests" / "infrastructure" / "releases" / "4757c22" / f"{STACK}.template.json"
NEW_DATA = [9, 21]  # nights of the month
NIGHTLY = "cron(0 3 * * ? *)"
SETTINGS = {
    "pipeline": "iris",
    "schedule": NIGHTLY,
    "schedule-enabled": "true",
    "schedule-time-zone": "Europe/Berlin",
    "new-data-enabled": "true",
}

pytestmark = [
    pytest.mark.end_to_end,
    pytest.mark.skipif(not CDK.exists(), reason="the CDK CLI is installed by `make test`"),
]


@dataclass(frozen=True)
class Deployed:
    """The stack, its executions, and the time there."""

    project: Project

    @cached_property
    def outputs(self) -> dict[str, str]:
        (stack,) = self.client("cloudformation").describe_stacks(StackName=STACK)["Stacks"]
        return {output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]}

    def client(self, service: str) -> Any:
        return self.project.client(service)

    def put(self, key: str, body: bytes = b"") -> None:
        self.client("s3").put_object(Bucket=self.outputs["BucketName"], Key=key, Body=body)

    def start(self, given: str = "{}") -> str:
        arn: str = self.client("stepfunctions").start_execution(
            stateMachineArn=self.outputs["StateMachineArn"], input=given
        )["executionArn"]
        return arn

    def ended(self, execution: str) -> dict[str, Any]:
        states = self.client("stepfunctions")
        found: dict[str, Any] = until(
            lambda: states.describe_execution(executionArn=execution),
            lambda seen: seen["status"] != "RUNNING",
            seconds=120,
        )
        return found

    def outcome(self, execution: str) -> tuple[str, str]:
        ended = self.ended(execution)
        assert ended["status"] == "SUCCEEDED", ended
        output = json.loads(ended["output"])
        return output["outcome"], output["sentence"]

    def executions(self) -> list[str]:
        """Newest first."""
        found = self.client("stepfunctions").list_executions(
            stateMachineArn=self.outputs["StateMachineArn"]
        )
        return [one["executionArn"] for one in found["executions"]]

    def history(self) -> list[dict[str, Any]]:
        """As the command tells it."""
        done = subprocess.run(
            ["stepline", "history", "iris", "--json", "--limit", "30"],
            cwd=self.project.app,
            env=dict(self.project.environment),
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        found: list[dict[str, Any]] = json.loads(done.stdout)["executions"]
        return found

    def turn(self) -> str | None:
        item = self.client("dynamodb").get_item(
            TableName=self.outputs["TableName"],
            Key={"pk": {"S": "turn"}, "sk": {"S": "turn"}},
            ConsistentRead=True,
        )
        return item["Item"]["execution"]["S"] if "Item" in item else None

    def now(self) -> datetime:
        with urlopen(self._clock) as response:
            said: str = json.load(response)["now"]
        return datetime.fromisoformat(said)

    def move_clock_to(self, moment: datetime) -> None:
        body = json.dumps({"seconds": (moment - self.now()).total_seconds()}).encode()
        urlopen(Request(self._clock, body, {"Content-Type": "application/json"})).close()

    def new_one(self, before: list[str]) -> str:
        """The one execution that there is more than before, once there is."""
        (execution,) = until(lambda: set(self.executions()) - set(before))
        return str(execution)

    def started_by_itself(self, before: list[str]) -> str:
        """What started the one execution that there is more than before; it has ended."""
        execution = self.new_one(before)
        ended = self.ended(execution)
        assert ended["status"] == "SUCCEEDED", ended
        time.sleep(2)  # for another that should not be
        assert set(self.executions()) == {*before, execution}
        by: str = json.loads(ended["input"])["started_by"]
        return by

    @property
    def _clock(self) -> str:
        return f"{self.project.environment['AWS_ENDPOINT_URL']}/_localaws/clock"


def earlier_release() -> str:
    """Its template, whose rule starts an execution every night at three, in UTC."""
    template = json.loads(RELEASE.read_text())
    template["Resources"]["Schedule"]["Properties"] |= {
        "ScheduleExpression": NIGHTLY,
        "State": "ENABLED",
    }
    return json.dumps(template)


@pytest.fixture(scope="module")
def deployed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployed]:
    home = tmp_path_factory.mktemp("home")
    SHARED.mkdir(parents=True, exist_ok=True)
    (home / "environments").symlink_to(SHARED)
    with bootstrapped(
        ROOT, home, "us-east-1", "--movable-clock", context={"pipeline": "iris"}
    ) as project:
        stacks = project.client("cloudformation")
        stacks.create_stack(
            StackName=STACK, TemplateBody=earlier_release(), Capabilities=["CAPABILITY_NAMED_IAM"]
        )
        stacks.get_waiter("stack_create_complete").wait(
            StackName=STACK, WaiterConfig={"Delay": 1, "MaxAttempts": 60}
        )
        context = [f"stepline:{key}={value}" for key, value in SETTINGS.items()]
        project.cdk(
            *("deploy", STACK, "--require-approval", "never"),
            *(word for each in context for word in ("-c", each)),
        )
        made = Deployed(project)
        made.put("data/iris.csv", (ROOT / "samples" / "iris" / "iris.csv").read_bytes())
        yield made


@pytest.fixture(scope="module")
def messages(deployed: Deployed) -> Callable[[], list[dict[str, str]]]:
    """What people were told of executions since they were last asked."""
    sqs = deployed.client("sqs")
    queue = sqs.create_queue(QueueName="people")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])
    deployed.client("sns").subscribe(
        TopicArn=deployed.outputs["TopicArn"],
        Protocol="sqs",
        Endpoint=arn["Attributes"]["QueueArn"],
    )

    def heard() -> list[dict[str, str]]:
        found: list[dict[str, str]] = []
        while some := sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages"):
            for one in some:
                found.append(json.loads(one["Body"]))
                sqs.delete_message(QueueUrl=queue, ReceiptHandle=one["ReceiptHandle"])
        return [one for one in found if one.get("Subject", "").startswith("Stepline ")]

    return heard


@pytest.fixture(scope="module")
def people(messages: Callable[[], list[dict[str, str]]]) -> Callable[[], list[str]]:
    """The subjects alone."""
    return lambda: [one["Subject"] for one in messages()]


def test_of_ten_started_at_once_one_runs_and_nine_name_it(deployed: Deployed) -> None:
    with ThreadPoolExecutor(10) as pool:
        started = list(pool.map(lambda _: deployed.start(), range(10)))
        outcomes = dict(zip(started, pool.map(deployed.outcome, started), strict=True))
    (ran,) = (arn for arn, (outcome, _) in outcomes.items() if outcome == "In service")
    skipped = [sentence for arn, (_, sentence) in outcomes.items() if arn != ran]
    assert all(
        sentence.startswith(f"Execution {ran.rpartition(':')[2]} runs") for sentence in skipped
    )
    assert deployed.turn() is None


def test_new_data_start_one_when_their_marker_comes(deployed: Deployed) -> None:
    before = deployed.executions()
    deployed.put("data/2026/more.txt")
    deployed.put("data/2026/_SUCCESS")
    bucket = deployed.outputs["BucketName"]
    assert deployed.started_by_itself(before) == f"s3://{bucket}/data/2026/_SUCCESS"


def test_the_schedule_starts_one_at_three_in_berlin_in_winter_and_in_summer(
    deployed: Deployed,
) -> None:
    """And the rule of the earlier release, which started one at three in UTC, starts none."""
    noon = datetime.fromisoformat("2027-03-26T12:00:00+00:00")  # on the 28th the clocks change
    before = deployed.executions()
    deployed.move_clock_to(noon)
    deployed.started_by_itself(before)  # once for all the days that were leapt over
    for due in ("2027-03-27T02:00:00Z", "2027-03-28T01:00:00Z"):
        before, noon = deployed.executions(), noon + timedelta(days=1)
        deployed.move_clock_to(noon)
        assert deployed.started_by_itself(before) == f"schedule {due}"


def test_a_month_of_nights_retrains_where_there_are_new_data_and_costs_nothing_else(
    deployed: Deployed, people: Callable[[], list[str]]
) -> None:
    noon = deployed.now().replace(hour=12, minute=0, second=0, microsecond=0)
    people()  # what was said before
    told: list[str] = []
    outcomes: list[str] = []
    for night in range(1, 31):
        if night in NEW_DATA:
            deployed.put(f"data/night-{night}.csv", more_flowers(night))
        before, noon = deployed.executions(), noon + timedelta(days=1)
        deployed.move_clock_to(noon)
        execution = deployed.new_one(before)
        outcomes.append(deployed.outcome(execution)[0])
        told += people()
    trained = [night for night, outcome in enumerate(outcomes, 1) if outcome != "Unchanged"]
    assert trained == NEW_DATA
    assert told == [
        f"Stepline iris dev: {'released' if outcomes[night - 1] == 'In service' else 'Refused'}"
        for night in NEW_DATA
    ]
    history = deployed.history()
    assert [one["outcome"] for one in history] == outcomes[::-1]
    for night, one in enumerate(reversed(history), 1):
        reused = [step["reused_from"] is not None for step in one["steps"]]
        assert reused == [night not in NEW_DATA] * len(reused)
        assert reused, one
        assert night in NEW_DATA or one["seconds"] < 5, one


def more_flowers(night: int) -> bytes:
    """Rows of the sample, each a little longer: some of every species."""
    rows = (ROOT / "samples" / "iris" / "iris.csv").read_text().split()
    longer = []
    for row in rows[night::9]:
        species, sepal, *others = row.split(",")
        longer.append(",".join([species, f"{float(sepal) + night / 1000:.3f}", *others]))
    return "\n".join(longer).encode() + b"\n"


def test_one_that_is_stopped_has_no_turn_any_more_a_record_and_a_message(
    deployed: Deployed, messages: Callable[[], list[dict[str, str]]]
) -> None:
    messages()
    execution = deployed.start('{"cache": false}')
    until(lambda: deployed.turn() == execution)
    deployed.client("stepfunctions").stop_execution(
        executionArn=execution, cause="It was a mistake."
    )
    (said,) = until(messages)
    assert said["Subject"] == "Stepline iris dev: stopped"
    assert "It was a mistake." in said["Message"]
    assert deployed.turn() is None
    (run,) = (
        line.removeprefix("Run: s3://") for line in said["Message"].splitlines() if "Run: " in line
    )
    bucket, _, prefix = run.partition("/")
    found = deployed.client("s3").get_object(Bucket=bucket, Key=f"{prefix}record.json")
    record = json.loads(found["Body"].read())
    assert record["status"] == "ABORTED"
    assert not {job["status"] for job in record["jobs"]} & {"InProgress", "Stopping"}


def test_nothing_was_left_out_and_nothing_undelivered(deployed: Deployed) -> None:
    with urlopen(
        f"{deployed.project.environment['AWS_ENDPOINT_URL']}/_localaws/unsupported"
    ) as page:
        assert json.load(page) == {"unsupported": []}
    letters = deployed.client("sqs").receive_message(
        QueueUrl=deployed.outputs["DeadLetterQueueUrl"]
    )
    assert letters.get("Messages", []) == []
