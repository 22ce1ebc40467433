"""A SageMaker session that can reach nothing.

The SageMaker SDK wants a session for everything, and its own makes boto3 clients, looks for
credentials and may create a bucket. A definition is built from strings, so this one has a region and
no client at all: whatever would call AWS fails on None, at once, and in the test that builds it.
"""

from typing import Any

from pipelines.sdk.upstream import Session


class OfflineSession(Session):  # type: ignore[misc]  # the SDK has no types
    """A session of a region, without clients."""

    def __init__(self, region: str) -> None:
        self._region = region
        super().__init__()

    def _initialize(self, **_: Any) -> None:
        """Stands in for the SDK's own, which makes the clients."""
        self._region_name = self._region
        self.boto_session = None
        self.sagemaker_client = None
        self.local_mode = False
        self.config = None
        self.sagemaker_config: dict[str, Any] = {}
