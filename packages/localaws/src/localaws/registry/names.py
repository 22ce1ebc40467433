"""How groups and packages are named: by a name, by a name and a version, or by an ARN of either."""

from __future__ import annotations

from localaws.sagemaker.service import SageMaker

GROUP, PACKAGE = "model-package-group", "model-package"


def arn_of(service: SageMaker, kind: str, named: str) -> str:
    """The ARN that a request means, of ``kind``, where it may give a name or an ARN."""
    return named if named.startswith("arn:") else service.arn(kind, named)


def name_in(arn: str) -> str:
    """The name in an ARN; of a version it is the group's name and the number: ``churn/3``."""
    return arn.split("/", 1)[1]
