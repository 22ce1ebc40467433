"""The configuration files of a training container, as JSON documents. Pure; no AWS behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

CONFIG = "input/config"  # relative to /opt/ml
HYPERPARAMETERS = f"{CONFIG}/hyperparameters.json"
CHANNELS = f"{CONFIG}/inputdataconfig.json"
RESOURCES = f"{CONFIG}/resourceconfig.json"
FAILURE = "output/failure"  # where the program explains a failure
FOLDERS = ("input/data", "model", "output/data")  # there at the start, whatever the job


def channel(
    content_type: str | None = None,
    distribution: str = "FullyReplicated",
    record_wrapper: str = "None",
) -> dict[str, str]:
    """One channel's entry of ``inputdataconfig.json``."""
    return ({"ContentType": content_type} if content_type is not None else {}) | {
        # FastFile is given as the File view that it is to the program.
        "TrainingInputMode": "File",
        "S3DistributionType": distribution,
        "RecordWrapperType": record_wrapper,
    }


def resources(instance_type: str, hosts: Sequence[str]) -> Mapping[str, Any]:
    """``resourceconfig.json``, ``current_host`` apart."""
    group = "homogeneousCluster"
    return {
        "current_instance_type": instance_type,
        "current_group_name": group,
        "hosts": list(hosts),
        "network_interface_name": "eth0",
        "instance_groups": [
            {
                "instance_group_name": group,
                "instance_type": instance_type,
                "hosts": list(hosts),
            }
        ],
    }
