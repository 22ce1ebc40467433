"""The alarms of an account in a region, the states they are in, and their history."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable

from localaws.alarms.alarm import State, StateRecord, unchecked
from localaws.alarms.state_change import Alarm, HistoryItem, StateChange, state_update

_MOST_ITEMS = 10_000  # of history; AWS keeps it for thirty days


class Book:
    """All alarms of one account in one region. ``changed`` hears of each change, after it was made."""

    def __init__(self, changed: Callable[[StateChange], None]) -> None:
        self._alarms: dict[str, Alarm] = {}
        self._states: dict[str, StateRecord] = {}
        self._history: deque[HistoryItem] = deque(maxlen=_MOST_ITEMS)
        self._changed = changed
        self._lock = threading.Lock()

    def put(self, alarm: Alarm) -> bool:
        """Keep an alarm, in the place of one of its name, whose state it takes over. Whether it is new."""
        with self._lock:
            new = alarm.name not in self._alarms
            self._alarms[alarm.name] = alarm
            if new:
                self._states[alarm.name] = unchecked(alarm.configured)
            return new

    def delete(self, name: str) -> None:
        """Forget an alarm, if there is one."""
        with self._lock:
            self._alarms.pop(name, None)
            self._states.pop(name, None)

    def get(self, name: str) -> Alarm | None:
        """The alarm of a name or an ARN."""
        with self._lock:
            return self._alarms.get(_name(name))

    def state(self, name: str) -> StateRecord | None:
        """The state of the alarm of a name or an ARN."""
        with self._lock:
            return self._states.get(_name(name))

    def alarms(self) -> list[tuple[Alarm, StateRecord]]:
        """All of them by name, each with its state."""
        with self._lock:
            return [(self._alarms[name], self._states[name]) for name in sorted(self._alarms)]

    def enter(self, alarm: Alarm, state: State, reason: str, data: str | None, now: float) -> None:
        """Have an alarm enter a state, unless it is in it, or is no longer this alarm."""
        with self._lock:
            if self._alarms.get(alarm.name) is not alarm:
                return
            old = self._states[alarm.name]
            if old.state is state:
                return
            new = StateRecord(state, reason, data, now)
            self._states[alarm.name] = new
            change = StateChange(alarm, old, new)
            self._history.append(state_update(change))
        self._changed(change)

    def remember(self, item: HistoryItem) -> None:
        """Keep an entry of the history."""
        with self._lock:
            self._history.append(item)

    def history(self) -> list[HistoryItem]:
        """What happened, the newest first."""
        with self._lock:
            return list(reversed(self._history))


def _name(name: str) -> str:
    return name.split(":alarm:", 1)[1] if name.startswith("arn:") and ":alarm:" in name else name
