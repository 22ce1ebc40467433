"""An ARN and its parts. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ARN = re.compile(r"arn:[\w-]+:[\w-]+:[\w-]*:(\d{12})?:.+")


@dataclass(frozen=True)
class Arn:
    """The parts of an ARN."""

    partition: str
    service: str
    region: str
    account: str
    resource: str


def parse(text: str) -> Arn:
    """The parts of an ARN; empty ones where the text is none."""
    _, *parts = text.split(":", 5)
    return Arn(*parts) if len(parts) == 5 else Arn("", "", "", "", "")


def is_arn(text: str) -> bool:
    """Whether it has the form of an ARN, whatever it is of."""
    return _ARN.fullmatch(text) is not None


def whole(text: str) -> Arn:
    """The parts of an ARN.

    Raises:
        ValueError: it is none.
    """
    if not is_arn(text):
        raise ValueError(f"{text!r} is no ARN")
    return parse(text)
