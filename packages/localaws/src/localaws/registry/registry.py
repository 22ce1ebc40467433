"""The model registry of a region: what the server hands to each region's SageMaker."""

from __future__ import annotations

from localaws.registry.contents import Contents
from localaws.registry.groups import Groups
from localaws.registry.packages import Packages
from localaws.sagemaker.service import SageMaker


def register(service: SageMaker) -> None:
    """Make the registry of this service's region and register its operations: a part for ``SageMakers``."""
    contents = Contents()
    service.register(Groups(service, contents).operations())
    service.register(Packages(service, contents).operations())
