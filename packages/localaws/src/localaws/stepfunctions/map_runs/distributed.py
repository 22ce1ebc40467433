"""All map runs that are going on: begun and stopped by the engine, changed by the API."""

from __future__ import annotations

import threading
from collections.abc import Callable

from localaws.clock import Clock
from localaws.stepfunctions.execution import Execution
from localaws.stepfunctions.map_runs.going import Going
from localaws.stepfunctions.map_runs.order import How, MapRunOrder
from localaws.stepfunctions.map_runs.s3 import S3
from localaws.stepfunctions.map_runs.store import MapRunStore
from localaws.stepfunctions.map_runs.world import Children, World
from localaws.stepfunctions.tasks.task import Ended

Do = Callable[[Callable[[], None]], None]
_UPDATE_SECONDS = 5.0


class DistributedMaps:
    """What the engine knows as its ``MapRuns``. ``serve`` it the engine before anything is started.

    Args:
        execution: gives an execution as it is kept.
        do: has something done in a thread that may take its time.
    """

    def __init__(
        self,
        store: MapRunStore,
        s3: S3,
        clock: Clock,
        execution: Callable[[str], Execution | None],
        do: Do,
    ) -> None:
        self.store = store
        self._s3, self._clock, self._execution, self._do = s3, clock, execution, do
        self._going: dict[str, Going] = {}
        self._lock = threading.Lock()
        self._world: World | None = None

    def serve(self, children: Children) -> None:
        """Have child executions run by this engine."""
        self._world = World(self.store, self._s3, self._clock, children, self._execution, self._do)

    def start(self, order: MapRunOrder, report: Callable[[Ended], None]) -> None:
        """Begin a map run, or go on with it; ``report`` hears of its end."""
        assert self._world is not None
        going = Going(order, self._world, lambda going, ended: self._over(going, ended, report))
        with self._lock:
            self._going[order.arn] = going
        if order.how is How.START:
            self.store.put_run(going.run)
        going.begin()

    def stop(self, arn: str) -> None:
        """End a map run's children; nobody hears of its end."""
        going = self._going.get(arn)
        if going is not None:
            going.stop()

    def update(
        self,
        arn: str,
        max_concurrency: int | None = None,
        tolerated_count: int | None = None,
        tolerated_percentage: float | None = None,
    ) -> None:
        """Change the limits of a map run that is going on, from now on; UpdateMapRun.

        Raises:
            KeyError: there is no such map run, or it has ended.
        """
        going = self._going[arn]
        given = {
            "max_concurrency": max_concurrency,
            "tolerated_count": tolerated_count,
            "tolerated_percentage": tolerated_percentage,
        }
        changed = threading.Event()
        going.change(changed.set, **{n: value for n, value in given.items() if value is not None})
        changed.wait(_UPDATE_SECONDS)  # a dataset that is being read keeps it longer

    def _over(self, going: Going, ended: Ended | None, report: Callable[[Ended], None]) -> None:
        with self._lock:
            if self._going.get(going.run.arn) is going:
                del self._going[going.run.arn]
        if ended is not None:
            report(ended)
