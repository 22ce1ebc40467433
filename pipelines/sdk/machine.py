"""The whole state machine: the SDK's graph, with its integrations in the partition of a region."""

from typing import Any

from pipelines.sdk import upstream

_PREFIX = "arn:aws:states:::"


class Machine(upstream.Graph):  # type: ignore[misc]  # the SDK has no types
    """The states that can be reached from a chain. The SDK's `Workflow(…).create()` takes it as it is."""

    def __init__(self, chain: Any, region: str, comment: str, timeout_seconds: int) -> None:
        super().__init__(chain, comment=comment, timeout_seconds=timeout_seconds)
        self._partition = partition(region)

    def to_dict(self) -> dict[str, Any]:
        """The definition in Amazon States Language."""
        definition: dict[str, Any] = super().to_dict()
        return self._in_partition(definition)

    def _in_partition(self, definition: dict[str, Any]) -> dict[str, Any]:
        states = {name: self._state(state) for name, state in definition["States"].items()}
        return {**definition, "States": states}

    def _state(self, state: dict[str, Any]) -> dict[str, Any]:
        if "ItemProcessor" in state:
            return {**state, "ItemProcessor": self._in_partition(state["ItemProcessor"])}
        if "Branches" in state:
            return {**state, "Branches": [self._in_partition(one) for one in state["Branches"]]}
        if "Resource" not in state:
            return state
        resource = state["Resource"].removeprefix(_PREFIX)
        return {**state, "Resource": f"arn:{self._partition}:states:::{resource}"}


_PARTITIONS = {
    "cn-": "aws-cn",
    "us-gov-": "aws-us-gov",
    "us-iso-": "aws-iso",
    "us-isob-": "aws-iso-b",
    "eu-isoe-": "aws-iso-e",
    "us-isof-": "aws-iso-f",
    "eusc-": "aws-eusc",
}
"""By how the names of their regions begin, as botocore's partitions.json."""


def partition(region: str) -> str:
    """The partition of a region; the commercial one for a region that is not known yet (a CDK token)."""
    return next((name for begin, name in _PARTITIONS.items() if region.startswith(begin)), "aws")
