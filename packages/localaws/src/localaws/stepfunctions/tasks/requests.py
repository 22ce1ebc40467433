"""Makes the request of a task to this very AWS, as the execution's account or as the task's own role.

What can be asked, and how it is told to the state, is not known here.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from botocore import xform_name
from botocore.exceptions import BotoCoreError, ClientError

from localaws.stepfunctions.tasks.failures import Refused
from localaws.stepfunctions.tasks.services import Called
from localaws.stepfunctions.tasks.task import TASK_FAILED, Order, TaskFailure
from localaws.this_aws.clients import CLIENTS, Clients, Credentials

_SESSION_NAME = "StepFunctions"
# Operations that are refused without a word, and what the SDK for Java makes of it.
_WITHOUT_A_BODY = {"HeadObject": "NoSuchKey", "HeadBucket": "NoSuchBucket"}
_ROLES = 64  # sessions of roles that are remembered


@dataclass(frozen=True)
class Response:
    """``result`` has botocore's names and types; ``headers`` have small letters."""

    result: dict[str, Any]
    status: int
    headers: Mapping[str, str]
    request_id: str


class RequestRefused(Exception):
    """The service refused it."""

    def __init__(self, refused: Refused) -> None:
        super().__init__(f"{refused.code}: {refused.message}")
        self.refused = refused


class NotSent(Exception):
    """The SDK itself would not send it. The message says why."""


class Requests:
    """Everything of it may be called from many threads."""

    def __init__(self, clients: Clients = CLIENTS) -> None:
        self._clients = clients
        self._sessions: dict[tuple[str, str], Credentials] = {}
        self._lock = threading.Lock()

    def send(self, order: Order, asked: Called, parameters: Mapping[str, Any]) -> Response:
        """Make the request for a task.

        Raises:
            RequestRefused: the service refused it.
            NotSent: it is none.
            TaskFailure: the task's role cannot be assumed.
        """
        return self._ask(order.execution.region, asked, parameters, self.whose(order))

    def whose(self, order: Order) -> Credentials | None:
        """What a task's own role gives it; None: it has none.

        Raises:
            TaskFailure: the role cannot be assumed.
        """
        role = (order.credentials or {}).get("RoleArn")
        return None if role is None else self._session(order, str(role))

    def _ask(
        self,
        region: str,
        asked: Called,
        parameters: Mapping[str, Any],
        whose: Credentials | None = None,
    ) -> Response:
        client = self._clients.get(asked.service, region, whose)
        try:
            result = getattr(client, _method(asked))(**parameters)
        except ClientError as error:
            raise RequestRefused(_refused(error, asked)) from None
        except BotoCoreError as error:
            raise NotSent(str(error)) from None
        told = result.pop("ResponseMetadata")
        headers = {name.lower(): value for name, value in told.get("HTTPHeaders", {}).items()}
        return Response(result, told["HTTPStatusCode"], headers, told.get("RequestId", ""))

    def _session(self, order: Order, role: str) -> Credentials:
        """A session of the role that the task is done with, which the machine's role assumes."""
        key = role, order.execution.arn
        with self._lock:
            found = self._sessions.get(key)
        if found is not None:
            return found
        asked = {"RoleArn": role, "RoleSessionName": _SESSION_NAME}
        try:
            response = self._ask(order.execution.region, Called("sts", "AssumeRole"), asked)
        except (RequestRefused, NotSent) as error:
            raise TaskFailure(
                TASK_FAILED,
                f"The role {order.execution.role_arn} is not authorized to assume the task state's "
                f"role, {role}. ({error})",
            ) from None
        given = response.result["Credentials"]
        made = Credentials(given["AccessKeyId"], given["SecretAccessKey"], given["SessionToken"])
        with self._lock:
            while len(self._sessions) >= _ROLES:
                self._sessions.pop(next(iter(self._sessions)))
            self._sessions[key] = made
        return made


def _method(asked: Called) -> str:
    name: str = xform_name(asked.operation)
    return name


def _refused(error: ClientError, asked: Called) -> Refused:
    told: Any = error.response
    about, how = told.get("Error", {}), told.get("ResponseMetadata", {})
    code = str(about.get("Code", "")).rpartition("#")[2]
    message = about.get("Message")
    # botocore's word for what JSON named, where it prefers another.
    shape = about.get("QueryErrorCode")
    if code == "404" and asked.operation in _WITHOUT_A_BODY:
        shape, message = _WITHOUT_A_BODY[asked.operation], "null"
    return Refused(
        code,
        str(message),
        int(how.get("HTTPStatusCode", 400)),
        str(how.get("RequestId", "")),
        how.get("HostId"),
        shape,
    )
