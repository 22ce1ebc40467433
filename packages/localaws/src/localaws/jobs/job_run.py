"""Carries one job out by its plan, and reports each phase on the job.

Inputs, ``/opt/ml``, containers, outputs, in this order; whatever goes wrong becomes the job's
FailureReason. The parts are in the modules of those names.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from localaws.jobs import containers, layout, messages, outputs, preparing
from localaws.jobs.containers import Containers, Outcome
from localaws.jobs.failures import (
    JobFailed,
    algorithm_error,
    client_error,
    internal_error,
    not_started,
    out_of_memory,
    shut_down,
)
from localaws.jobs.host_logs import HostLogs
from localaws.jobs.job import INTERNAL, Job, Status, capitalized
from localaws.jobs.kind import JobKind
from localaws.jobs.meter import Meter
from localaws.jobs.mirror import Mirror
from localaws.jobs.plan import JobPlan, host_of
from localaws.jobs.queue import Standing
from localaws.jobs.work import Site
from localaws.jobs.written import Written
from localaws.runtime.protocol import (
    ContainerSpec,
    Handle,
    ImageNotFound,
    RuntimeRefused,
    why_not_executed,
)
from localaws.sagemaker.context import ServerContext
from localaws.sagemaker.instance_memory import memory_of
from localaws.this_aws import metrics

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Ending:
    """How a job ends: its status, its last phase with its message, and the reason of a failure."""

    status: Status
    phase: str
    message: str
    reason: str | None = None


class JobRun:
    """One job on its way, from admission to its final status. ``run`` is its thread; ``stop`` and ``kill`` may come from any other."""

    def __init__(
        self, kind: JobKind, job: Job, plan: JobPlan, context: ServerContext, region: str
    ) -> None:
        self.job = job
        self.plan = plan
        self._kind = kind
        self._context = context
        self._region = region
        self._said = capitalized(job.words)
        self._work = context.home / "jobs" / kind.activity / job.name
        grace = containers.SERVING_GRACE_SECONDS if plan.work else containers.GRACE_SECONDS
        self._containers = Containers(context.runtime, grace)
        self._found = preparing.Found((), {})
        self._logs = HostLogs(context.account, region, kind.log_group, job.name, context.clock)

    def wait(self, standing: Standing) -> None:
        """Say that the job waits for a slot, where its user looks for that."""
        if self._kind.shows_phases:
            self.job.say(standing.text)
        else:
            self._logs.stream(self.plan.hosts[0]).write(standing.text)

    def stop(self) -> None:
        """End the containers as StopTrainingJob does, now or when they are there."""
        self._containers.stop()

    def kill(self) -> None:
        """End the job at once: the server goes away, and with it the S3 to write results to."""
        self._containers.kill()

    def stopped_before_start(self) -> None:
        """End a job that was stopped while it waited."""
        self._end(self._stopped())

    def abandon(self) -> None:
        """End a job that the end of the server finds waiting."""
        self._end(self._failed(str(shut_down())))

    def run(self) -> None:
        """From the first byte of input to the final status, whatever happens; raises nothing."""
        message: str | None = None
        try:
            ending = self._course()
        except Exception as error:  # noqa: BLE001 - the reason of the failure, and logged there
            ending = self._failed(self._reason(error))
        try:
            message = self._exit_message()
        except Exception as error:  # noqa: BLE001 - likewise
            ending = self._failed(self._reason(error))
        try:
            if self._work.exists():
                layout.remove(self._work)
        except Exception:
            log.exception("%s was left behind", self._work)
        self._end(ending, message)

    def _reason(self, error: Exception) -> str:
        """The FailureReason; what is no fault of the job's is logged with all of it."""
        if isinstance(error, JobFailed):
            return str(error)
        log.error("%s %s failed", self.job.words, self.job.name, exc_info=error)
        if isinstance(error, OSError) and error.filename:
            return str(internal_error(f"{error.strerror}: {error.filename}"))
        return INTERNAL

    def _end(self, ending: Ending, message: str | None = None) -> None:
        self.job.end(ending.status, ending.phase, ending.message, ending.reason, message)

    def _course(self) -> Ending:
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
            return self._failed(str(shut_down()))
        job.enter("Uploading", f"Uploading {kind.product}")
        failure = self._failure(outcome)
        try:
            self._upload(failed=failure is not None)
        except JobFailed as error:
            if failure is None:
                raise
            log.warning("%s %s failed, and then: %s", job.words, job.name, error)
        if failure is not None:
            raise failure
        if outcome.cause == "timed out":
            message = f"{self._said} runtime exceeded MaxRuntimeInSeconds provided"
            return replace(self._stopped(), phase="MaxRuntimeExceeded", message=message)
        if outcome.cause == "stopped" or job.stop_requested.is_set():
            return self._stopped()
        return Ending("Completed", "Completed", f"{self._said} completed")

    def _stopped(self) -> Ending:
        return Ending("Stopped", "Stopped", f"{self._said} stopped")

    def _failed(self, reason: str) -> Ending:
        speakable = reason.encode(errors="backslashreplace").decode()  # names may be any bytes
        return Ending("Failed", "Failed", f"{self._said} failed", speakable)

    def _ml(self, container: str) -> Path:
        return self._work / container

    def _get_ready(self) -> None:
        """See that there is what it needs, and have its image made: none of its own time has begun."""
        runtime = self._context.runtime
        images = tuple(dict.fromkeys(map(self._image, self.plan.containers)))
        if not all(map(runtime.has, images)):
            self.job.say(self._kind.preparing)
        self._found = preparing.look(self.plan, self._context.account, self._region)
        try:
            for image in images:
                runtime.pull(image)
        except (ImageNotFound, RuntimeRefused) as error:
            raise client_error(str(error)) from error

    def _image(self, container: str) -> str:
        return self.plan.container(container).image

    def _contain(self) -> Outcome:
        plan = self.plan
        mirrored = [item for item in plan.outputs if item.continuous]
        mirrors = [
            Mirror(Written(self._ml(host), item.folder), item.location)
            for host in plan.hosts
            for item in mirrored
        ]
        if plan.checkpoints:
            folder = Written(self._ml(plan.hosts[0]), plan.checkpoints.folder)
            mirrors.append(Mirror(folder, plan.checkpoints.location, deletes=True))
        namespace = self._kind.log_group
        dimensions = {self._kind.name_member: self.job.name}

        def publish(datum: metrics.Datum) -> None:
            known = replace(datum, dimensions=dimensions)
            metrics.put(self._context.account, self._region, namespace, [known])
            self.job.saw(datum.name, datum.value)

        meter = Meter(plan.metrics, publish, self._context.clock)
        for mirror in mirrors:
            mirror.start()
        try:
            outcome = self._containers.run(
                [(self._spec(c), self._logs.reader(c, meter.see)) for c in plan.containers],
                plan.time_limit,
                self._work_with if plan.work else None,
            )
        except (ImageNotFound, RuntimeRefused) as error:
            raise client_error(str(error)) from error
        finally:
            self.job.measured(meter.final())
            failure = _stopped(mirrors)
        if failure is not None and outcome.failure is None:
            raise failure  # else the program's own failure is the reason, and was first
        return outcome

    def _work_with(self, started: Mapping[str, Handle], over: threading.Event) -> None:
        assert self.plan.work is not None
        by_host: dict[str, list[tuple[str, Handle]]] = {}
        for name in self.plan.containers:
            served = host_of(name, container=True), started[self._name(name)]
            by_host.setdefault(host_of(name), []).append(served)
        folder = self._work / "work"
        folder.mkdir()
        self.plan.work(Site(by_host, self._found.shared, folder, self._logs.tell, over))

    def _name(self, container: str) -> str:
        """What the runtime calls a container."""
        return f"{self.job.name}/{container}"

    def _spec(self, container: str) -> ContainerSpec:
        plan = self.plan
        return ContainerSpec(
            name=self._name(container),
            image=self._image(container),
            ml=self._ml(container),
            entrypoint=plan.entrypoint,
            arguments=plan.arguments,
            environment=plan.container(container).environment,
            memory=memory_of(plan.instance_type),
            isolated=plan.isolated,
            serves=plan.work is not None,
        )

    def _failure(self, outcome: Outcome) -> JobFailed | None:
        if outcome.failure is None:
            return self._failure_of_work(outcome)
        name, code = outcome.failure
        if name in outcome.out_of_memory:
            return out_of_memory()
        host = name.removeprefix(f"{self.job.name}/")
        file = self.plan.failure_file
        explanation = messages.explanation(Written(self._ml(host)), file) if file else ""
        why = why_not_executed(code, self._logs.last_line(host))
        if why and not explanation:
            return not_started(self.plan, why)
        return algorithm_error(code, explanation)

    def _failure_of_work(self, outcome: Outcome) -> JobFailed | None:
        if outcome.error is None or isinstance(outcome.error, JobFailed):
            return out_of_memory() if outcome.error and outcome.out_of_memory else outcome.error
        raise outcome.error

    def _upload(self, failed: bool) -> None:
        plan = self.plan
        for item in plan.outputs:
            if not item.continuous:
                for host in plan.hosts:
                    outputs.upload_folder(Written(self._ml(host), item.folder), item.location)
        for archive in plan.archives:
            if failed and not archive.even_if_failed:
                continue
            folders = [Written(self._ml(host), archive.folder) for host in plan.hosts]
            if archive.compressed:
                outputs.upload_archive(folders, self._work / "archive", archive.location)
            else:
                for folder in folders:
                    outputs.upload_folder(folder, archive.location)

    def _exit_message(self) -> str | None:
        file = self.plan.message_file
        folders = [Written(self._ml(host)) for host in self.plan.hosts]
        return file and messages.exit_message(folders, file)


def _stopped(mirrors: Iterable[Mirror]) -> JobFailed | None:
    """Stop all of them; what the first to fail says."""
    first: JobFailed | None = None
    for mirror in mirrors:
        try:
            mirror.stop()
        except JobFailed as failure:
            first = first or failure
    return first
