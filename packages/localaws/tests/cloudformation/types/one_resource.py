"""A stack of one resource, deployed and changed: what Ref and Fn::GetAtt give of it."""

from __future__ import annotations

from typing import Any

from ...cloud import Cloud, outputs


def deployed(
    cloud: Cloud, kind: str, properties: dict[str, Any], *attributes: str, stack: str
) -> dict[str, str]:
    """Ref and the attributes, once the stack is there with these properties."""
    wanted = {"Ref": {"Value": {"Ref": "X"}}} | {
        attribute: {"Value": {"Fn::GetAtt": ["X", attribute]}} for attribute in attributes
    }
    resources = {"X": {"Type": kind, "Properties": properties}}
    found = cloud.deploy(stack, resources, Outputs=wanted)
    assert found["StackStatus"] in ("CREATE_COMPLETE", "UPDATE_COMPLETE"), cloud.reasons(stack)
    return outputs(found)


def failed(cloud: Cloud, kind: str, properties: dict[str, Any], *, stack: str) -> str:
    """What the events say of the resource that could not be made or changed."""
    found = cloud.deploy(stack, {"X": {"Type": kind, "Properties": properties}})
    assert found["StackStatus"].endswith("ROLLBACK_COMPLETE"), found["StackStatus"]
    return " ".join(cloud.reasons(stack))
