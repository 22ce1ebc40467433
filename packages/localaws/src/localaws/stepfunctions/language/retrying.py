"""``Retry`` and ``Catch``: what a state does about its errors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from localaws.stepfunctions.language.expression import Template
from localaws.stepfunctions.language.node import Node
from localaws.stepfunctions.language.path import Path, Root

ALL = "States.ALL"
TASK_FAILED = "States.TaskFailed"
_WHOLE = Path("$", Root.DATA, ())
_MOST_ATTEMPTS = 99_999_999
_LONGEST_DELAY = 31_622_400


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
    result_path: Path | None = _WHOLE
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
        jitter = each.text("JitterStrategy")
        if jitter not in (None, "FULL", "NONE"):
            each.problem("Value should be one of [FULL, NONE]", "JitterStrategy")
        interval = each.whole("IntervalSeconds", 1, _MOST_ATTEMPTS)
        longest = each.whole("MaxDelaySeconds", 1, _LONGEST_DELAY - 1)
        if longest is not None and longest <= (interval or 1):
            each.problem("Value must be greater than IntervalSeconds", "MaxDelaySeconds")
        attempts = each.whole("MaxAttempts", 0, _MOST_ATTEMPTS)
        rate = each.number("BackoffRate", 1.0, float(_MOST_ATTEMPTS))
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
        own = ["Output"] if each.in_jsonata else ["ResultPath"]
        each.only(["ErrorEquals", "Next", "Assign", "Comment", *own])
        each.require("Next")
        result = _WHOLE
        if "ResultPath" in each:
            result = (
                None
                if each.members["ResultPath"] is None
                else each.path("ResultPath", reference=True) or _WHOLE
            )
        found.append(
            Catcher(
                _errors(each),
                each.text("Next") or "",
                result,
                each.template("Output") if each.in_jsonata else None,
                each.template("Assign"),
            )
        )
    return tuple(found)


def _clauses(node: Node, name: str) -> Iterator[Node]:
    """Each clause, once it is seen that ``States.ALL`` stands alone and last."""
    clauses = list(node.children(name))
    for number, each in enumerate(clauses):
        each.require("ErrorEquals")
        errors = each.members.get("ErrorEquals")
        if isinstance(errors, list) and ALL in errors:
            if len(errors) > 1:
                each.problem(f"{ALL} must appear alone", "ErrorEquals")
            if number < len(clauses) - 1:
                each.problem(f"{ALL} must be in the last {name[:-1].lower()}er", "ErrorEquals")
        yield each


def _errors(node: Node) -> tuple[str, ...]:
    errors = node.array("ErrorEquals")
    if "ErrorEquals" in node and not errors:
        node.problem("The array must not be empty", "ErrorEquals")
    if not all(isinstance(error, str) for error in errors):
        node.problem("Expected an array of strings", "ErrorEquals")
    return tuple(str(error) for error in errors)
