"""State machines as resources of templates."""

from __future__ import annotations

import json
from typing import Any

from ..cloud import ROLE

PASS = json.dumps({"StartAt": "A", "States": {"A": {"Type": "Pass", "End": True}}})
BROKEN = json.dumps({"StartAt": "Nowhere", "States": {"A": {"Type": "Pass", "End": True}}})


def machine(name: str, definition: str, **properties: Any) -> dict[str, Any]:
    own = {"StateMachineName": name, "DefinitionString": definition, "RoleArn": ROLE}
    return {"Type": "AWS::StepFunctions::StateMachine", "Properties": own | properties}
