"""Has every accepted job carried out in a thread of its own, and ends them all with the server."""

from __future__ import annotations

import threading

from localaws.jobs.execution import Execution
from localaws.jobs.plan import Plan
from localaws.sagemaker.job import Job
from localaws.sagemaker.place import Place


class Supervisor:
    """The running jobs of one region."""

    def __init__(self, place: Place, region: str) -> None:
        self._place = place
        self._region = region
        self._running: dict[Execution, threading.Thread] = {}
        self._lock = threading.Lock()
        self._closed = False

    def launch(self, job: Job, plan: Plan) -> None:
        """Begin a job; returns at once. One that comes during the shutdown is ended at once."""
        execution = Execution(job, plan, self._place, self._region)
        thread = threading.Thread(
            target=self._run, args=(execution,), name=f"{job.kind} job {job.name}", daemon=True
        )
        with self._lock:
            self._running[execution] = thread
            if self._closed:
                execution.kill()
            thread.start()

    def shutdown(self) -> None:
        """End every container, and return when each job has got its final status."""
        with self._lock:
            self._closed = True
            running = dict(self._running)
        for execution in running:
            execution.kill()
        for thread in running.values():
            thread.join()

    def _run(self, execution: Execution) -> None:
        try:
            execution.run()
        finally:
            with self._lock:
                del self._running[execution]
