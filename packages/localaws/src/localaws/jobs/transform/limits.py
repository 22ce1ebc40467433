"""How requests are made: what was asked for, else what the container says, else AWS's defaults. Pure.

Developer guide, "Use Your Own Inference Code with Batch Transform": ``GET /execution-parameters``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_MOST_MEGABYTES = 100  # of one request, and of all at once
_STRATEGIES = {"SingleRecord": "SINGLE_RECORD", "MultiRecord": "MULTI_RECORD"}


class NoParameters(ValueError):
    """The response is no JSON object: the container does not know the question."""


class BadParameters(ValueError):
    """What the container says of itself is no execution parameters. The message says why."""


@dataclass(frozen=True)
class Limits:
    """``megabytes`` 0: a request may be of any size."""

    concurrent: int
    megabytes: int
    single: bool

    @property
    def text(self) -> str:
        """The first line of the data log, in AWS's words."""
        strategy = "SINGLE_RECORD" if self.single else "MULTI_RECORD"
        return (
            f"MaxConcurrentTransforms={self.concurrent}, MaxPayloadInMB={self.megabytes}, "
            f"BatchStrategy={strategy}"
        )


def environment(request: Mapping[str, Any]) -> dict[str, str]:
    """What the container is told of a request: only what was asked for."""
    told = {"SAGEMAKER_BATCH": "true"}
    if "MaxPayloadInMB" in request:
        told["SAGEMAKER_MAX_PAYLOAD_IN_MB"] = str(request["MaxPayloadInMB"])
    if "BatchStrategy" in request:
        told["SAGEMAKER_BATCH_STRATEGY"] = _STRATEGIES[request["BatchStrategy"]]
    if request.get("MaxConcurrentTransforms"):
        told["SAGEMAKER_MAX_CONCURRENT_TRANSFORMS"] = str(request["MaxConcurrentTransforms"])
    return told


def parameters(body: bytes) -> dict[str, Any]:
    """What a container responds to ``GET /execution-parameters``, checked.

    Raises:
        NoParameters: it is something else.
        BadParameters: one of them cannot be.
    """
    try:
        said = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise NoParameters(f"it is no JSON: {error}") from error
    if not isinstance(said, dict):
        raise NoParameters("it is no JSON object")
    for member, least, most in (
        ("MaxConcurrentTransforms", 1, None),
        ("MaxPayloadInMB", 0, _MOST_MEGABYTES),
    ):
        value = said.get(member, least)
        number = isinstance(value, int) and not isinstance(value, bool)
        if not number or value < least or (most is not None and value > most):
            within = f"from {least}" + (f" to {most}" if most is not None else "")
            raise BadParameters(f"{member} is {value!r} and no integer {within}")
    if said.get("BatchStrategy", "MULTI_RECORD") not in _STRATEGIES.values():
        raise BadParameters(f"BatchStrategy is {said['BatchStrategy']!r}")
    return said


def settled(request: Mapping[str, Any], said: Mapping[str, Any]) -> Limits:
    """The limits of a job.

    Where request and container together would have more than 100 MB under way, fewer requests are.

    Args:
        said: what the container says; empty where it says nothing.
    """
    megabytes = int(request.get("MaxPayloadInMB", said.get("MaxPayloadInMB", 6)))
    concurrent = request.get("MaxConcurrentTransforms") or said.get("MaxConcurrentTransforms", 1)
    if "BatchStrategy" in request:
        strategy = _STRATEGIES[request["BatchStrategy"]]
    else:
        strategy = said.get("BatchStrategy", "MULTI_RECORD")
    if megabytes:
        concurrent = max(1, min(concurrent, _MOST_MEGABYTES // megabytes))
    return Limits(int(concurrent), megabytes, strategy == "SINGLE_RECORD")
