"""What a service answered, or did not: a fault inside becomes the protocol's InternalFailure.

Answers of success pass as they are, unread. An error in the shape of another protocol is told again
in the right one; a 5xx that the operation's model does not name, a page of HTML or an exception is
a fault: it is logged with the request id that the client gets.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Any

from localaws.protocols import errors, families
from localaws.protocols.refusal import Refusal
from localaws.protocols.response import Response
from localaws.server.entrance import restated
from localaws.server.entrance.identity import Identity
from localaws.server.http import Application, StartResponse

log = logging.getLogger(__name__)

_LONGEST = 1 << 20  # of an error's body


def sent(made: Response, start_response: StartResponse) -> Iterable[bytes]:
    """Send a response."""
    start_response(made.status_line, [*made.headers, ("Content-Length", str(len(made.body)))])
    return [made.body]


class Outcome:
    """What one request comes to."""

    def __init__(self, asked: Identity, request_id: str, bodiless: bool) -> None:
        self._asked = asked
        self._request_id = request_id
        self._bodiless = bodiless
        self._status = ""
        self._headers: list[tuple[str, str]] = []

    def of(
        self, application: Application, environ: dict[str, Any], start_response: StartResponse
    ) -> Iterable[bytes]:
        """What ``application`` answers, or what is to be said in its place."""
        try:
            body = application(environ, self._noted)
        except (BrokenPipeError, ConnectionResetError):
            raise  # the client has gone
        except NotImplementedError as error:
            return sent(self._refused(self._unsupported(error)), start_response)
        except Exception:  # whatever failed inside, the client is to get an answer
            log.exception("%s failed, request id %s", self._name(), self._request_id)
            return sent(self._internal_failure(), start_response)
        code = int(self._status.partition(" ")[0])
        if code < 400 or self._asked.service == "sagemaker-runtime":
            # An endpoint's own errors are the container's words.
            start_response(self._status, self._with_id())
            return body
        return self._error(code, body, start_response)

    def _noted(self, status: str, headers: list[tuple[str, str]], _error: Any = None) -> None:
        self._status, self._headers = status, headers

    def _with_id(self) -> list[tuple[str, str]]:
        wanted = "x-amz-request-id" if self._asked.service == "s3" else "x-amzn-requestid"
        if any(name.lower() == wanted for name, _ in self._headers):
            return self._headers
        return [*self._headers, (wanted, self._request_id)]

    def _error(
        self, code: int, answered: Iterable[bytes], start_response: StartResponse
    ) -> Iterable[bytes]:
        body = b"".join(answered)
        close = getattr(answered, "close", None)
        if close is not None:
            close()
        found = restated.error_in(body[:_LONGEST], self._asked.protocol, self._headers)
        if code >= 500 and not self._is_modelled(found, code):
            self._log_fault(f"was answered {self._status}: {body[:2000]!r}")
            return sent(self._internal_failure(), start_response)
        if self._bodiless or (found is not None and found.is_in_protocol):
            start_response(self._status, self._with_id())
            return [body]
        if found is None:
            log.warning("%s was answered %s without an error", self._name(), self._status)
            found = restated.Found(self._code_of(code), _text(body) or self._status, False)
        return sent(self._refused(Refusal(found.code, found.message, code)), start_response)

    def _is_modelled(self, found: restated.Found | None, status: int) -> bool:
        if found is None or self._asked.operation is None:
            return False
        for shape in self._asked.operation.error_shapes:
            rules = shape.metadata.get("error", {})
            if found.code in (shape.name, rules.get("code")):
                return bool(rules.get("httpStatusCode", 400) == status)
        return False

    def _code_of(self, status: int) -> str:
        codes = families.codes(self._asked.service, self._asked.protocol)
        return codes.unknown_operation if status in (404, 405) else codes.invalid

    def _unsupported(self, error: NotImplementedError) -> Refusal:
        what, reason = self._name(), str(error) or "no reason given"
        log.warning("refused: %s (%s)", what, reason)
        return Refusal(
            "UnsupportedOperationException",
            f"{what} is not supported by this embedded AWS: {reason}",
        )

    def _internal_failure(self) -> Response:
        said = f"The server log says more, request id {self._request_id}."
        code = "InternalError" if self._asked.service == "s3" else "InternalFailure"
        return self._refused(Refusal(code, said, 500))

    def _refused(self, refusal: Refusal) -> Response:
        asked = self._asked
        return errors.written(
            asked.protocol, refusal, self._request_id, asked.service, self._bodiless
        )

    def _log_fault(self, what: str) -> None:
        log.error("%s %s, request id %s", self._name(), what, self._request_id)

    def _name(self) -> str:
        operation = self._asked.operation
        return f"{self._asked.service}:{operation.name if operation else 'a form or a preflight'}"


def _text(body: bytes) -> str:
    """The words of a body that is neither JSON nor XML; nothing of a page of HTML."""
    text = body.decode("utf-8", "replace").strip()
    return "" if text.startswith("<") else text[:1000]
