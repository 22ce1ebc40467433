"""Names for resources that the template leaves unnamed: the same ones for the same stack, but never
one twice.
"""

from __future__ import annotations

import base64
import hashlib
import threading

_LONGEST = {
    "AWS::S3::Bucket": 63,
    "AWS::IAM::Role": 64,
    "AWS::Events::Rule": 64,
    "AWS::Lambda::Function": 64,
    "AWS::SageMaker::Endpoint": 63,
    "AWS::SageMaker::EndpointConfig": 63,
    "AWS::SageMaker::Model": 63,
}
_LOWER_CASE = frozenset({"AWS::S3::Bucket", "AWS::ECR::Repository"})
_LONGEST_OTHERWISE = 80


class Names:
    """Remembers what it gave: a resource that is made anew gets another name."""

    def __init__(self) -> None:
        self._given: set[tuple[str, str]] = set()
        self._lock = threading.Lock()

    def fresh(self, owner: str, kind: str, stack: str, logical_id: str) -> str:
        """``<stack>-<logical id>-<suffix>``, cut to what the type allows."""
        with self._lock:
            for attempt in range(10_000):
                name = _name(owner, kind, stack, logical_id, attempt)
                if (kind, name) not in self._given:
                    self._given.add((kind, name))
                    return name
        raise RuntimeError(f"no name is left for {logical_id} of {stack}")


def _name(owner: str, kind: str, stack: str, logical_id: str, attempt: int) -> str:
    seed = f"{owner}/{stack}/{logical_id}/{attempt}".encode()
    suffix = base64.b32encode(hashlib.sha256(seed).digest()).decode()[:12]
    stem = f"{stack}-{logical_id}"[: _LONGEST.get(kind, _LONGEST_OTHERWISE) - 13]
    name = f"{stem.rstrip('-')}-{suffix}"
    return name.lower() if kind in _LOWER_CASE else name


NAMES = Names()
