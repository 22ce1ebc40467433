"""``sqs:sendMessage``: the SDK for Java 1 takes the queue's URL for the address to send to."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from localaws.stepfunctions.tasks.api_call import ApiCall
from localaws.stepfunctions.tasks.dialect import Dialect
from localaws.stepfunctions.tasks.requests import Response
from localaws.stepfunctions.tasks.services import Called
from localaws.stepfunctions.tasks.task import Order, TaskFailure

_QUEUE = re.compile(r"/\d{12}/[\w.-]+")
_CLIENT = "SQS.SdkClientException"


class Queue(ApiCall):
    def ask(self, order: Order, asked: Called, given: object, dialect: Dialect) -> Response:
        url = given.get("QueueUrl") if isinstance(given, dict) else None
        if isinstance(url, str) and (host := _elsewhere(url)) is not None:
            cause = f"Unable to execute HTTP request: {host}: Name or service not known"
            raise TaskFailure(_CLIENT, cause)
        return super().ask(order, asked, given, dialect)


def _elsewhere(url: str) -> str | None:
    """The host of a URL that is no queue's; no host but this one responds."""
    address = urlsplit(url)
    if address.scheme in ("http", "https") and not _QUEUE.fullmatch(address.path):
        return address.hostname
    return None
