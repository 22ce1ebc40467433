"""Who takes part in a training job: what a ``resourceconfig.json`` says, and what follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

ONE_GROUP = "homogeneousCluster"
# Any of these makes the framework spread the work over the hosts of this group.
_DISTRIBUTES = (
    "sagemaker_mpi_enabled",
    "sagemaker_parameter_server_enabled",
    "sagemaker_distributed_dataparallel_enabled",
    "sagemaker_pytorch_ddp_enabled",
    "sagemaker_pytorch_xla_multi_worker_enabled",
    "sagemaker_multi_worker_mirrored_strategy_enabled",
    "sagemaker_torch_distributed_enabled",
)


@dataclass(frozen=True)
class Instances:
    """A resource configuration, and the framework's parameters that name groups of it."""

    config: Mapping[str, Any]
    framework: Mapping[str, Any]

    @property
    def current_host(self) -> str:
        return str(self.config["current_host"])

    @property
    def hosts(self) -> list[str]:
        return list(self.config["hosts"])

    @property
    def current_type(self) -> str:
        return str(self.config.get("current_instance_type", "local"))

    @property
    def current_group(self) -> str:
        return str(self.config.get("current_group_name", ONE_GROUP))

    @property
    def interface(self) -> str:
        return str(self.config.get("network_interface_name", "eth0"))

    @property
    def topology(self) -> list[Any]:
        return list(self.config.get("topology", []))

    @property
    def groups(self) -> dict[str, dict[str, Any]]:
        """The instance groups by name, in the order of the configuration."""
        found = self.config.get("instance_groups", [])
        return {group["instance_group_name"]: group for group in found}

    @property
    def current_group_hosts(self) -> list[str]:
        return list(self.groups.get(self.current_group, {}).get("hosts", []))

    @property
    def distribution_groups(self) -> list[str]:
        """The groups over which the framework spreads the work."""
        named = self.framework.get("sagemaker_distribution_instance_groups")
        if named is not None:
            return list(named)
        spreads = any(self.framework.get(parameter, False) for parameter in _DISTRIBUTES)
        return [self.current_group] if spreads else []

    @property
    def distribution_hosts(self) -> list[str]:
        if not self.groups:
            return self.hosts
        chosen = (g for name, g in self.groups.items() if name in self.distribution_groups)
        return [host for group in chosen for host in group["hosts"]]

    @property
    def master(self) -> str:
        return (self.distribution_hosts or self.hosts)[0]
