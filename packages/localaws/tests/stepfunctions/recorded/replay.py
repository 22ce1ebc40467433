"""Does the calls of a recorded case again, and collects what is answered here."""

from __future__ import annotations

import json
import re
import time
from collections import defaultdict
from contextlib import suppress
from typing import Any

from botocore.exceptions import ClientError, ParamValidationError

from localaws.server.embedded import EmbeddedAWS

from . import recorded_functions

_RECORDED_ACCOUNT = "111111111111"
_QUEUE_URL = re.compile(r"https?://[\w.:-]+/111111111111/")
_EXECUTION = re.compile(r"arn:aws:states:[\w-]+:\d+:execution:([\w.-]+):([\w-]+)")
_LOG_GROUP = re.compile(r"(?<=:log-group:)/aws/vendedlogs[\w/-]+")
_TOKEN = re.compile(r'"[tT]askToken\\*": \\*"([\w-]+)')
_GIVEN_TOKEN = re.compile(r'"taskToken": "[\w-]+"')
_ENDS = {"ExecutionSucceeded", "ExecutionFailed", "ExecutionTimedOut", "ExecutionAborted"}
_STANDS_STILL = 12  # looks at a history that has not changed, until time is moved
_MOVES = 40  # seconds that time is moved for nothing, until that is its end
_LOOKS = 600
_MESSAGE_LOOKS = 5
_LOG_LOOKS = 30


class Replay:
    """One case on a server whose clock can be moved."""

    def __init__(self, aws: EmbeddedAWS, role: str) -> None:
        self._aws, self._role = aws, role
        self._started: dict[str, list[str]] = defaultdict(
            list
        )  # by machine, recorded in this order
        self._arns: dict[str, str] = {}
        self._inputs: dict[str, str] = {}
        self._machines: list[str] = []
        self._log_groups: set[str] = set()
        self._messages: list[Any] = []
        self._responses: list[Any] = []

    def call(self, service: str, operation: str, parameters: dict[str, Any]) -> None:
        """Do one call. What other services refuse is no answer of Step Functions."""
        client = self._aws.client(service)
        given = self._here(parameters)
        recorded_functions.ensure(self._aws, json.dumps(given))
        method = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", operation).lower()
        for group in _LOG_GROUP.findall(json.dumps(given)):
            with suppress(ClientError):  # it is there
                self._log_groups.add(group)
                self._aws.client("logs").create_log_group(logGroupName=group)
        try:
            if operation == "GetExecutionHistory":
                answer = self._history(given)
            elif operation == "ReceiveMessage":
                answer = self._received(given)
            else:
                answer = getattr(client, method)(**given)
        except ClientError as error:
            answer = {"Error": error.response["Error"], "told": _told(error)}
        except ParamValidationError as error:
            answer = {"Error": {}, "told": str(error)}
        if operation == "StartExecution" and "executionArn" in answer:
            arn = answer["executionArn"]
            self._started[arn.split(":")[6]].append(arn)
            self._inputs[arn] = given.get("input", "{}")
        if operation == "CreateStateMachine" and "stateMachineArn" in answer:
            self._machines.append(answer["stateMachineArn"])
        if service == "stepfunctions":
            self._responses.append(self._as_recorded(answer))

    def _here(self, given: Any) -> Any:
        """The parameters with this server's role, account, queues and executions."""
        text = json.dumps(given).replace("<role>", self._role)
        text = _QUEUE_URL.sub(f"{self._aws.endpoint}/{self._aws.account}/", text)
        text = text.replace(_RECORDED_ACCOUNT, self._aws.account)
        if tokens := _TOKEN.findall(json.dumps([self._messages, self._responses])):
            text = _GIVEN_TOKEN.sub(f'"taskToken": "{tokens[-1]}"', text)
        return json.loads(_EXECUTION.sub(self._execution, text))

    def _execution(self, found: re.Match[str]) -> str:
        """The execution that a recorded one is here: of those of its machine, the next one."""
        recorded = found.group()
        if recorded not in self._arns:
            taken = set(self._arns.values())
            free = [arn for arn in self._started[found[1]] if arn not in taken]
            named = [arn for arn in free if arn.endswith(f":{found[2]}")]
            self._arns[recorded] = (named or free or [recorded])[0]
        return self._arns[recorded]

    def _as_recorded(self, answer: Any) -> Any:
        text = json.dumps(answer, default=str).replace(self._aws.account, _RECORDED_ACCOUNT)
        return json.loads(text)

    def _history(self, given: dict[str, Any]) -> Any:
        """The history of an execution, once it has ended. Time is moved on where all waits for it."""
        client = self._aws.client("stepfunctions")
        seen, still = -1, 0
        for _ in range(_LOOKS):
            answer = client.get_execution_history(**given)
            events = answer["events"]
            last = events[0] if given.get("reverseOrder") else events[-1]
            if last["type"] in _ENDS or given.get("nextToken"):
                break
            still = still + 1 if len(events) == seen else 0
            seen = len(events)
            if still >= _STANDS_STILL + _MOVES:
                break
            if still >= _STANDS_STILL:
                self._aws.move_clock(1)
            time.sleep(0.02)
        return answer

    def _received(self, given: dict[str, Any]) -> Any:
        """Messages, once there are any; what is in them is an answer too."""
        for _ in range(_MESSAGE_LOOKS):
            answer = self._aws.client("sqs").receive_message(**{**given, "WaitTimeSeconds": 0})
            if answer.get("Messages"):
                bodies = [message["Body"] for message in answer["Messages"]]
                self._messages += self._as_recorded(list(map(_body, bodies)))
                break
            time.sleep(0.02)
        return answer

    def answered(self) -> list[Any]:
        """What was answered, in order; a refusal as ``{"Error": …}``, lists by themselves too."""
        lists = [
            {"list": member}
            for answer in self._responses
            for member in answer.values()
            if isinstance(member, list)
        ]
        return [*self._responses, *lists, {"list": self._messages}]

    def read_again(self) -> list[Any]:
        """What there is to read in the end: recordings leave out reads that follow from the calls."""
        client = self._aws.client("stepfunctions")
        found: list[Any] = []
        for arn in self._machines:
            found += self._reads(client, "describe_state_machine", stateMachineArn=arn)
            found += self._reads(client, "list_state_machine_versions", stateMachineArn=arn)
            found += self._reads(client, "list_executions", stateMachineArn=arn)
        runs = []
        for arn, given in self._inputs.items():
            described = self._reads(client, "describe_execution", executionArn=arn)
            found += described
            found += self._reads(client, "describe_state_machine_for_execution", executionArn=arn)
            found += self._reads(client, "get_execution_history", executionArn=arn)
            runs.append({"input": given, "output": described[0].get("output")})
        return [*found, {"list": runs}, *self._logs()]

    def _logs(self) -> list[Any]:
        """What was logged, as a list and each by itself."""
        found: list[Any] = []
        for group in self._log_groups:
            entries: list[Any] = []
            for _ in range(_LOG_LOOKS):
                logged = self._aws.client("logs").filter_log_events(logGroupName=group)["events"]
                entries = [self._as_recorded(json.loads(event["message"])) for event in logged]
                if any(entry["type"] in _ENDS for entry in entries):
                    break
                time.sleep(0.1)
            found += [{"list": entries}, *entries]
        return found

    def _reads(self, client: Any, method: str, **given: Any) -> list[Any]:
        try:
            return [self._as_recorded(getattr(client, method)(**given))]
        except ClientError as error:
            return [{"Error": error.response["Error"], "told": _told(error)}]

    def settle(self) -> None:
        """Let everything that was started end, or end it, so that the next case is alone."""
        client = self._aws.client("stepfunctions")
        for arn in [arn for arns in self._started.values() for arn in arns]:
            with suppress(ClientError):
                if client.describe_execution(executionArn=arn)["status"] == "RUNNING":
                    client.stop_execution(executionArn=arn)


def _told(error: ClientError) -> str:
    return str(error).replace(" (reached max retries: 0)", "")


def _body(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text
