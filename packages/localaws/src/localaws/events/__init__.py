"""Fires EventBridge rules and EventBridge Scheduler schedules."""

from localaws.events.admission import apply as refuse_nonsense
from localaws.events.announcements import announce
from localaws.events.delivery import Deliveries
from localaws.events.pattern_api import answer_test_event_pattern
from localaws.events.rules import deliver_to
from localaws.events.targets import Targets
from localaws.events.ticker import Ticker

__all__ = [
    "Deliveries",
    "Targets",
    "Ticker",
    "announce",
    "answer_test_event_pattern",
    "deliver_to",
    "refuse_nonsense",
]
