"""What the parts of a server share: its account, home folder, runtime, address and clock, and what it allows.

Handed to whoever runs containers (``jobs`` and ``hosting``), so that both give them the same
environment.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from localaws.clock import Clock
from localaws.images.aws_made import Catalogue
from localaws.runtime.protocol import Runtime
from localaws.sagemaker.interruptions import Interruptions
from localaws.sagemaker.quotas import Quotas


@dataclass(frozen=True)
class ServerContext:
    """One embedded AWS, as all its services see it.

    Attributes:
        endpoint: the URL under which containers reach it.
        catalogue: the images of AWS's own that it stands in for.
        access_key: the id that containers sign with, which the server may ask for.
        quotas: how many instances may be in use, where its user has set that.
        zip_runtime: runs functions made of a zip, where that is not the runtime of everything else.
        interruptions: how often managed spot instances are taken away.
        clock: all time in it, which a test may move.
    """

    account: str
    home: Path
    runtime: Runtime
    endpoint: str  # such as http://localhost:4566
    catalogue: Catalogue = field(default_factory=lambda: Catalogue((), ""))
    access_key: str = "test"
    quotas: Quotas = field(default_factory=Quotas)
    zip_runtime: Runtime | None = None
    interruptions: Interruptions = field(default_factory=Interruptions)
    clock: Clock = field(default_factory=Clock)

    def environment(self, region: str, isolated: bool = False) -> dict[str, str]:
        """What the platform itself sets in every container, AWS's side of the contract's 1.5.

        An isolated container (``EnableNetworkIsolation``) gets neither credentials nor an endpoint,
        as on AWS.
        """
        environment = {
            "AWS_REGION": region,
            "AWS_DEFAULT_REGION": region,
            "AWS_EXECUTION_ENV": "AWS_ECS_EC2",
        }
        if not isolated:
            environment |= {
                "AWS_ENDPOINT_URL": self.endpoint,
                "AWS_ENDPOINT_URL_S3": self.endpoint,
                "S3_ENDPOINT_URL": self.endpoint,  # read by SageMaker's training toolkit
                "AWS_ACCESS_KEY_ID": self.access_key,
                "AWS_SECRET_ACCESS_KEY": "test",
                "AWS_DISABLE_HOST_PREFIX_INJECTION": "true",  # no host but localhost is this server
            }
        return environment
