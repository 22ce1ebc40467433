"""What is told when the status of an endpoint changes: its event writes InService as IN_SERVICE."""

from __future__ import annotations

import re
from typing import Any

from localaws.sagemaker.state_change import StateChange


def state_change(described: dict[str, Any]) -> StateChange:
    """The change after which Describe answers so."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", described["EndpointStatus"])
    return StateChange(
        "SageMaker Endpoint State Change",
        described["EndpointArn"],
        described | {"EndpointStatus": words.upper()},
    )
