"""Policy variables, such as ``${aws:username}``: what a text of a policy says once they are replaced. Pure.

By "IAM policy elements: Variables and tags" of the IAM user guide. ``${*}``, ``${?}`` and ``${$}`` are those
characters themselves; a value that a request gives is no pattern either.
"""

from __future__ import annotations

import glob
import re
from collections.abc import Callable, Mapping, Sequence

Context = Mapping[str, Sequence[str]]  # the values of a key, whose name is in small letters

_VARIABLE = re.compile(r"\$\{([^}]+)\}")


def filled(text: str, context: Context) -> str:
    """The text itself."""
    return _replaced(text, context, str, str)


def pattern(text: str, context: Context) -> str:
    """The text as a pattern of ``fnmatch``, in which only the policy's own ``*`` and ``?`` stand for others."""
    return _replaced(text, context, lambda own: own.replace("[", "[[]"), glob.escape)


def _replaced(
    text: str, context: Context, own: Callable[[str], str], value: Callable[[str], str]
) -> str:
    texts_and_names = _VARIABLE.split(text)  # a text, a variable's name, a text, …
    return "".join(
        value(_value(part, context)) if number % 2 else own(part)
        for number, part in enumerate(texts_and_names)
    )


def _value(variable: str, context: Context) -> str:
    """What it stands for; one without a value stays as it is, which no resource is called."""
    if variable in ("*", "?", "$"):
        return variable
    name, _, default = variable.partition(",")
    given = context.get(name.strip().lower())
    return given[0] if given else default.strip(" '") or f"${{{variable}}}"
