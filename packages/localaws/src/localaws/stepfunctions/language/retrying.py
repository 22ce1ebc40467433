"""``Retry`` and ``Catch``: what a state does about its errors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from localaws.stepfunctions.language import variables
from localaws.stepfunctions.language.expression import Template
from localaws.stepfunctions.language.node import Node
from localaws.stepfunctions.language.path import Path
from localaws.stepfunctions.language.state import WHOLE, result_path

ALL = "States.ALL"
TASK_FAILED = "States.TaskFailed"
_MOST_ATTEMPTS = 99_999_999
LONGEST_DELAY = 31_622_400  # seconds


@dataclass(frozen=True)
class Retrier:
    """The delay before attempt ``n`` is ``interval_seconds * backoff_rate ** (n - 1)``, bounded."""

    error_equals: tuple[str, ...]
    interval_seconds: int = 1
    max_attempts: int = 3
    backoff_rate: float = 2.0
    max_delay_seconds: int | None = None
    full_jitter: bool = False


@dataclass(frozen=True)
class Catcher:
    """Where to go on. ``result_path`` None: the error is thrown away. ``output`` and ``assign`` may be None."""

    error_equals: tuple[str, ...]
    next: str
    result_path: Path | None = WHOLE
    output: Template | None = None
    assign: Template | None = None


def retriers(node: Node) -> tuple[Retrier, ...]:
    found = []
    for each in _clauses(node, "Retry"):
        each.only(
            [
                *("ErrorEquals", "IntervalSeconds", "MaxAttempts", "BackoffRate"),
                *("MaxDelaySeconds", "JitterStrategy", "Comment"),
            ]
        )
        jitter = each.one_of("JitterStrategy", "NONE", "FULL")
        interval = each.whole("IntervalSeconds", 0, _MOST_ATTEMPTS)
        longest = each.whole("MaxDelaySeconds", 1, LONGEST_DELAY)
        if longest is not None and longest <= (1 if interval is None else interval):
            each.problem("MaxDelaySeconds must be greater than IntervalSeconds")
        attempts = each.whole("MaxAttempts", 0, _MOST_ATTEMPTS)
        rate = each.number("BackoffRate", 1.0)
        found.append(
            Retrier(
                _errors(each),
                interval if interval is not None else 1,
                attempts if attempts is not None else 3,
                rate if rate is not None else 2.0,
                longest,
                jitter == "FULL",
            )
        )
    return tuple(found)


def catchers(node: Node) -> tuple[Catcher, ...]:
    found = []
    for each in _clauses(node, "Catch"):
        each.catching = True
        each.only(
            ["ErrorEquals", "Next", "Assign", "Comment"],
            jsonpath=["ResultPath"],
            jsonata=["Output"],
        )
        each.require("Next")
        found.append(
            Catcher(
                _errors(each),
                each.text("Next") or "",
                WHOLE if each.in_jsonata else result_path(each),
                each.template("Output") if each.in_jsonata else None,
                variables.read(each),
            )
        )
    return tuple(found)


def _clauses(node: Node, name: str) -> Iterator[Node]:
    """Each clause, once it is seen that ``States.ALL`` stands alone and last."""
    clauses = list(node.children(name))
    for number, each in enumerate(clauses):
        each.require("ErrorEquals")
        errors = each.members.get("ErrorEquals")
        alone_and_last = number == len(clauses) - 1 and errors == [ALL]
        if isinstance(errors, list) and ALL in errors and not alone_and_last:
            location = f"ErrorEquals[{errors.index(ALL)}]"
            each.problem(f"{ALL} must appear alone and at end of list", location)
        yield each


def _errors(node: Node) -> tuple[str, ...]:
    errors = node.filled("ErrorEquals")
    for number, error in enumerate(errors):
        if not isinstance(error, str):
            node.problem("Expected value of type [STRING]", f"ErrorEquals[{number}]")
    return tuple(str(error) for error in errors)
