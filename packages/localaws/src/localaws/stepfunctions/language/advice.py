"""What AWS warns of in a definition that can be made: paths that nobody will evaluate.

The three codes and what they mean are those of ``problem``; the sentences are our own, as no answer of
AWS with one was seen. Only JSONPath has such fields.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from localaws.stepfunctions.language import expression
from localaws.stepfunctions.language.problem import Code, Problem, Severity
from localaws.stepfunctions.language.reading import JSONPATH
from localaws.stepfunctions.language.scanner import Unreadable

_TEMPLATES = ("Parameters", "ResultSelector", "ItemSelector", "Assign")
_PLAIN = ("Error", "Cause", "Seconds", "Timestamp")  # fields that have a sibling by path


def of(machine: Mapping[str, Any]) -> Iterator[Problem]:
    """The warnings for a definition, given as JSON, that has no errors."""
    yield from _of_branch(machine, "", machine.get("QueryLanguage", JSONPATH))


def _of_branch(branch: Mapping[str, Any], location: str, language: str) -> Iterator[Problem]:
    for name, state in branch["States"].items():
        at = f"{location}/States/{name}"
        if state.get("QueryLanguage", language) == JSONPATH:
            yield from _of_state(state, at)
        for number, inner in enumerate(state.get("Branches", ())):
            yield from _of_branch(inner, f"{at}/Branches[{number}]", language)
        for field in ("ItemProcessor", "Iterator"):
            if field in state:
                yield from _of_branch(state[field], f"{at}/{field}", language)


def _of_state(state: Mapping[str, Any], location: str) -> Iterator[Problem]:
    for field in _TEMPLATES:
        yield from _undollared(state.get(field), f"{location}/{field}")
    for field in _PLAIN:
        if _is_evaluable(state.get(field)):
            yield _warning(
                Code.NO_PATH,
                f"The value of '{field}' looks like a path, but the field is not '{field}Path'",
                f"{location}/{field}",
            )
    if state["Type"] == "Pass" and any(map(_is_evaluable, _leaves(state.get("Result")))):
        yield _warning(
            Code.STATIC_RESULT,
            "The Result of a Pass state is static: paths in it are not evaluated",
            f"{location}/Result",
        )


def _undollared(value: Any, location: str) -> Iterator[Problem]:
    """Members whose values look as if they were to be evaluated, under names that do not end so."""
    if isinstance(value, list):
        for number, item in enumerate(value):
            yield from _undollared(item, f"{location}[{number}]")
    elif isinstance(value, dict):
        for name, member in value.items():
            if not name.endswith(".$") and _is_evaluable(member):
                yield _warning(
                    Code.NO_DOLLAR,
                    f"The value of '{name}' looks like a JSONPath or an intrinsic function, but the "
                    "name of the field does not end with '.$'",
                    f"{location}/{name}",
                )
            yield from _undollared(member, f"{location}/{name}")


def _leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _leaves(each)
    else:
        yield value


def _is_evaluable(value: Any) -> bool:
    if not isinstance(value, str) or not value.startswith(("$.", "$$.", "$[", "States.")):
        return False
    try:
        expression.jsonpath(value)
    except Unreadable:
        return False
    return True


def _warning(code: Code, message: str, location: str) -> Problem:
    return Problem(message, location, code, Severity.WARNING)
