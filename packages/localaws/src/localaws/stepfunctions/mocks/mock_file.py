"""The mock configuration file: which test cases a machine has, and what its tasks get in each. Pure.

The format is that of Step Functions Local:
https://docs.aws.amazon.com/step-functions/latest/dg/sfn-local-mock-cfg-file.html
Everything is looked at when the file is read, so that a slip is one sentence then and no surprise in
the middle of an execution.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from localaws.stepfunctions.language import json_text
from localaws.stepfunctions.language.json_text import NoJson

_INVOCATIONS = re.compile(r"(\d+)(?:-(\d+))?")


class BadMockFile(ValueError):
    """The file is not what it should be; the sentence says where and why."""


class NoSuchCase(LookupError):
    """No test case of that name; the sentence names those that there are."""


@dataclass(frozen=True)
class Return:
    """The task succeeds with ``result``."""

    result: Any


@dataclass(frozen=True)
class Throw:
    """The task fails."""

    error: str
    cause: str


Response = Return | Throw


@dataclass(frozen=True)
class MockedResponse:
    """What a task gets, by the number of its invocation in an execution; the first is 0."""

    name: str
    spans: tuple[tuple[int, int, Response], ...]

    def at(self, invocation: int) -> Response | None:
        """The response to one invocation; None where the file has none."""
        for first, last, response in self.spans:
            if first <= invocation <= last:
                return response
        return None


Case = Mapping[str, MockedResponse]
"""A test case: the response by the name of the state."""


@dataclass(frozen=True)
class MockFile:
    """Test cases by the name of the machine, then by their own."""

    machines: Mapping[str, Mapping[str, Case]]

    def case(self, machine: str, name: str) -> Case:
        """A test case of a machine.

        Raises:
            NoSuchCase: there is none of that name.
        """
        cases = self.machines.get(machine)
        if cases is None:
            raise NoSuchCase(
                f"the mock file has no state machine '{machine}'{_those(self.machines)}"
            )
        if name not in cases:
            raise NoSuchCase(
                f"the mock file has no test case '{name}' of state machine '{machine}'{_those(cases)}"
            )
        return cases[name]

    def mocked_states(self, machine: str) -> frozenset[str]:
        """The states of a machine that some test case of it answers for."""
        return frozenset(
            state for case in self.machines.get(machine, {}).values() for state in case
        )


def read(text: str) -> MockFile:
    """The file of this text.

    Raises:
        BadMockFile: it is no JSON, or not of the format.
    """
    try:
        whole = json_text.read(text)
    except NoJson as error:
        where = f"line {error.line}, column {error.column}"
        raise BadMockFile(f"it is no JSON: {error} ({where})") from None
    top = _object(whole, "the file")
    _only(top, ("StateMachines", "MockedResponses"), "the file")
    responses = _members(top.get("MockedResponses", {}), "MockedResponses", _response)
    machines = _members(
        top.get("StateMachines", {}),
        "StateMachines",
        lambda value, where: _machine(value, where, responses),
    )
    return MockFile(machines)


def _machine(value: Any, where: str, responses: Mapping[str, MockedResponse]) -> Mapping[str, Case]:
    members = _object(value, where)
    _only(members, ("TestCases",), where)
    return _members(
        members.get("TestCases", {}),
        f"{where}.TestCases",
        lambda case, at: _members(case, at, lambda name, in_: _named(name, in_, responses)),
    )


def _named(name: Any, where: str, responses: Mapping[str, MockedResponse]) -> MockedResponse:
    if not isinstance(name, str):
        raise BadMockFile(f"{where} must be the name of a mocked response")
    if name not in responses:
        raise BadMockFile(
            f"{where} names '{name}', which MockedResponses does not have{_those(responses)}"
        )
    return responses[name]


def _response(value: Any, where: str) -> MockedResponse:
    spans: list[tuple[int, int, Response]] = []
    for key, one in _object(value, where).items():
        found = _INVOCATIONS.fullmatch(key)
        if found is None:
            raise BadMockFile(
                f'{where}.{key}: an invocation is a number such as "0", or a range such as "1-2"'
            )
        first, last = int(found[1]), int(found[2] or found[1])
        if last < first:
            raise BadMockFile(f"{where}.{key}: the range ends before it begins")
        for other_first, other_last, _ in spans:
            if first <= other_last and other_first <= last:
                raise BadMockFile(f"{where}.{key}: another response is for the same invocation")
        spans.append((first, last, _outcome(one, f"{where}.{key}")))
    if not spans:
        raise BadMockFile(f'{where} must have a response for invocation "0" at least')
    return MockedResponse(where.rpartition(".")[2], tuple(sorted(spans, key=lambda span: span[0])))


def _outcome(value: Any, where: str) -> Response:
    members = _object(value, where)
    if set(members) == {"Return"}:
        return Return(members["Return"])
    if set(members) != {"Throw"}:
        raise BadMockFile(f"{where} must have exactly one member, Return or Throw")
    thrown = _object(members["Throw"], f"{where}.Throw")
    _only(thrown, ("Error", "Cause"), f"{where}.Throw")
    error, cause = thrown.get("Error"), thrown.get("Cause")
    if not (isinstance(error, str) and isinstance(cause, str)):
        raise BadMockFile(f"{where}.Throw must have Error and Cause, both strings")
    return Throw(error, cause)


_Read = TypeVar("_Read")


def _members(value: Any, where: str, read_one: Callable[[Any, str], _Read]) -> dict[str, _Read]:
    return {
        name: read_one(member, f"{where}.{name}") for name, member in _object(value, where).items()
    }


def _object(value: Any, where: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise BadMockFile(f"{where} must be a JSON object")
    return value


def _only(members: Mapping[str, Any], names: tuple[str, ...], where: str) -> None:
    for name in members:
        if name not in names:
            raise BadMockFile(f"{where} has a member '{name}'; there may be {' and '.join(names)}")


def _those(there: Mapping[str, Any]) -> str:
    return f": there are {', '.join(sorted(there))}" if there else ": it has none"
