"""The whole state machine: the SDK's graph, with its integrations in the place's own partition."""

from typing import Any

from pipelines.steps import sdk

_PREFIX = "arn:aws:states:::"


class Machine(sdk.Graph):  # type: ignore[misc]  # the SDK has no types
    """The states that can be reached from `first`. The SDK's `Workflow(…).create()` takes it as it is."""

    def __init__(self, first: Any, region: str, comment: str, timeout_seconds: int) -> None:
        super().__init__(first, comment=comment, timeout_seconds=timeout_seconds)
        self._partition = partition(region)

    def to_dict(self) -> dict[str, Any]:
        """The definition in Amazon States Language."""
        definition: dict[str, Any] = super().to_dict()
        states = {name: self._placed(state) for name, state in definition["States"].items()}
        return {**definition, "States": states}

    def _placed(self, state: dict[str, Any]) -> dict[str, Any]:
        if "Resource" not in state:
            return state
        resource = state["Resource"].removeprefix(_PREFIX)
        return {**state, "Resource": f"arn:{self._partition}:states:::{resource}"}


def partition(region: str) -> str:
    """The partition of a region; the commercial one for a region that is not known yet (a CDK token)."""
    if region.startswith("cn-"):
        return "aws-cn"
    return "aws-us-gov" if region.startswith("us-gov-") else "aws"
