"""Whether a GPU that is paid for can be used: said before anything is read, not after an hour on the CPU.

A GPU is expected where the instance's type has one, and where the image was built with CUDA: only
instances with a GPU pull that.
"""

from __future__ import annotations

import json
import re

import torch

from .failure import JobError
from .paths import Paths

_WITH_GPU = re.compile(r"ml\.(p|gr?)\d.*")
_OLDEST_DRIVER = {
    "12": 525,
    "13": 580,
}  # by CUDA's major version: NVIDIA's CUDA compatibility guide
_WAY_OUT = "choose an instance type without a GPU"


def check(paths: Paths) -> None:
    """See that an expected GPU computes.

    Raises:
        JobError: it does not; the message says what is missing.
    """
    instance_type = _instance_type(paths)
    on_gpu_instance = _WITH_GPU.fullmatch(instance_type) is not None
    cuda = torch.version.cuda
    if cuda is None and on_gpu_instance:
        raise JobError(
            f"This runs on {instance_type}, but PyTorch {torch.__version__} in this image has no CUDA and would "
            f"leave the GPU idle: deploy the image for GPUs (ACCELERATOR in its Dockerfile), or {_WAY_OUT}."
        )
    if cuda is not None and (why := _why_not()):
        oldest = _OLDEST_DRIVER.get(cuda.partition(".")[0])
        driver = f" and NVIDIA's driver {oldest} or newer" if oldest else ""
        raise JobError(
            f"This image's PyTorch {torch.__version__} needs a GPU{driver} for CUDA {cuda}, but on "
            f"{instance_type or 'this machine'} it cannot use one ({why}): take another instance type or "
            f"driver (InferenceAmiVersion of an endpoint), or {_WAY_OUT}."
        )


def _instance_type(paths: Paths) -> str:
    """As SageMaker tells a training job; "" where nobody says: an endpoint's container is not told."""
    try:
        found = json.loads(paths.resources.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return ""
    return str(found.get("current_instance_type", ""))


def _why_not() -> str:
    """What PyTorch says where it cannot compute on a GPU; a driver that is there may still not do."""
    try:
        (torch.ones(1, device="cuda") + 1).item()
    except (RuntimeError, AssertionError) as error:
        return " ".join(str(error).split())[:300].split(". ")[0].rstrip(".")
    return ""
