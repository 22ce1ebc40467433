"""What AWS was recorded to answer is answered here. Skipped where no recordings are at hand."""

from typing import Any

import pytest

from .cases import Case, recorded
from .differing import reason
from .likeness import difference
from .replay import Replay

CASES = [
    pytest.param(
        case,
        id=case.name,
        marks=[pytest.mark.xfail(reason=why)] if (why := reason(case.name)) else [],
    )
    for case in recorded()
]


@pytest.mark.skipif(not CASES, reason="no recordings are at hand")
@pytest.mark.parametrize("case", CASES)
def test_aws_answered_the_same(case: Case, replay: Replay) -> None:
    for call in case.calls:
        replay.call(call["service"], call["operation"], call["parameters"])
    wrong = compared(case, replay.answered())
    if wrong:
        wrong = compared(case, [*replay.answered(), *replay.read_again()])
    assert not wrong


def compared(case: Case, responses: list[Any]) -> dict[str, list[str]]:
    """Of what AWS answered, that which none of ours is, and where those of its kind differ."""
    wrong = {}
    for name, aws in case.aws.items():
        found = [_difference(aws, ours) for ours in responses]
        if None not in found:
            wrong[name] = [each for each in found if each]
    return wrong


def _difference(aws: Any, ours: Any) -> str | None:
    """Where that answer is not what is recorded under a name; empty where it is of another kind."""
    if isinstance(aws, str) or "exception_typename" in aws:
        told = aws if isinstance(aws, str) else aws["exception_value"]
        return difference(told, ours["told"]) if "told" in ours else ""
    if isinstance(aws, list):
        return difference(aws, ours["list"]) if "list" in ours else ""
    if "list" in ours:
        return ""
    if "Error" in aws or "Error" in ours:
        return difference(aws["Error"], ours["Error"]) if "Error" in aws and "Error" in ours else ""
    if len(aws.keys() & ours.keys()) < len(aws) / 2:
        return ""
    return difference(aws, ours)
