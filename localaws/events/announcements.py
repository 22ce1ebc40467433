"""Puts the state changes of SageMaker on the default event bus, as AWS does."""

from __future__ import annotations

from localaws.sagemaker.service import SageMaker


def announce(service: SageMaker) -> None:
    """Announce every state change of this service's jobs and endpoints: a part for SageMakers."""
