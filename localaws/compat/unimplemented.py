"""Defect: an operation that moto does not have is answered 500, which clients retry for half a minute.

It is refused instead, by name, with 400 in the service's own protocol.
"""

from __future__ import annotations

import json
import logging
from typing import Any

from botocore.exceptions import UnknownServiceError
from moto.core.exceptions import ServiceException
from moto.core.responses import ActionResult, BaseResponse

from localaws.compat import guard

_CALL_ACTION = "5ceaf0f42214"

log = logging.getLogger(__name__)


def apply() -> None:
    original = guard.take(BaseResponse, "call_action", _CALL_ACTION)

    def call_action(self: Any) -> Any:
        try:
            return original(self)
        except NotImplementedError as error:
            what = f"{self.boto3_service_name}:{self._get_action()}"
            reason = str(error) or "no reason given"
            log.warning("refused: %s (%s)", what, reason)
            refusal = ServiceException(
                "UnsupportedOperationException",
                f"{what} is not supported by this embedded AWS: {reason}",
            )
            try:
                return self.serialized(ActionResult(refusal))
            except UnknownServiceError:  # moto names a few services otherwise than botocore
                body = json.dumps({"__type": refusal.code, "message": refusal.message})
                return 400, {"x-amzn-errortype": refusal.code}, body

    BaseResponse.call_action = call_action
