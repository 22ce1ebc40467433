"""Puts our EventBridge and Scheduler in the place of moto's, which take what they then fall over."""

from __future__ import annotations

from moto.events.models import events_backends
from moto.events.responses import EventsHandler
from moto.scheduler.models import scheduler_backends
from moto.scheduler.responses import EventBridgeSchedulerResponse

from localaws.events import lists
from localaws.events.eventbridge import Rules, update_event_bus
from localaws.events.scheduler_service import Schedules, update_schedule
from localaws.moto_mends.stand_in import stand_in


def apply() -> None:
    """Call once, before the server serves.

    Raises:
        MotoHasChanged: moto's are not those that these were written for.
    """
    stand_in(events_backends, Rules)
    stand_in(scheduler_backends, Schedules)
    EventBridgeSchedulerResponse.update_schedule = update_schedule
    EventsHandler.update_event_bus = update_event_bus
    lists.apply()
