"""The wing of jobs: what the server makes once, and registers with each region's SageMaker.

From here a job goes to ``api`` (its operations), ``supervisor`` (its turn) and ``job_run`` (its run).
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

from localaws.jobs.admission import Admission
from localaws.jobs.api import JobApi
from localaws.jobs.job import Job
from localaws.jobs.kind import JobKind
from localaws.jobs.kinds import KINDS
from localaws.jobs.layout import remove_left_over
from localaws.jobs.supervisor import Supervisor
from localaws.jobs.training.kind import TRAINING
from localaws.jobs.tuning.api import TuningApi
from localaws.jobs.tuning.tuning import Tuning
from localaws.sagemaker.interruptions import NotInterruptible
from localaws.sagemaker.service import SageMaker


class Jobs:
    """The jobs of every region: ``part`` is what ``SageMakers`` calls with each new service."""

    def __init__(self, home: Path, slots: int, kinds: Sequence[JobKind] = KINDS) -> None:
        """Folders of jobs that a killed server left behind are removed.

        Args:
            home: the folder of the embedded AWS, of which nobody else uses ``jobs``.
            slots: how many containers run at once, those of all regions together.
        """
        remove_left_over(home)
        self._admission = Admission(slots)
        self._kinds = kinds
        self._supervisors: dict[str, Supervisor] = {}  # by region
        self._apis: dict[tuple[str, str], JobApi] = {}  # by region and noun
        self._tunings: dict[str, TuningApi] = {}  # by region
        self._lock = threading.Lock()

    def part(self, service: SageMaker) -> None:
        """Register the operations of every kind, and end all jobs with the service."""
        supervisor = Supervisor(service.context, service.region, self._admission)
        apis = {
            (service.region, kind.noun): JobApi(kind, service, supervisor) for kind in self._kinds
        }
        for api in apis.values():
            service.register(api.operations())
        training = apis.get((service.region, TRAINING.noun))
        if training is not None:
            tunings = TuningApi(service, training)
            service.register(tunings.operations())
            service.on_shutdown(tunings.close)  # first: no training job follows one that ends now
            with self._lock:
                self._tunings[service.region] = tunings
        service.on_shutdown(supervisor.shutdown)
        with self._lock:
            self._supervisors[service.region] = supervisor
            self._apis |= apis

    def job(self, region: str, noun: str, name: str) -> Job:
        """A job of that kind (``TrainingJob``) and name, of a region whose SageMaker was asked before.

        Raises:
            ApiError: there is none.
        """
        with self._lock:
            api = self._apis[region, noun]
        return api.job(name)

    def tuning(self, region: str, name: str) -> Tuning:
        """A tuning job, likewise."""
        with self._lock:
            api = self._tunings[region]
        return api.tuning(name)

    def interrupt(self, region: str, name: str, capacity_in: float) -> None:
        """Take the spot instances of a training job away.

        Raises:
            NotInterruptible: there is no such job, or it has none.
        """
        with self._lock:
            supervisor = self._supervisors.get(region)
        if supervisor is None:
            raise NotInterruptible(f"no job named {name} is in progress in {region}")
        supervisor.interrupt(name, capacity_in)

    def images(self) -> set[str]:
        """The URIs of the images of all jobs that have not ended."""
        with self._lock:
            supervisors = list(self._supervisors.values())
        return set().union(*(supervisor.images() for supervisor in supervisors))
