"""A Python function's log as JSON (``LoggingConfig`` with ``LogFormat`` JSON): one object for each record.

The members are those of Lambda's developer guide, "Using Lambda advanced logging controls with Python":
what ``logging`` knows of a record, its ``extra`` members, and the request.
"""

from __future__ import annotations

import json
import logging
import traceback
from datetime import datetime, timezone

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

_OF_EVERY_RECORD = {*logging.makeLogRecord({}).__dict__, "aws_request_id", "message", "asctime"}


class JsonFormatter(logging.Formatter):
    """Formats records."""

    def format(self, record: logging.LogRecord) -> str:
        found: dict[str, Any] = {
            "timestamp": _stamp(record.created),
            "level": record.levelname,
            "message": record.getMessage(),
            "logger": record.name,
        }
        if record.exc_info and record.exc_info[0]:
            found["stackTrace"] = traceback.format_tb(record.exc_info[2])
            found["errorType"] = record.exc_info[0].__name__
            found["errorMessage"] = str(record.exc_info[1])
            found["location"] = f"{record.pathname}:{record.funcName}:{record.lineno}"
        found["requestId"] = getattr(record, "aws_request_id", None) or None
        for name, value in record.__dict__.items():
            if name not in _OF_EVERY_RECORD:
                found.setdefault(name, value)
        return _json({name: value for name, value in found.items() if value is not None})


def of_failure(payload: Mapping[str, Any]) -> str:
    """What no handler caught, as an event of the log."""
    now = datetime.now(timezone.utc).timestamp()  # noqa: UP017 - older Pythons run this, too
    return _json({"timestamp": _stamp(now), "level": "ERROR", **payload})


def _stamp(seconds: float) -> str:
    moment = datetime.fromtimestamp(seconds, timezone.utc)  # noqa: UP017
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


def _json(found: Mapping[str, Any]) -> str:
    return json.dumps(found, ensure_ascii=False, default=str)
