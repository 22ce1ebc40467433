"""Has every accepted job carried out in a thread of its own once a job slot is free for it.

A job that waits has no thread. All of them end with the server.
"""

from __future__ import annotations

import logging
import threading

from localaws.jobs.execution import Execution
from localaws.jobs.plan import Plan
from localaws.sagemaker.context import ServerContext
from localaws.sagemaker.job import Job

log = logging.getLogger(__name__)


class Supervisor:
    """The jobs of one region that have not ended: they run, or wait for a job slot."""

    def __init__(self, context: ServerContext, region: str) -> None:
        self._context = context
        self._region = region
        self._admission = context.admission
        self._executions: set[Execution] = set()
        self._change = threading.Condition()
        self._closed = False

    def launch(self, job: Job, plan: Plan) -> None:
        """Begin a job, or let it wait for its turn; returns at once.

        One that comes during the shutdown is ended at once. Whatever goes wrong in here ends the
        job as well.
        """
        try:
            self._launch(job, plan)
        except Exception:
            log.exception("%s job %s could not be started", job.kind, job.name)
            job.break_down()

    def shutdown(self) -> None:
        """End every container, and return when each job has got its final status."""
        with self._change:
            self._closed = True
            executions = list(self._executions)
        for execution in executions:
            # First those that wait: none of them is to begin when another one ends.
            if self._admission.withdraw(execution):
                execution.abandon()
                self._forget(execution)
        for execution in executions:
            execution.kill()
        with self._change:
            while self._executions:
                self._change.wait()

    def _launch(self, job: Job, plan: Plan) -> None:
        execution = Execution(job, plan, self._context, self._region)
        with self._change:
            closed = self._closed
            if not closed:
                self._executions.add(execution)
        if closed:
            execution.abandon()
            return
        try:
            job.on_stop(lambda: self._stop(execution))
            self._admission.ask(
                execution, len(plan.hosts), lambda: self._begin(execution), execution.wait
            )
        except BaseException:
            self._admission.withdraw(execution)
            self._forget(execution)
            raise
        if job.stop_requested.is_set():  # before it was in the line: nobody has taken it out
            self._stop(execution)
        with self._change:
            closed = self._closed
        if closed and self._admission.withdraw(execution):  # the shutdown may have missed it
            execution.abandon()
            self._forget(execution)

    def _stop(self, execution: Execution) -> None:
        execution.stop()
        if self._admission.withdraw(execution):
            execution.stopped_before_start()
            self._forget(execution)

    def _begin(self, execution: Execution) -> None:
        """Start the thread of a job that has its job slots; raises nothing, see ``Admission``."""
        job = execution.job
        with self._change:
            if self._closed:
                execution.kill()
        try:
            name = f"{job.kind} job {job.name}"
            threading.Thread(target=self._run, args=(execution,), name=name, daemon=True).start()
        except Exception:  # such as no more threads: one job fails, those behind it go on
            log.exception("%s job %s could not be started", job.kind, job.name)
            job.break_down()
            self._left(execution)

    def _run(self, execution: Execution) -> None:
        try:
            execution.run()
        finally:
            self._left(execution)

    def _left(self, execution: Execution) -> None:
        self._admission.leave(execution)
        self._forget(execution)

    def _forget(self, execution: Execution) -> None:
        with self._change:
            self._executions.discard(execution)
            self._change.notify_all()
