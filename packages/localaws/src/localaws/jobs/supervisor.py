"""Has every accepted job carried out in a thread of its own once a job slot is free for it.

A job that waits has no thread. All of them end with the server.
"""

from __future__ import annotations

import logging
import threading

from localaws.clock import Timer
from localaws.jobs.admission import Admission
from localaws.jobs.endings import Pause
from localaws.jobs.job import Job
from localaws.jobs.job_run import JobRun
from localaws.jobs.kind import JobKind
from localaws.jobs.plan import JobPlan
from localaws.sagemaker.context import ServerContext
from localaws.sagemaker.interruptions import NotInterruptible

log = logging.getLogger(__name__)


class Supervisor:
    """The jobs of one region that have not ended: they run, or wait for a job slot."""

    def __init__(self, context: ServerContext, region: str, admission: Admission) -> None:
        self._context = context
        self._region = region
        self._admission = admission
        self._runs: set[JobRun] = set()
        self._paused: dict[JobRun, Timer] = {}
        self._change = threading.Condition()
        self._closed = False

    def launch(self, kind: JobKind, job: Job, plan: JobPlan) -> None:
        """Begin a job, or let it wait for its turn; returns at once.

        One that comes during the shutdown is ended at once. Whatever goes wrong in here ends the
        job as well.
        """
        try:
            self._launch(kind, job, plan)
        except Exception:
            log.exception("%s %s could not be started", job.words, job.name)
            job.break_down()

    def images(self) -> set[str]:
        """The URIs of the images of its jobs."""
        with self._change:
            return {run.plan.image for run in self._runs}

    def interrupt(self, name: str, capacity_in: float) -> None:
        """Take the spot instances of a training job away; so many seconds later there are others.

        Raises:
            NotInterruptible: there is no such job, or it has none.
        """
        with self._change:
            found = [run for run in self._runs if run.job.name == name]
        if not found:
            raise NotInterruptible(f"no job named {name} is in progress in {self._region}")
        # Jobs of several kinds may have the name; that with spot instances is meant.
        max(found, key=lambda run: run.plan.longest_wait is not None).interrupt(capacity_in)

    def shutdown(self) -> None:
        """End every container, and return when each job has got its final status."""
        with self._change:
            self._closed = True
            runs = list(self._runs)
        for run in runs:
            # First those that wait: none of them is to begin when another one ends.
            if self._withdraw(run):
                run.abandon()
                self._forget(run)
        for run in runs:
            run.kill()
        with self._change:
            while self._runs:
                self._change.wait()

    def _launch(self, kind: JobKind, job: Job, plan: JobPlan) -> None:
        run = JobRun(kind, job, plan, self._context, self._region)
        with self._change:
            closed = self._closed
            if not closed:
                self._runs.add(run)
        if closed:
            run.abandon()
            return
        try:
            job.on_stop(lambda: self._stop(run))
            self._ask(run)
        except BaseException:
            self._withdraw(run)
            self._forget(run)
            raise

    def _ask(self, run: JobRun) -> None:
        """Have a job begun when there are job slots for it."""
        hosts = len(run.plan.hosts)
        self._admission.ask(run, hosts, lambda: self._begin(run), run.wait)
        self._see_to(run)

    def _see_to(self, run: JobRun) -> None:
        """End a job that waits, if it was to end before it did: nobody has taken it out of the line."""
        if run.job.stop_requested.is_set():
            self._stop(run)
        with self._change:
            closed = self._closed
        if closed and self._withdraw(run):  # the shutdown may have missed it
            run.abandon()
            self._forget(run)

    def _withdraw(self, run: JobRun) -> bool:
        """Take a job out of the line, or out of its pause; False where it does not wait (any more)."""
        with self._change:
            paused = self._paused.pop(run, None)
        if paused is not None:
            paused.cancel()
            return True
        return self._admission.withdraw(run)

    def _stop(self, run: JobRun) -> None:
        run.stop()
        if self._withdraw(run):
            run.stopped_before_start()
            self._forget(run)

    def _pause(self, run: JobRun, seconds: float) -> None:
        """Let a job wait for its next start, which takes neither a job slot nor a thread."""
        with self._change:
            self._paused[run] = self._context.clock.after(seconds, lambda: self._resume(run))
        self._see_to(run)

    def _resume(self, run: JobRun) -> None:
        with self._change:
            if self._paused.pop(run, None) is None:
                return
        try:
            run.resume()
            self._ask(run)
        except Exception:
            log.exception("%s %s could not be started again", run.job.words, run.job.name)
            run.job.break_down()
            self._forget(run)

    def _begin(self, run: JobRun) -> None:
        """Start the thread of a job that has its job slots; raises nothing, see ``Admission``."""
        job = run.job
        with self._change:
            if self._closed:
                run.kill()
        try:
            name = f"{job.words} {job.name}"
            threading.Thread(target=self._run, args=(run,), name=name, daemon=True).start()
        except Exception:  # such as no more threads: one job fails, those behind it go on
            log.exception("%s %s could not be started", job.words, job.name)
            job.break_down()
            self._left(run)

    def _run(self, run: JobRun) -> None:
        pause = None
        try:
            pause = run.run()
        finally:
            self._left(run, pause)

    def _left(self, run: JobRun, pause: Pause | None = None) -> None:
        self._admission.leave(run)
        if pause is None:
            self._forget(run)
        else:
            self._pause(run, pause.seconds)

    def _forget(self, run: JobRun) -> None:
        with self._change:
            self._runs.discard(run)
            self._change.notify_all()
