"""The thread that fires what is due: EventBridge rules and EventBridge Scheduler schedules."""

from __future__ import annotations


class Ticker:
    """Sleeps until the next rule or schedule is due, looking for changed ones each second."""

    def __init__(self, account: str) -> None:
        self.account = account

    def start(self) -> None:
        """Start the thread."""

    def stop(self) -> None:
        """End the thread; returns when it has ended."""
