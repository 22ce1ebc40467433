"""Which device and which arithmetic this machine trains with.

Mixed precision keeps the weights in float32 and multiplies matrices in a half precision. It is
used only where the hardware multiplies in it: on a CPU that is AMX. Plain AVX-512 with bfloat16
converts more than it gains, and without either the emulation is slower than float32.
"""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

import torch

from . import cores


@dataclass(frozen=True)
class Precision:
    """A device and the half precision it is good at, if any."""

    device: torch.device
    half: torch.dtype | None

    def autocast(self) -> AbstractContextManager[object]:
        """The context in which a model's forward pass runs."""
        if self.half is None:
            return nullcontext()
        autocast: AbstractContextManager[object] = torch.autocast(self.device.type, self.half)
        return autocast

    @property
    def scales_loss(self) -> bool:
        """float16 has so small a range that gradients vanish unless the loss is scaled up."""
        return self.half is torch.float16

    def __str__(self) -> str:
        name = torch.cuda.get_device_name() if self.device.type == "cuda" else "CPU"
        arithmetic = "float32" if self.half is None else f"mixed {str(self.half).split('.')[1]}"
        threads = f", {torch.get_num_threads()} threads" if self.device.type == "cpu" else ""
        return f"{name}, {arithmetic}{threads}"


def best_precision() -> Precision:
    """The fastest arithmetic of this machine that does not lose accuracy."""
    if torch.cuda.is_available():
        half = torch.bfloat16 if torch.cuda.is_bf16_supported(False) else torch.float16
        return Precision(torch.device("cuda"), half)
    multiplies_bfloat16 = torch.cpu.get_capabilities().get("amx_bf16", False)
    return Precision(torch.device("cpu"), torch.bfloat16 if multiplies_bfloat16 else None)


def use_all_cores() -> None:
    """Let PyTorch use the cores that this process may run on, not those that the machine has."""
    torch.set_num_threads(cores.available())
