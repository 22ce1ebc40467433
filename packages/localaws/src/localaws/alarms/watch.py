"""Looks at the metrics of each alarm, when its time has come.

One thread looks for all of them; the clock only says when. Where the clock was moved, it looks at each
moment that was passed over, so that a state which came and went is not missed.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from threading import Lock

from localaws.alarms import periods, verdict
from localaws.alarms.alarm import MetricAlarm
from localaws.alarms.book import Book
from localaws.alarms.evaluation import evaluation
from localaws.clock import Clock, Timer
from localaws.metrics.metric import MetricStat
from localaws.this_aws.metric_samples import Sample

log = logging.getLogger(__name__)

# Account, region, statistic, from, before.
Published = Callable[[str, str, MetricStat, float, float], Iterable[Sample]]

_MOST_LOOKS = 1440  # at once, after the clock was moved: a day of minutes


class Watch:
    """Evaluates the metric alarms that it is told of, until they are no longer in their book."""

    def __init__(self, clock: Clock, published: Published) -> None:
        self._clock = clock
        self._published = published
        self._looking = ThreadPoolExecutor(max_workers=1, thread_name_prefix="alarms")
        self._timers: dict[str, Timer] = {}  # by the alarm's ARN
        self._lock = Lock()
        self._stopped = False

    def watch(self, alarm: MetricAlarm, book: Book) -> None:
        """Look at an alarm from now on, first when the next round minute begins."""
        self._look_after(alarm, book, self._clock.seconds())

    def stop(self) -> None:
        """Look no more; returns when nobody looks."""
        with self._lock:
            self._stopped = True
            for timer in self._timers.values():
                timer.cancel()
            self._timers.clear()
        self._looking.shutdown()

    def _look_after(self, alarm: MetricAlarm, book: Book, last: float) -> None:
        moment = periods.next_look(last, _step(alarm))
        with self._lock:
            if self._stopped:
                return
            if earlier := self._timers.pop(alarm.arn, None):
                earlier.cancel()
            self._timers[alarm.arn] = self._clock.at(
                moment, lambda: self._hand_on(alarm, book, last)
            )

    def _hand_on(self, alarm: MetricAlarm, book: Book, last: float) -> None:
        with self._lock:
            if not self._stopped:
                self._looking.submit(self._look, alarm, book, last)

    def _look(self, alarm: MetricAlarm, book: Book, last: float) -> None:
        now = self._clock.seconds()
        try:
            look(alarm, book, periods.looks(last, now, _step(alarm), _MOST_LOOKS), self._published)
        except Exception:
            log.exception("alarm %s could not be evaluated", alarm.name)
        if book.get(alarm.name) is alarm:
            self._look_after(alarm, book, now)


def look(alarm: MetricAlarm, book: Book, moments: tuple[float, ...], published: Published) -> None:
    """Evaluate an alarm at each of these moments, and have it enter the states that come of it."""
    if not moments:
        return
    span = alarm.period * (verdict.evaluation_range(alarm.threshold) + 1)
    known: dict[MetricStat, list[Sample]] = {}

    def read(stat: MetricStat, start: float, end: float) -> Iterable[Sample]:
        if stat not in known:
            window = (moments[0] - span, moments[-1] + alarm.period)
            known[stat] = list(published(alarm.account, alarm.region, stat, *window))
        return [sample for sample in known[stat] if start <= sample.moment < end]

    for moment in moments:
        found = evaluation(alarm, moment, read)
        if found is not None:
            book.enter(alarm, found.state, found.reason, found.data, moment)


def _step(alarm: MetricAlarm) -> int:
    return periods.pause(alarm.period, alarm.threshold.periods)
