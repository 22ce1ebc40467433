"""What an event of a stack says of a failure: the service's own sentence, never Python's words."""

from __future__ import annotations

import re

from botocore.exceptions import BotoCoreError, ClientError
from moto.core.exceptions import ServiceException
from werkzeug.exceptions import HTTPException

from localaws.cloudformation.errors import (
    InvalidProperties,
    Refused,
    ReplacementNeeded,
    TemplateError,
)
from localaws.cloudformation.types.handler import HalfMade
from localaws.protocols.refusal import Refusal

_SPEAK = (
    ClientError,
    HalfMade,
    HTTPException,
    InvalidProperties,
    Refusal,
    Refused,
    ReplacementNeeded,
    ServiceException,
    TemplateError,
)
_CLASS = re.compile(r"<class '(?:\w+\.)*(\w+)'>")


def reason_of(error: Exception, kind: str) -> str:
    """Why a resource of a type could not be made, changed or deleted."""
    said = " ".join(str(error).split())
    if isinstance(error, BotoCoreError):  # boto3 did not send it, and names Python's types
        return _CLASS.sub(r"\1", said)
    if isinstance(error, _SPEAK) and said:
        return said
    return (
        f"The resource of type {kind} has properties that this embedded AWS cannot use; its log says "
        "where it failed"
    )
