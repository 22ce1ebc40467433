"""Defects: an operation that moto does not have is answered 500, which clients retry for half a
minute; one that moto only pretends to do is answered as if it were done.

Both are refused instead, by name, with 400 in the service's own protocol.
"""

from __future__ import annotations

import json
import logging
from typing import Any

from botocore.exceptions import UnknownServiceError
from moto.core.exceptions import ServiceException
from moto.core.responses import ActionResult, BaseResponse

from localaws.compat import guard
from localaws.server import offer

_CALL_ACTION = "5ceaf0f42214"

log = logging.getLogger(__name__)


def apply() -> None:
    original = guard.take(BaseResponse, "call_action", _CALL_ACTION)

    def call_action(self: Any) -> Any:
        sentence = offer.refusal(self.boto3_service_name, self._get_action() or "")
        if sentence is not None:
            return _refused(self, sentence)
        try:
            return original(self)
        except NotImplementedError as error:
            what = f"{self.boto3_service_name}:{self._get_action()}"
            return _refused(self, f"{what} is not supported by this embedded AWS: {error}")

    BaseResponse.call_action = call_action


def _refused(response: Any, sentence: str) -> Any:
    log.warning("refused: %s", sentence)
    refusal = ServiceException("UnsupportedOperationException", sentence)
    try:
        return response.serialized(ActionResult(refusal))
    except UnknownServiceError:  # moto names a few services otherwise than botocore
        body = json.dumps({"__type": refusal.code, "message": refusal.message})
        return 400, {"x-amzn-errortype": refusal.code}, body
