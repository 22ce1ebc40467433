"""The API of processing jobs."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from localaws.sagemaker.service import SageMaker


def register(service: SageMaker) -> None:
    """Register the operations on processing jobs."""
    service.register({})
