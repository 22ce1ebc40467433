"""``States.Format``: values into the places ``{}`` of a template.

``\\{``, ``\\}``, ``\\'`` and ``\\\\`` stand for the characters themselves; any other brace is a mistake. Objects
and arrays are written as Java writes them.
"""

from __future__ import annotations

import re
from typing import Any

from localaws.stepfunctions.evaluation import java_text
from localaws.stepfunctions.evaluation.intrinsic_functions import Unfit

_PIECES = re.compile(r"\\.|\{\}|[^\\{}]+|.", re.DOTALL)


def value(template: Any, values: list[Any]) -> str:
    """The template with the values in their places.

    Raises:
        Unfit: it is no text, or has other than as many places, or a brace without its other.
    """
    if not isinstance(template, str):
        raise Unfit("the template must be a string")
    pieces = _PIECES.findall(template)
    if "{" in pieces or "}" in pieces:
        raise Unfit("Invalid template: a brace that stands for itself has to be escaped, as \\{")
    if pieces.count("{}") != len(values):
        raise Unfit("number of arguments do not match the occurrences of {}")
    remaining = iter(values)
    return "".join(
        java_text.write(next(remaining)) if piece == "{}" else _plain(piece) for piece in pieces
    )


def _plain(piece: str) -> str:
    return piece[1:] if len(piece) > 1 and piece[0] == "\\" else piece
