"""Makes the ``/opt/ml`` of each host of a job ready: files, model, inputs, earlier checkpoints."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from localaws.jobs import inputs, layout
from localaws.jobs.failures import client_error
from localaws.jobs.plan import JobPlan, host_of
from localaws.jobs.work import Object
from localaws.sagemaker import model_data
from localaws.sagemaker.model_data import ModelData, ModelDataFailed


def prepare(
    plan: JobPlan, ml: Callable[[str], Path], region: str
) -> Mapping[str, Sequence[Object]]:
    """Bring everything; the objects of the plan's ``shared`` input that are each host's.

    Everything is looked for before anything is brought.

    Args:
        ml: the folder of a container; where a host has only one, it is called as the host.

    Raises:
        JobFailed: something is missing, or cannot be laid out as files.
    """
    shares: Mapping[str, Sequence[Object]] = {}
    if plan.shared is not None:
        shares = inputs.downloads(plan.shared, plan.hosts, plan.role, region)
    found = [(item, inputs.downloads(item, plan.hosts, plan.role, region)) for item in plan.inputs]
    for container in plan.containers:
        layout.lay_out(plan, host_of(container), ml(container))
        model = plan.container(container).model
        if model is not None:
            _bring_model(model, ml(container) / "model")
    for host in plan.hosts:
        for item, downloads in found:
            inputs.fetch(downloads[host], ml(host) / item.folder)
        if plan.checkpoints:
            earlier = inputs.below_folder(plan.checkpoints.location)
            inputs.fetch(earlier, ml(host) / plan.checkpoints.folder)
    return shares


def _bring_model(model: ModelData, folder: Path) -> None:
    try:
        model_data.bring(model, folder)
    except ModelDataFailed as error:
        raise client_error(str(error)) from error
