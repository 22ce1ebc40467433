"""How a request names a function: by name, by partial or whole ARN, with a qualifier or without. Pure.

Lambda's developer guide has the forms: ``my-function``, ``my-function:v1``,
``123456789012:function:my-function`` and the ARN, each with a qualifier at its end or without.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from localaws.functions.errors import invalid
from localaws.protocols.refusal import Refusal

_FORM = re.compile(
    r"(?:arn:aws[\w-]*:lambda:)?"
    r"(?:(?P<region>[a-z]{2}(?:-[a-z]+)+-\d):)?"
    r"(?:(?P<account>\d{12}):)?"
    r"(?:function:)?"
    r"(?P<name>[a-zA-Z0-9-_]{1,140})"
    r"(?::(?P<qualifier>\$LATEST|[a-zA-Z0-9-_]{1,128}))?"
)
_NAME = re.compile(r"[a-zA-Z0-9-_]{1,64}")


@dataclass(frozen=True)
class Named:
    """A function as a request names it. What it leaves out is None."""

    name: str
    qualifier: str | None = None
    account: str | None = None
    region: str | None = None


def parse(text: str, qualifier: str | None = None) -> Named:
    """Which function ``FunctionName`` names, with the request's own ``Qualifier``.

    Raises:
        Refusal: it is none of the forms, or the two qualifiers differ.
    """
    found = _FORM.fullmatch(text)
    if found is None:
        raise Refusal(
            "ValidationException",
            f"1 validation error detected: Value '{text}' at 'functionName' failed to satisfy "
            "constraint: Member must satisfy regular expression pattern: (arn:(aws[a-zA-Z-]*)?:"
            "lambda:)?([a-z]{2}(-gov)?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_]+)"
            "(:(\\$LATEST|[a-zA-Z0-9-_]+))?",
        )
    own = found["qualifier"]
    if own and qualifier and own != qualifier:
        raise invalid(
            "The derived qualifier from the function name does not match the specified qualifier.",
        )
    return Named(found["name"], own or qualifier, found["account"], found["region"])


def is_name(text: str) -> bool:
    """Whether a new function may have this name."""
    return _NAME.fullmatch(text) is not None


def arn(account: str, region: str, name: str, qualifier: str | None = None) -> str:
    """The ARN of a function, or of one of its versions or aliases."""
    whole = f"arn:aws:lambda:{region}:{account}:function:{name}"
    return f"{whole}:{qualifier}" if qualifier else whole
