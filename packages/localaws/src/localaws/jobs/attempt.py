"""One run of a job's containers on one set of instances: a job has one, or more where those are taken away from it.

What follows from its outcome is decided by ``job_run``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from localaws.jobs import containers, messages, outputs
from localaws.jobs.containers import Containers, Outcome
from localaws.jobs.failures import (
    JobFailed,
    algorithm_error,
    client_error,
    not_started,
    out_of_memory,
)
from localaws.jobs.host_logs import HostLogs
from localaws.jobs.job_metrics import JobMetrics
from localaws.jobs.mirror import Mirror
from localaws.jobs.plan import JobPlan, host_of
from localaws.jobs.preparing import Shares
from localaws.jobs.work import Ending, Site
from localaws.jobs.written import Written
from localaws.runtime.protocol import (
    ContainerSpec,
    Handle,
    ImageNotFound,
    Runtime,
    RuntimeRefused,
    why_not_executed,
)
from localaws.sagemaker.instance_memory import memory_of


class Attempt:
    """``run`` is called once; ``stop``, ``interrupt`` and ``kill`` may come from any thread, also before it.

    Args:
        name: of the job.
        folder: below which each host has its ``/opt/ml``.
    """

    def __init__(
        self,
        plan: JobPlan,
        name: str,
        folder: Path,
        runtime: Runtime,
        logs: HostLogs,
        metrics: JobMetrics,
    ) -> None:
        self._plan = plan
        self._name = name
        self._folder = folder
        self._logs = logs
        self._metrics = metrics
        grace = containers.SERVING_GRACE_SECONDS if plan.work else containers.GRACE_SECONDS
        self._containers = Containers(runtime, grace)
        self._shares: Shares = {}

    def stop(self) -> None:
        self._containers.stop()

    def interrupt(self) -> None:
        self._containers.interrupt()

    def kill(self) -> None:
        self._containers.kill()

    def run(self, shares: Shares, limit: float) -> Outcome:
        """Start the containers in folders that are laid out, and return when all have ended.

        Args:
            shares: the objects of the input that hosts share.
            limit: seconds after which they are stopped.

        Raises:
            JobFailed: they cannot be started, or what they wrote could not be kept in S3.
        """
        self._shares = shares
        mirrors = self._mirrors()
        for mirror in mirrors:
            mirror.start()
        try:
            with self._metrics.measuring(self._folder, self._handle):
                outcome = self._containers.run(
                    [
                        (self._spec(one), self._logs.reader(one, self._metrics.meter.see))
                        for one in self._plan.containers
                    ],
                    limit,
                    self._work_with if self._plan.work else None,
                )
        except (ImageNotFound, RuntimeRefused) as error:
            raise client_error(str(error)) from error
        finally:
            failure = _stopped(mirrors)
        if failure is not None and outcome.failure is None:
            raise failure  # else the program's own failure is the reason, and was first
        return outcome

    def failure(self, outcome: Outcome) -> JobFailed | None:
        """Why the job fails that came to this; None where it does not."""
        if outcome.failure is None:
            return self._failure_of_work(outcome)
        name, code = outcome.failure
        if name in outcome.out_of_memory:
            return out_of_memory()
        host = name.removeprefix(f"{self._name}/")
        file = self._plan.failure_file
        explanation = messages.explanation(Written(self._folder / host), file) if file else ""
        why = why_not_executed(code, self._logs.last_line(host))
        if why and not explanation:
            return not_started(self._plan, why)
        return algorithm_error(code, explanation)

    def _failure_of_work(self, outcome: Outcome) -> JobFailed | None:
        if outcome.error is None or isinstance(outcome.error, JobFailed):
            return out_of_memory() if outcome.error and outcome.out_of_memory else outcome.error
        raise outcome.error

    def upload(self, failed: bool) -> None:
        """Put what the containers wrote into S3, after their end.

        Raises:
            JobFailed: it could not be put there.
        """
        plan = self._plan
        for item in plan.outputs:
            if not item.continuous:
                for host in plan.hosts:
                    outputs.upload_folder(Written(self._folder / host, item.folder), item.location)
        for archive in plan.archives:
            if failed and not archive.even_if_failed:
                continue
            folders = [Written(self._folder / host, archive.folder) for host in plan.hosts]
            if archive.compressed:
                outputs.upload_archive(folders, self._folder / "archive", archive.location)
            else:
                for folder in folders:
                    outputs.upload_folder(folder, archive.location)

    def exit_message(self) -> str | None:
        """What they left as such; raises JobFailed where it is none."""
        file = self._plan.message_file
        folders = [Written(self._folder / host) for host in self._plan.hosts]
        return file and messages.exit_message(folders, file)

    def _mirrors(self) -> list[Mirror]:
        plan = self._plan
        mirrors = [
            Mirror(Written(self._folder / host, item.folder), item.location)
            for host in plan.hosts
            for item in plan.outputs
            if item.continuous
        ]
        if plan.checkpoints:
            folder = Written(self._folder / plan.hosts[0], plan.checkpoints.folder)
            mirrors.append(Mirror(folder, plan.checkpoints.location, deletes=True))
        return mirrors

    def _work_with(self, started: Mapping[str, Handle], over: Ending) -> None:
        assert self._plan.work is not None
        by_host: dict[str, list[tuple[str, Handle]]] = {}
        for name in self._plan.containers:
            served = host_of(name, container=True), started[self._called(name)]
            by_host.setdefault(host_of(name), []).append(served)
        folder = self._folder / "work"
        folder.mkdir()
        self._plan.work(Site(by_host, self._shares, folder, self._logs.tell, over))
        self._metrics.look()

    def _called(self, container: str) -> str:
        """What the runtime calls a container."""
        return f"{self._name}/{container}"

    def _handle(self, container: str) -> Handle | None:
        return self._containers.handle(self._called(container))

    def _spec(self, container: str) -> ContainerSpec:
        plan, own = self._plan, self._plan.container(container)
        return ContainerSpec(
            name=self._called(container),
            image=own.image,
            ml=self._folder / container,
            entrypoint=plan.entrypoint,
            arguments=plan.arguments,
            environment=own.environment,
            memory=memory_of(plan.instance_type),
            isolated=plan.isolated,
            serves=plan.work is not None,
        )


def _stopped(mirrors: Iterable[Mirror]) -> JobFailed | None:
    """Stop all of them; what the first to fail says."""
    first: JobFailed | None = None
    for mirror in mirrors:
        try:
            mirror.stop()
        except JobFailed as failure:
            first = first or failure
    return first
