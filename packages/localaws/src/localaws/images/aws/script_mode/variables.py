"""The environment variables ``SM_…`` with which a training script finds everything.

Names, contents and notation are those of AWS's training toolkit (``Environment.to_env_vars``): texts as they
are, None empty, everything else JSON without blanks and with sorted keys.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from .arguments import arguments
from .training_job import TrainingJob


def variables(job: TrainingJob) -> dict[str, str]:
    """All of them, by name."""
    return {f"SM_{name.upper()}": _text(value) for name, value in _values(job).items()}


def _values(job: TrainingJob) -> dict[str, Any]:
    users = job.hyperparameters.users
    named = {**_folders(job), **_instances(job), **_script(job)}
    channels = {f"channel_{name}": path for name, path in job.channels.items()}
    topology = {"topology": job.instances.topology} if job.instances.topology else {}
    return {
        **named,
        **topology,
        "channels": sorted(job.channels),
        "hps": users,
        "user_args": arguments(users),
        "framework_params": job.hyperparameters.framework,
        "resource_config": job.instances.config,
        "input_data_config": job.input_data_config,
        "training_env": {**named, **_told_only_together(job)},
        **channels,
        **{f"hp_{name}": value for name, value in users.items()},
    }


def _folders(job: TrainingJob) -> dict[str, Any]:
    folders = job.folders
    return {
        "model_dir": str(folders.model),
        "input_dir": str(folders.input),
        "input_config_dir": str(folders.config),
        "output_dir": str(folders.output),
        "output_data_dir": str(folders.output_data),
        "output_intermediate_dir": str(folders.intermediate),
    }


def _instances(job: TrainingJob) -> dict[str, Any]:
    instances = job.instances
    return {
        "hosts": instances.hosts,
        "current_host": instances.current_host,
        "network_interface_name": instances.interface,
        "current_instance_type": instances.current_type,
        "current_instance_group": instances.current_group,
        "current_instance_group_hosts": instances.current_group_hosts,
        "instance_groups": list(instances.groups),
        "instance_groups_dict": instances.groups,
        "distribution_instance_groups": instances.distribution_groups,
        "is_hetero": len(instances.groups) > 1,
        "num_cpus": job.machine.cpus,
        "num_gpus": job.machine.gpus,
        "num_neurons": job.machine.neurons,
    }


def _script(job: TrainingJob) -> dict[str, Any]:
    return {
        "user_entry_point": job.program,
        "module_name": job.module,
        "module_dir": job.source,
        "framework_module": job.framework_module,
        "log_level": job.log_level,
    }


def _told_only_together(job: TrainingJob) -> dict[str, Any]:
    """What of the whole environment has no variable of its own, or has it under another name."""
    instances = job.instances
    return {
        "additional_framework_parameters": job.hyperparameters.framework,
        "channel_input_dirs": job.channels,
        "distribution_hosts": instances.distribution_hosts,
        "hyperparameters": job.hyperparameters.users,
        "input_data_config": job.input_data_config,
        "is_master": instances.current_host == instances.master,
        "is_modelparallel_enabled": None,
        "is_smddpmprun_installed": False,  # AWS's own launchers, which nobody else can install
        "is_smddprun_installed": False,
        "job_name": job.name,
        "master_hostname": instances.master,
        "resource_config": instances.config,
        "topology": instances.topology,
    }


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    return json.dumps(value, sort_keys=True, separators=(",", ":"), default=_plain)


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{value!r} cannot be said in JSON")
