"""A quota as Service Quotas shows it: its code, its ARN and what the service's model asks for besides.

Pure. AWS's codes are its own (``L-`` and eight hexadecimal digits, the same in every account); ours
have their form and follow from the name alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

SERVICE_CODE = "sagemaker"
SERVICE_NAME = "Amazon SageMaker"


def code(name: str) -> str:
    """The code of the quota of that name."""
    return f"L-{hashlib.sha256(name.encode()).hexdigest()[:8].upper()}"


def shown(name: str, value: int, account: str, region: str) -> Mapping[str, Any]:
    """The ``ServiceQuota`` of the account."""
    return {
        "ServiceCode": SERVICE_CODE,
        "ServiceName": SERVICE_NAME,
        "QuotaArn": f"arn:aws:servicequotas:{region}:{account}:{SERVICE_CODE}/{code(name)}",
        "QuotaCode": code(name),
        "QuotaName": name,
        "Value": float(value),
        "Unit": "None",
        "Adjustable": True,
        "GlobalQuota": False,
        "QuotaAppliedAtLevel": "ACCOUNT",
    }
