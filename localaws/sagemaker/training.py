"""The API of training jobs."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from localaws.sagemaker.service import SageMaker


def register(service: SageMaker) -> None:
    """Register the operations on training jobs."""
    service.register({})
