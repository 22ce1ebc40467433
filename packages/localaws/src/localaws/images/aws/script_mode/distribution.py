"""How a script's work is spread over processes and hosts, as a job's hyperparameters ask. Decides; runs nothing.

The hyperparameters are those that the SageMaker SDK makes of an estimator's ``distribution``.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from typing import Any

from .errors import ClientError


class Launcher(enum.Enum):
    """What starts the script."""

    PYTHON = "python"
    TORCHRUN = "torchrun"


# What an image made of pip's packages cannot have, by the hyperparameter that asks for it.
_NOT_HERE = {
    "sagemaker_mpi_enabled": "MPI (distribution={'mpi': …}): there is no mpirun in this image",
    "sagemaker_distributed_dataparallel_enabled": (
        "SageMaker's data parallel library (distribution={'smdistributed': {'dataparallel': …}}): only AWS has it"
    ),
    "sagemaker_pytorch_ddp_enabled": (
        "distribution={'pytorchddp': …}: AWS starts it with mpirun, which is not in this image"
    ),
    "sagemaker_pytorch_xla_multi_worker_enabled": (
        "distribution={'pytorchxla': …}: there is no XLA in this image"
    ),
    "sagemaker_parameter_server_enabled": (
        "distribution={'parameter_server': …}: this image starts no parameter server"
    ),
    "sagemaker_multi_worker_mirrored_strategy_enabled": (
        "distribution={'multi_worker_mirrored_strategy': …}: the hosts of a job cannot reach each other here"
    ),
}
_TORCHRUN = "sagemaker_torch_distributed_enabled"


def launcher(framework: Mapping[str, Any]) -> Launcher:
    """What starts the script of a job with these parameters of its framework.

    Raises:
        ClientError: it asks for what is not here.
    """
    for name, why in _NOT_HERE.items():
        if framework.get(name):
            raise ClientError(
                f"{name} is not supported here. {why}. Use distribution={{'torch_distributed': {{'enabled': "
                "True}} with PyTorch's images, or none"
            )
    return Launcher.TORCHRUN if framework.get(_TORCHRUN) else Launcher.PYTHON


def under_torchrun(script: str, arguments: list[str], processes: int, python: str) -> list[str]:
    """The command, on one host."""
    spread = ["--nnodes", "1", "--nproc_per_node", str(processes)]
    return [python, "-m", "torch.distributed.run", *spread, script, *arguments]
