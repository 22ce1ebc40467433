"""An EventBridge connection: what it adds to a request, from the secret that EventBridge keeps for it."""

from __future__ import annotations

from localaws.events import connection_secret
from localaws.events.connection_secret import Additions, Ask, NoToken
from localaws.stepfunctions.language import json_text
from localaws.stepfunctions.tasks.requests import NotSent, RequestRefused, Requests
from localaws.stepfunctions.tasks.services import Called
from localaws.stepfunctions.tasks.task import TASK_FAILED, Order, TaskFailure

_DESCRIBE = Called("events", "DescribeConnection")
_SECRET = Called("secretsmanager", "GetSecretValue")


def additions(requests: Requests, order: Order, arn: str, ask: Ask) -> Additions:
    """What the connection adds.

    Raises:
        TaskFailure: there is no such connection, or it gets no token.
    """
    try:
        name = arn.split(":", 5)[5].split("/")[1]
        described = requests.send(order, _DESCRIBE, {"Name": name}).result
        secret = requests.send(order, _SECRET, {"SecretId": described["SecretArn"]}).result
    except (IndexError, RequestRefused, NotSent):
        raise TaskFailure(TASK_FAILED, f"Connection {arn} does not exist.") from None
    try:
        return connection_secret.additions(
            described["AuthorizationType"], json_text.read(secret["SecretString"]), ask
        )
    except NoToken as error:
        raise TaskFailure(TASK_FAILED, str(error)) from None
