"""Deploys templates as a client may, and says of each whether the service kept its word."""

from __future__ import annotations

import json
import random
import re
from dataclasses import dataclass
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from .template_mutation import mutated

_CAPABILITIES = ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM"]
# A client that sends what it is given: the service has to look at it.
_CONFIG = Config(parameter_validation=False, retries={"total_max_attempts": 1}, read_timeout=20)

_PYTHONS = re.compile(
    "NoneType|has no attribute|indices must be|unhashable|KeyError|not subscriptable|not iterable|"
    "unexpected keyword|positional argument|Traceback|<class|object at 0x|^'[^']*'$"
)


@dataclass(frozen=True)
class Fault:
    """What must not be: a 5xx, Python's words, a stack that is left in the middle of something."""

    number: int
    what: str
    template: dict[str, Any]


class Deployer:
    """Takes templates through every operation that reads one."""

    def __init__(self, endpoint: str, region: str) -> None:
        self._client: Any = boto3.session.Session().client(
            "cloudformation",
            endpoint_url=endpoint,
            region_name=region,
            aws_access_key_id="test",
            aws_secret_access_key="test",
            config=_CONFIG,
        )
        self.calls = 0
        self.statuses: dict[str, int] = {}
        self._said: list[str] = []

    def call(self, operation: str, **members: Any) -> dict[str, Any] | None:
        """The answer; None for a refusal. A 5xx, or an error without a sentence, is remembered."""
        self.calls += 1
        try:
            answer: dict[str, Any] = getattr(self._client, operation)(**members)
            return answer
        except ClientError as error:
            status = error.response["ResponseMetadata"]["HTTPStatusCode"]
            message = error.response["Error"].get("Message", "")
            if status >= 500 or not message.strip():
                self._said.append(f"{operation}: {status} {error}")
        except Exception as error:  # noqa: BLE001  # an answer that boto3 cannot read, or none at all
            self._said.append(f"{operation}: {type(error).__name__} {error}")
        return None

    def deploy(self, name: str, body: str, chance: random.Random) -> list[str]:
        """Take a template through the API, the stack to its end and away; what was wrong."""
        self._said = []
        given = {"StackName": name, "TemplateBody": body, "Capabilities": _CAPABILITIES}
        self.call("validate_template", TemplateBody=body)
        self.call("get_template_summary", TemplateBody=body)
        way = chance.choice(["create", "change set", "update"])
        if way == "create":
            self.call("create_stack", **given)
        elif way == "change set":
            self._by_change_set("CREATE", given)
        else:
            whole = {"Resources": {"Group": {"Type": "AWS::Logs::LogGroup"}}}
            self.call("create_stack", **(given | {"TemplateBody": json.dumps(whole)}))
            if chance.random() < 0.5:
                self.call("update_stack", **given)
            else:
                self._by_change_set("UPDATE", given)
        self._settle(name)
        return self._said

    def _by_change_set(self, kind: str, given: dict[str, Any]) -> None:
        named = {"StackName": given["StackName"], "ChangeSetName": "deploy"}
        self.call("create_change_set", ChangeSetType=kind, **given, ChangeSetName="deploy")
        self.call("describe_change_set", **named)
        self.call("execute_change_set", **named)

    def _settle(self, name: str) -> None:
        """Look at the stack from every side, and delete it."""
        answer = self.call("describe_stacks", StackName=name)
        if answer is None:
            return
        status = answer["Stacks"][0]["StackStatus"]
        self.statuses[status] = self.statuses.get(status, 0) + 1
        if status.endswith("IN_PROGRESS") and status != "REVIEW_IN_PROGRESS":
            self._said.append(f"left {status}")
        events = self.call("describe_stack_events", StackName=name) or {"StackEvents": []}
        reasons = [event.get("ResourceStatusReason", "") for event in events["StackEvents"]]
        self._said += [f"Python's words: {reason}" for reason in reasons if _PYTHONS.search(reason)]
        for operation in (
            "describe_stack_resources",
            "list_stack_resources",
            "get_template",
            "get_template_summary",
        ):
            self.call(operation, StackName=name)
        self.call("delete_stack", StackName=name)
        left = self.call("describe_stacks", StackName=name)
        if left is not None:
            self._said.append(f"not deleted: {left['Stacks'][0]['StackStatus']}")
            self.call("delete_stack", StackName=name)


def fuzz(deployer: Deployer, samples: list[dict[str, Any]], seed: int, count: int) -> list[Fault]:
    """Deploy ``count`` templates that are wrong in some way; the same ones for the same seed."""
    chance = random.Random(seed)
    faults = []
    for number in range(count):
        template = mutated(chance.choice(samples), chance)
        try:
            body = json.dumps(template)
        except (TypeError, ValueError, RecursionError) as error:
            raise AssertionError("the mutation made no JSON") from error
        said = deployer.deploy(f"fuzz-{seed}-{number}", body, chance)
        faults += [Fault(number, what, template) for what in said]
    return faults
