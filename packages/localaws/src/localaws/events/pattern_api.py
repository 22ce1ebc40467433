"""EventBridge's TestEventPattern, which moto does not have."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from moto.events.exceptions import InvalidEventPatternException, ValidationException
from moto.events.responses import EventsHandler

from localaws.events.pattern import Pattern
from localaws.events.pattern_operators import BadPattern

# "the following fields are mandatory", says the API's documentation.
_MANDATORY = ("id", "account", "source", "time", "region", "resources", "detail-type")


def answer_test_event_pattern() -> None:
    """Make moto's EventBridge answer TestEventPattern. Call once."""
    EventsHandler.test_event_pattern = _test_event_pattern


@lru_cache(maxsize=256)  # rules are asked again for every event
def read(text: str) -> Pattern:
    """A pattern of a request.

    Raises:
        InvalidEventPatternException: it is none.
    """
    try:
        return Pattern(text)
    except BadPattern as error:
        raise InvalidEventPatternException(reason=str(error)) from error


def _test_event_pattern(self: Any) -> str:
    pattern, event = read(self._get_param("EventPattern")), self._get_param("Event")
    _check(event)
    return json.dumps({"Result": pattern.matches(event)})


def _check(event: str) -> None:
    """See that an event is one.

    Raises:
        ValidationException: it is no JSON object, or lacks a mandatory field.
    """
    try:
        members = json.loads(event)
    except (ValueError, RecursionError) as error:
        raise ValidationException("Parameter Event is not valid: it is not JSON.") from error
    missing = [name for name in _MANDATORY if not isinstance(members, dict) or name not in members]
    if missing:
        raise ValidationException(f"Parameter Event is not valid: it lacks {', '.join(missing)}.")
