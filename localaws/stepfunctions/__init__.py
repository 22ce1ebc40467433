"""Step Functions: the optimised integration of SageMaker for moto's interpreter."""

from __future__ import annotations

from collections.abc import Callable

from localaws.sagemaker.service import SageMaker


def integrate(sagemaker: Callable[[str], SageMaker]) -> None:
    """Make ``states:::sagemaker:*`` reach ``sagemaker(region)``. Call once."""


def abandon_executions() -> None:
    """Let no running execution start anything more; the server is about to end."""
