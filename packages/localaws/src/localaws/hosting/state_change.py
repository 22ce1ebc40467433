"""What is told when something of hosting changes: events write an endpoint's InService as IN_SERVICE."""

from __future__ import annotations

import re
from typing import Any

from localaws.sagemaker.state_change import StateChange


def state_change(described: dict[str, Any], *, is_stage: bool = False) -> StateChange:
    """The change after which Describe answers so: of its status, or only of a stage of a deployment."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", described["EndpointStatus"])
    return StateChange(
        f"SageMaker Endpoint {'Deployment ' if is_stage else ''}State Change",
        described["EndpointArn"],
        described | {"EndpointStatus": words.upper()},
    )
