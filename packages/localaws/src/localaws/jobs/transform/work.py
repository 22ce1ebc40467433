"""A transform job's work: each instance takes its own objects through its container."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any

from localaws.jobs.transform.faults import Fault, job_failure
from localaws.jobs.transform.instance import InstanceTransform
from localaws.jobs.work import Site


@dataclass(frozen=True)
class TransformWork:
    """See ``jobs.work.Work``. ``request`` is the accepted CreateTransformJob request."""

    request: Mapping[str, Any]

    def __call__(self, site: Site) -> None:
        """Transform every object.

        Raises:
            JobFailed: one could not be; the outputs of the others are stored.
        """
        hosts = list(site.containers)
        with ThreadPoolExecutor(len(hosts), "instance") as pool:
            found = list(pool.map(lambda host: self._instance(site, host), hosts))
        failure = job_failure(set[Fault]().union(*found))
        if failure is not None:
            raise failure

    def _instance(self, site: Site, host: str) -> set[Fault]:
        folder = site.folder / host
        folder.mkdir()
        instance = InstanceTransform(
            site.containers[host], self.request, folder, partial(site.tell, host), site.over
        )
        return instance.run(site.objects[host])
