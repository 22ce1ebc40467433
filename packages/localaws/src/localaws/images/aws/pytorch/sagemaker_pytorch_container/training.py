"""What ``SAGEMAKER_TRAINING_MODULE`` names in AWS's image; the training toolkit calls it."""

from __future__ import annotations

import json
import os
import socket

from script_mode.folders import Folders
from script_mode.training import invoke

MASTER_PORT = "7777"


def main() -> None:
    """The user's script, told who leads where it spreads its work over several hosts."""
    config = Folders.of(os.environ).config / "resourceconfig.json"
    told = json.loads(config.read_text(encoding="utf-8"))
    os.environ |= {
        "MASTER_ADDR": told["hosts"][0],
        "MASTER_PORT": MASTER_PORT,
        "NCCL_SOCKET_IFNAME": told.get("network_interface_name", "eth0"),
        "NCCL_IB_DISABLE": "1",
        "NCCL_DEBUG": "WARN",
    }
    os.environ.setdefault("PET_MASTER_PORT", _free_port())  # torchrun's, where jobs share a network
    invoke(quotes_errors=True)


def _free_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])
