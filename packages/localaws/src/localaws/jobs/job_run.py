"""Carries one job out by its plan, and reports each phase on the job.

Inputs, ``/opt/ml``, containers, outputs, in this order; whatever goes wrong becomes the job's
FailureReason. The parts are in the modules of those names, and what is said at its end in ``endings``. A job whose instances are taken away, and one that
fails for a fault of this machine and may be tried again, pauses: it is run anew from the beginning.
"""

from __future__ import annotations

import logging
import time
from contextlib import nullcontext
from pathlib import Path

from localaws.clock import Timer
from localaws.jobs import endings, layout, preparing
from localaws.jobs.attempt import Attempt
from localaws.jobs.containers import Outcome
from localaws.jobs.endings import Ending, Pause
from localaws.jobs.failures import JobFailed, client_error, reason_of, shut_down
from localaws.jobs.host_logs import HostLogs
from localaws.jobs.job import Job
from localaws.jobs.job_metrics import JobMetrics
from localaws.jobs.kind import JobKind
from localaws.jobs.patience import Patience
from localaws.jobs.plan import JobPlan
from localaws.jobs.queue import Standing
from localaws.runtime.protocol import ImageNotFound, RuntimeRefused
from localaws.sagemaker.context import ServerContext
from localaws.sagemaker.errors import ApiError
from localaws.sagemaker.interruptions import CAPACITY_SECONDS, NotInterruptible

log = logging.getLogger(__name__)


class JobRun:
    """One job on its way, from admission to its final status. ``run`` is its thread; all else may come from any other."""

    def __init__(
        self, kind: JobKind, job: Job, plan: JobPlan, context: ServerContext, region: str
    ) -> None:
        self.job = job
        self.plan = plan
        self._kind = kind
        self._context = context
        self._region = region
        self._work = context.home / "jobs" / kind.activity / job.name
        self._found = preparing.Found((), {})
        self._logs = HostLogs(context.account, region, kind.log_group, job.name, context.clock)
        self._metrics = JobMetrics(kind, job, plan, context, region)
        self._begin_anew()
        self._interruptions = self._retries = 0
        self._ran = 0.0  # seconds, in earlier attempts
        self._has_waited_long = False
        self._patience = Patience(context.clock, plan.longest_wait, self._give_up)

    def wait(self, standing: Standing) -> None:
        """Say that the job waits for a slot, where its user looks for that."""
        if self._kind.shows_phases:
            self.job.say(standing.text)
        else:
            self._logs.stream(self.plan.hosts[0]).write(standing.text)

    def stop(self) -> None:
        """End the containers as StopTrainingJob does, now or when they are there."""
        self._attempt.stop()

    def kill(self) -> None:
        """End the job at once: the server goes away, and with it the S3 to write results to."""
        self._attempt.kill()

    def interrupt(self, capacity_in: float = CAPACITY_SECONDS) -> None:
        """Take its spot instances away; so many seconds after it has given them up there are others.

        Raises:
            NotInterruptible: it has none, or does not train on them.
        """
        words, phase = f"{self.job.words} {self.job.name}", self.job.progress.phases[-1].status
        if self.plan.longest_wait is None:
            raise NotInterruptible(
                f"{words} does not use managed spot training; set EnableManagedSpotTraining and "
                "MaxWaitTimeInSeconds"
            )
        if phase != self._kind.phase:
            raise NotInterruptible(
                f"{words} is {phase}; it can be interrupted while it is {self._kind.phase}"
            )
        self._capacity_in = capacity_in
        self._attempt.interrupt()

    def stopped_before_start(self) -> None:
        """End a job that was stopped while it waited."""
        self._end(self._stopped())

    def abandon(self) -> None:
        """End a job that the end of the server finds waiting."""
        self._end(endings.failed(self.job.words, str(shut_down())))

    def run(self) -> Pause | None:
        """From the first byte of input to the final status, whatever happens; raises nothing.

        Returns: what it pauses for, if it is to be run again.
        """
        message: str | None = None
        try:
            ending = self._course()
        except Exception as error:  # noqa: BLE001 - the reason of the failure, and logged there
            ending = self._retried(error) or self._failed(error)
        if isinstance(ending, Pause) and self.job.stop_requested.is_set():
            ending = self._stopped()
        if isinstance(ending, Pause):
            self._clean_up()
            self._begin_anew()
            self.job.enter(ending.phase, ending.message)
            return ending
        try:
            message = self._attempt.exit_message()
        except Exception as error:  # noqa: BLE001 - likewise
            ending = self._failed(error)
        self._clean_up()
        self._end(ending, message)
        return None

    def resume(self) -> None:
        """The pause is over: say that it starts anew."""
        self.job.enter("Starting", self._kind.starting)

    def _begin_anew(self) -> None:
        runtime = self._context.runtime
        self._attempt = Attempt(
            self.plan, self.job.name, self._work, runtime, self._logs, self._metrics
        )
        self._capacity_in = CAPACITY_SECONDS

    def _give_up(self) -> None:
        """Stop the job, which has taken as long as it may, waiting included."""
        self._has_waited_long = True
        try:
            self.job.request_stop()
        except ApiError:
            log.info("%s %s has just ended", self.job.words, self.job.name)

    def _retried(self, error: Exception) -> Pause | None:
        """Whether a failure is this machine's, and there are attempts left."""
        if isinstance(error, JobFailed) and not error.is_internal:
            return None
        if self._retries >= self.plan.retries:
            return None
        self._retries += 1
        log.error("%s %s is tried again", self.job.words, self.job.name, exc_info=error)
        return endings.restarting(self.job.words)

    def _clean_up(self) -> None:
        try:
            if self._work.exists():
                layout.remove(self._work)
        except Exception:
            log.exception("%s was left behind", self._work)

    def _failed(self, error: Exception) -> Ending:
        """What is no fault of the job's is logged with all of it."""
        if not isinstance(error, JobFailed):
            log.error("%s %s failed", self.job.words, self.job.name, exc_info=error)
        return endings.failed(self.job.words, reason_of(error))

    def _end(self, ending: Ending, message: str | None = None) -> None:
        self._patience.ended()
        self.job.end(ending.status, ending.phase, ending.message, ending.reason, message)

    def _course(self) -> Ending | Pause:
        job, kind = self.job, self._kind
        if job.stop_requested.is_set():
            return self._stopped()
        try:
            self._get_ready()
        finally:
            if not job.stop_requested.is_set():
                job.enter("Downloading", "Downloading input data", started=True)
        if job.stop_requested.is_set():
            return self._stopped()
        preparing.bring(self.plan, self._found, self._ml)
        if job.stop_requested.is_set():
            return self._stopped()
        job.enter(kind.phase, f"{kind.phase} image download completed. {kind.phase} in progress.")
        outcome = self._contain()
        if outcome.cause == "killed":
            return endings.failed(job.words, str(shut_down()))
        if outcome.cause == "interrupted" and not job.stop_requested.is_set():
            self._interruptions += 1
            return endings.interrupted(self._capacity_in)
        job.enter("Uploading", f"Uploading {kind.product}")
        failure = self._attempt.failure(outcome)
        try:
            self._attempt.upload(failed=failure is not None)
        except JobFailed as error:
            if failure is None:
                raise
            log.warning("%s %s failed, and then: %s", job.words, job.name, error)
        if failure is not None:
            raise failure
        if outcome.cause == "timed out":
            return endings.ran_too_long(job.words)
        if outcome.cause == "stopped" or job.stop_requested.is_set():
            return self._stopped()
        return endings.completed(job.words)

    def _stopped(self) -> Ending:
        words = self.job.words
        return endings.waited_too_long(words) if self._has_waited_long else endings.stopped(words)

    def _ml(self, container: str) -> Path:
        return self._work / container

    def _get_ready(self) -> None:
        """See that there is what it needs, and have its image made: none of its own time has begun."""
        runtime = self._context.runtime
        images = tuple(dict.fromkeys(map(self._image, self.plan.containers)))
        made = all(map(runtime.has, images))
        if not made:
            self.job.say(self._kind.preparing)
        self._found = preparing.look(self.plan, self._context.account, self._region)
        try:
            with nullcontext() if made else self._patience.held():
                for image in images:
                    runtime.pull(image)
        except (ImageNotFound, RuntimeRefused) as error:
            raise client_error(str(error)) from error

    def _image(self, container: str) -> str:
        return self.plan.container(container).image

    def _contain(self) -> Outcome:
        """Run the containers, as long as is left; spot instances maybe not even that long."""
        after = self._context.interruptions.next(self.job.name, self._interruptions)
        planned: Timer | None = None
        if after is not None and self.plan.longest_wait is not None:
            planned = self._context.clock.after(after, self._attempt.interrupt)
        began = time.monotonic()
        try:
            return self._attempt.run(self._found.shared, self.plan.time_limit - self._ran)
        finally:
            self._ran += time.monotonic() - began
            if planned is not None:
                planned.cancel()
            self.job.measured(self._metrics.meter.final())
