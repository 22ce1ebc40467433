"""Makes the ``/opt/ml`` of each host of a job ready: files, model, inputs, earlier checkpoints.

``look`` says what there is to bring and what is missing, before any time of the job's counts; ``bring`` brings it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from localaws.jobs import inputs, job_keys, layout, outputs
from localaws.jobs.failures import client_error
from localaws.jobs.plan import Input, JobPlan, host_of
from localaws.jobs.work import Object
from localaws.sagemaker import model_data
from localaws.sagemaker.model_data import ModelData, ModelDataFailed

Shares = Mapping[str, Sequence[Object]]  # of the objects of one input, by host


@dataclass(frozen=True)
class Found:
    """The objects of each input that is brought, and of the one that hosts share."""

    inputs: tuple[tuple[Input, Shares], ...]
    shared: Shares


def look(plan: JobPlan, account: str, region: str) -> Found:
    """See that the job can write where it is to, and find what it reads.

    Raises:
        JobFailed: something is missing, or cannot be laid out as files.
    """
    outputs.check_destinations(plan.destinations())
    job_keys.check(plan.keys, plan.role, account, region)
    shared: Shares = {}
    if plan.shared is not None:
        shared = inputs.downloads(plan.shared, plan.hosts, plan.role, region)
    found = [(item, inputs.downloads(item, plan.hosts, plan.role, region)) for item in plan.inputs]
    return Found(tuple(found), shared)


def bring(plan: JobPlan, found: Found, ml: Callable[[str], Path]) -> None:
    """Bring everything.

    Args:
        ml: the folder of a container; where a host has only one, it is called as the host.

    Raises:
        JobFailed: something has gone meanwhile, or cannot be laid out as files.
    """
    for container in plan.containers:
        layout.lay_out(plan, host_of(container), ml(container))
        model = plan.container(container).model
        if model is not None:
            _bring_model(model, ml(container) / "model")
    for host in plan.hosts:
        for item, downloads in found.inputs:
            inputs.fetch(downloads[host], ml(host) / item.folder)
        if plan.checkpoints:
            earlier = inputs.below_folder(plan.checkpoints.location)
            inputs.fetch(earlier, ml(host) / plan.checkpoints.folder)


def _bring_model(model: ModelData, folder: Path) -> None:
    try:
        model_data.bring(model, folder)
    except ModelDataFailed as error:
        raise client_error(str(error)) from error
