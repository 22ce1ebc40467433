"""What is released of iris: the gate's and a human's decisions, in executions on the embedded AWS.

The stack asks a human and has a page for that; the tests share it, in their order, and one model that serves.
"""

from __future__ import annotations

import io
import json
import re
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import Request, urlopen
from zipfile import ZipFile

import pytest

from localaws.server.embedded import EmbeddedAWS

from .conftest import ROOT, Terminal

pytestmark = pytest.mark.end_to_end

STACK = ENDPOINT = "stepline-iris-dev"
HOUR = 3600
SETTINGS = (
    *("-c", "stepline:approval-required=true", "-c", "stepline:approval-link=true"),
    *("-c", "stepline:approval-deadline-hours=1", "-c", "stepline:message-emails=team@example.com"),
)


class Deployed:
    """The stack, and the executions that the tests start."""

    def __init__(self, terminal: Terminal, aws: EmbeddedAWS) -> None:
        self.terminal, self.aws = terminal, aws
        terminal.run("deploy", "iris", *SETTINGS)
        (stack,) = aws.client("cloudformation").describe_stacks(StackName=STACK)["Stacks"]
        outputs = {each["OutputKey"]: each["OutputValue"] for each in stack["Outputs"]}
        self.bucket, self.machine = outputs["BucketName"], outputs["StateMachineArn"]
        self.group = outputs["ModelPackageGroupName"]
        data = ROOT / "samples" / "iris" / "iris.csv"
        aws.client("s3").upload_file(str(data), self.bucket, "data/iris.csv")

    def start(self, name: str, **hyperparameters: Any) -> str:
        return str(
            self.aws.client("stepfunctions").start_execution(
                stateMachineArn=self.machine,
                name=name,
                input=json.dumps({"hyperparameters": hyperparameters}),
            )["executionArn"]
        )

    def ended(self, arn: str) -> dict[str, Any]:
        """The output of an execution that ends well."""
        for _ in range(600):
            found = self.aws.client("stepfunctions").describe_execution(executionArn=arn)
            if found["status"] != "RUNNING":
                assert found["status"] == "SUCCEEDED", found
                output: dict[str, Any] = json.loads(found["output"])
                return output
            time.sleep(0.2)
        raise AssertionError(f"{arn} has not ended")

    def asked(self, name: str) -> str:
        """The text of the message that asks for an execution's approval, once somebody is waited for."""
        table = self.aws.client("dynamodb")
        (name_of_table,) = [t for t in table.list_tables()["TableNames"] if t.startswith(STACK)]
        key = {"pk": {"S": "token"}, "sk": {"S": name}}
        for _ in range(600):
            if "Item" in table.get_item(TableName=name_of_table, Key=key, ConsistentRead=True):
                return self.told("waiting for approval")[-1]
            time.sleep(0.2)
        raise AssertionError(f"{name} waits for nobody")

    def told(self, subject: str) -> list[str]:
        """The texts of the mails with a subject, the latest last."""
        with urlopen(f"{self.aws.endpoint}/_localaws/outbox") as page:
            mails = json.load(page)["messages"]
        mails.sort(key=lambda mail: mail["time"])
        return [
            mail["body"] for mail in mails if mail.get("subject") == f"Stepline iris dev: {subject}"
        ]

    def serves(self) -> str:
        described = self.aws.client("sagemaker").describe_endpoint(EndpointName=ENDPOINT)
        return str(described["EndpointConfigName"])

    def packages(self) -> list[dict[str, Any]]:
        registry = self.aws.client("sagemaker")
        found = registry.list_model_packages(ModelPackageGroupName=self.group)
        return [
            registry.describe_model_package(ModelPackageName=each["ModelPackageArn"])
            for each in found["ModelPackageSummaryList"]
        ]


@pytest.fixture(scope="module")
def deployed(terminal: Terminal, aws: EmbeddedAWS) -> Deployed:
    return Deployed(terminal, aws)


def open_page(link: str, form: Mapping[str, str] | None = None) -> tuple[int, str]:
    """As a browser does, which finds every name below localhost: opens a link, or sends a form of its page."""
    address = urlsplit(link)
    here = f"http://localhost:{address.port}/"
    headers = {"Host": address.netloc}
    if form is None:
        sent = Request(f"{here}?{address.query}", headers=headers)
    else:
        origin = {"Origin": f"http://{address.netloc}"}
        sent = Request(here, urlencode(form).encode(), headers | origin)
    try:
        with urlopen(sent) as response:
            return response.status, response.read().decode()
    except HTTPError as error:
        return error.code, error.read().decode()


def hidden(page: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))


def test_a_model_that_is_approved_by_the_link_is_registered_and_released(
    deployed: Deployed,
) -> None:
    arn = deployed.start("approved")
    message = deployed.asked("approved")
    assert re.search(r"accuracy of the new model is 0\.\d+, and none serves yet", message)
    (link,) = re.findall(r"http\S+\?execution=approved&key=\S+", message)
    status, page = open_page(link)
    assert (status, "Approve</button>" in page) == (200, True)
    status, page = open_page(link, hidden(page) | {"decision": "approve", "by": "Ann"})
    assert (status, "The model is approved" in page) == (200, True)
    status, page = open_page(link, {"decision": "reject", **_of(link)})
    assert (status, "The model was approved by Ann" in page) == (409, True)
    output = deployed.ended(arn)
    assert (output["outcome"], deployed.serves()) == ("In service", output["model"])
    (package,) = deployed.packages()
    assert package["ModelApprovalStatus"] == "Approved"
    assert package["ModelPackageArn"] == output["model_package"]
    assert package["CustomerMetadataProperties"]["approved_by"] == "Ann"
    (released,) = deployed.told("released")
    assert "stepline explain stepline-iris-dev" in released


def _of(link: str) -> dict[str, str]:
    return dict(re.findall(r"(execution|key)=([^&]+)", link))


def test_a_worse_model_is_refused_and_nobody_is_asked(deployed: Deployed) -> None:
    before = deployed.serves()
    output = deployed.ended(deployed.start("worse", max_leaf_nodes=2))
    assert output["outcome"] == "Refused"
    decision = output["decision"]
    assert decision["candidate"] < 0.7 < decision["champion"]
    (told,) = deployed.told("Refused")
    assert told.startswith(f"{decision['sentence']}\n\nExecution: worse\n")
    assert "stepline evaluation iris --execution worse" in told
    assert (deployed.serves(), len(deployed.packages())) == (before, 1)


def test_a_model_that_a_human_rejects_is_not_released(deployed: Deployed) -> None:
    before = deployed.serves()
    arn = deployed.start("rejected", criterion="entropy")
    message = deployed.asked("rejected")
    (command,) = re.findall(r"stepline reject .*", message)
    assert command == "stepline reject iris --execution rejected --reason WHY"
    said = deployed.terminal.run(*command.split()[1:-1], "too much like the old one")
    assert "Rejected the new model of rejected" in said
    output = deployed.ended(arn)
    assert output["outcome"] == "Rejected"
    assert "too much like the old one" in deployed.told("Rejected")[0]
    assert deployed.serves() == before


def test_a_model_that_is_forgotten_is_not_released_and_its_link_says_so(
    deployed: Deployed,
) -> None:
    before = deployed.serves()
    arn = deployed.start("forgotten", max_depth=4)
    message = deployed.asked("forgotten")
    deployed.aws.move_clock(HOUR + 1)
    output = deployed.ended(arn)
    assert output["outcome"] == "Forgotten"
    (link,) = re.findall(r"http\S+\?execution=forgotten&key=\S+", message)
    status, page = open_page(link, {"decision": "approve", **_of(link)})
    assert (status, "Nobody waits for this decision any longer" in page) == (409, True)
    assert "Nobody approved the new model until" in deployed.told("Forgotten")[0]
    assert deployed.serves() == before


def test_an_evaluation_without_the_metric_refuses(deployed: Deployed) -> None:
    before = deployed.serves()
    with processing_code(deployed, WITHOUT_ACCURACY):
        output = deployed.ended(deployed.start("unmeasured", max_depth=3))
    assert (output["outcome"], output["decision"]["verdict"]) == ("Refused", "unmeasured")
    assert "no number for accuracy of the new model" in deployed.told("Refused")[-1]
    assert deployed.serves() == before


WITHOUT_ACCURACY = """
import atexit, json, pathlib, runpy, sys

def without_accuracy():
    file = pathlib.Path(sys.argv[sys.argv.index("--output") + 1], "evaluation.json")
    found = json.loads(file.read_text())
    del found["candidate"]["metrics"]["accuracy"]
    file.write_text(json.dumps(found))

atexit.register(without_accuracy)
runpy.run_module("before", run_name="__main__")
"""


@contextmanager
def processing_code(deployed: Deployed, program: str) -> Iterator[None]:
    """While it lasts, the zip of the processing code begins with another program; it was `before`."""
    states = deployed.aws.client("stepfunctions")
    machine = states.describe_state_machine(stateMachineArn=deployed.machine)["definition"]
    bucket, key = re.findall(r"s3://([a-z0-9-]+)/([^\"/]+\.zip)", machine)[0]
    storage = deployed.aws.client("s3")
    zipped = storage.get_object(Bucket=bucket, Key=key)["Body"].read()
    changed = io.BytesIO()
    with ZipFile(io.BytesIO(zipped)) as old, ZipFile(changed, "w") as new:
        for name in old.namelist():
            new.writestr("before.py" if name == "__main__.py" else name, old.read(name))
        new.writestr("__main__.py", program)
    storage.put_object(Bucket=bucket, Key=key, Body=changed.getvalue())
    try:
        yield
    finally:
        storage.put_object(Bucket=bucket, Key=key, Body=zipped)
