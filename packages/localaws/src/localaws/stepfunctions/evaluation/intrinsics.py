"""The value of an intrinsic function, from its arguments inwards.

What each function gives is ``intrinsic_functions``'; ``States.Format`` stands apart, because its template
is read as it was written: an escaped brace is no place to fill.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from localaws.stepfunctions.evaluation import intrinsic_format
from localaws.stepfunctions.evaluation.intrinsic_functions import FUNCTIONS, Unfit
from localaws.stepfunctions.language.intrinsic import Argument, Call, Constant, Text
from localaws.stepfunctions.language.path import Path

ReadPath = Callable[[Path], Any]


class IntrinsicFailure(Exception):
    """A function cannot be applied to its arguments; the message says why."""


def value(call: Call, path: ReadPath) -> Any:
    """The value of a call. ``path`` gives what a path yields, and raises where that is nothing.

    Raises:
        IntrinsicFailure: the function, or one within, cannot be applied to its arguments.
    """
    arguments = [_argument(argument, path) for argument in call.arguments]
    try:
        if call.function == "States.Format":
            return intrinsic_format.value(_template(call.arguments[0], arguments[0]), arguments[1:])
        return FUNCTIONS[call.function](*arguments)
    except Unfit as unfit:
        raise IntrinsicFailure(str(unfit)) from None


def _argument(argument: Argument, path: ReadPath) -> Any:
    match argument:
        case Constant(constant):
            return constant
        case Text(raw):
            return re.sub(r"\\(.)", r"\1", raw, flags=re.DOTALL)
        case Call():
            return value(argument, path)
        case _:
            return path(argument)


def _template(written: Argument, evaluated: Any) -> Any:
    return written.raw if isinstance(written, Text) else evaluated
