"""Whether SageMaker may assume an execution role, which every job and model must name."""

from __future__ import annotations

from localaws.sagemaker.errors import validation
from localaws.this_aws.roles import assumable

PRINCIPAL = "sagemaker.amazonaws.com"


def check(arn: str) -> None:
    """See that the role exists and trusts SageMaker.

    Raises:
        ApiError: it does not; AWS has one message for both.
    """
    if not assumable(arn, PRINCIPAL):
        raise validation(
            f"Could not assume role {arn}. Please ensure that the role exists and allows "
            f"principal '{PRINCIPAL}' to assume the role."
        )
