"""What takes an update back while it bakes: an alarm, its time-out, the end of the server."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from localaws.clock import Clock
from localaws.hosting.deployments.policy import Policy
from localaws.hosting.endpoint import Endpoint
from localaws.runtime.health import Cancelled

_LOOK = 10.0  # seconds between looks at the alarms


class TakenBack(Exception):
    """An update must not go on. The message becomes the endpoint's FailureReason."""


class Watching:
    """Watches over one update."""

    def __init__(
        self,
        endpoint: Endpoint,
        policy: Policy,
        clock: Clock,
        alarm_state: Callable[[str], str | None],
    ) -> None:
        self._endpoint = endpoint
        self._policy = policy
        self._clock = clock
        self._alarm_state = alarm_state
        self._began = clock.seconds()

    def bake(self, seconds: float) -> Iterator[float]:
        """Yield how long to wait until the next look, for so many seconds.

        Raises:
            TakenBack, Cancelled: as ``look``.
        """
        until = self._clock.seconds() + seconds
        while seconds and (left := until - self._clock.seconds()) > 0:
            self.look()
            yield min(left, _LOOK)
        self.look(alarms=bool(seconds))

    def look(self, *, alarms: bool = True) -> None:
        """See whether it may go on.

        Raises:
            TakenBack: an alarm is in the state ALARM, or it has taken too long.
            Cancelled: the server ends.
        """
        if self._endpoint.cancelled.is_set():
            raise Cancelled
        timeout = self._policy.timeout
        if timeout is not None and self._clock.seconds() - self._began > timeout:
            raise TakenBack(
                f"The deployment did not end within the {timeout} seconds of "
                "MaximumExecutionTimeoutInSeconds and was rolled back."
            )
        tripped = [a for a in self._policy.alarms if alarms and self._alarm_state(a) == "ALARM"]
        if tripped:
            raise TakenBack(
                "The deployment was rolled back because of CloudWatch alarms in the state ALARM: "
                f"{', '.join(tripped)}."
            )
