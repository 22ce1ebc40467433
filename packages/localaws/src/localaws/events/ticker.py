"""The thread that fires what is due: EventBridge rules and EventBridge Scheduler schedules.

It sleeps until the next moment that the agenda knows, and looks at moto's stores once a second at
least, because nothing tells it of a rule that is new. A clock that is moved wakes it.
"""

from __future__ import annotations

import logging
import threading
from functools import partial

from moto.events.models import Rule

from localaws.clock import Clock
from localaws.events import rules, scheduler, schedules
from localaws.events.agenda import Agenda, Due
from localaws.events.delivery import Deliveries

_LONGEST_SLEEP = 1.0  # seconds

log = logging.getLogger(__name__)


class Ticker:
    """Fires the rules and schedules of one account."""

    def __init__(self, account: str, clock: Clock, deliveries: Deliveries) -> None:
        self._account = account
        self._clock = clock
        self._deliveries = deliveries
        self._agenda = Agenda()
        self._woken = threading.Event()
        self._stopped = False
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Start the thread."""
        self._thread = threading.Thread(target=self._run, name="events ticker", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the thread; returns when it has ended."""
        self._stopped = True
        self._woken.set()
        if self._thread is not None:
            self._thread.join()

    def tick(self) -> float:
        """Fire what is due now; the seconds to sleep until the next look."""
        now = self._clock.now()
        for due in self._agenda.due(schedules.entries(self._account), now):
            self._fire(due)
        moment = self._agenda.next_moment()
        left = _LONGEST_SLEEP if moment is None else (moment - now).total_seconds()
        return min(max(left, 0.0), _LONGEST_SLEEP)

    def _fire(self, due: Due) -> None:
        log.info("%s fires, due at %s", due.entry.arn, due.moment.isoformat())
        try:
            if isinstance(due.entry.source, Rule):
                rules.fire(due.entry.source, due.moment, self._deliveries, self._clock)
                return
            schedule = due.entry.source
            is_last = self._agenda.over(due.entry.arn)
            done = partial(schedules.delete_if_wanted, schedule) if is_last else None
            scheduler.fire(schedule, due.moment, self._deliveries, self._clock, done)
        except Exception:
            log.exception("%s failed to fire", due.entry.arn)

    def _run(self) -> None:
        while not self._stopped:
            self._woken.clear()
            pause = _LONGEST_SLEEP
            try:
                pause = self.tick()
            except Exception:
                log.exception("the ticker failed to look")
            self._sleep(pause)

    def _sleep(self, pause: float) -> None:
        """Until so much of the clock's time has passed, a second of the machine's at most."""
        timer = self._clock.after(pause, self._woken.set)
        if not self._stopped:
            self._woken.wait(_LONGEST_SLEEP)
        timer.cancel()
