"""Defects: an error of the language itself (``States.Timeout``, ``States.TaskFailed``) that leaves a
Map, a Parallel or a Fail state becomes ``States.Runtime``; ``States.TaskFailed`` in a Retry or Catch
misses the language's own errors.

moto refuses to build a custom error name that begins with ``States.``, where it should find the
reserved name instead.

Upstream: docs/moto-issues/nested_errors.md
"""

from __future__ import annotations

from typing import Any

from moto.stepfunctions.parser.asl.component.common.error_name import custom_error_name
from moto.stepfunctions.parser.asl.component.common.error_name.custom_error_name import (
    CustomErrorName,
)
from moto.stepfunctions.parser.asl.component.common.error_name.error_equals_decl import (
    ErrorEqualsDecl,
)
from moto.stepfunctions.parser.asl.component.common.error_name.error_name import ErrorName

from localaws.moto_mends import guard

_INIT = "a6b6a3702175"
_EQUALS = "52317c2cb9ef"


def apply() -> None:
    guard.take(CustomErrorName, "__init__", _INIT)
    guard.take(ErrorEqualsDecl, "_eval_body", _EQUALS)
    assert custom_error_name.ILLEGAL_CUSTOM_ERROR_PREFIX == "States."

    def __init__(self: Any, error_name: str | None) -> None:  # noqa: N807
        ErrorName.__init__(self, error_name=error_name)

    def _eval_body(self: Any, env: Any) -> None:
        error = env.stack.pop()
        name = error.error_name if error is not None else None
        env.stack.append(matches([known.error_name for known in self.error_names], name))

    CustomErrorName.__init__ = __init__
    ErrorEqualsDecl._eval_body = _eval_body


def matches(names: list[str | None], error: str | None) -> bool:
    """Whether an ``ErrorEquals`` list catches an error.

    ``States.ALL`` is everything but the two that AWS excludes, ``States.TaskFailed`` everything but
    a time-out and those two.
    """
    if error in names:
        return True
    if error in ("States.DataLimitExceeded", "States.Runtime"):
        return False
    return "States.ALL" in names or ("States.TaskFailed" in names and error != "States.Timeout")
