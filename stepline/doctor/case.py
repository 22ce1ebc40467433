"""The deployment that is examined, and what the checks have found out about it so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from botocore.config import Config

from stepline.deployment import stack_name
from stepline.doctor.cloud_assembly import CloudAssembly
from stepline.target import Target

# A person waits for the line, and what does not answer now is said to be unreachable.
IMPATIENT = Config(
    connect_timeout=4, read_timeout=15, retries={"mode": "standard", "total_max_attempts": 2}
)


class NotKnown(Exception):
    """A check needs what was not found out before it; the message says what, to end a sentence."""


@dataclass(frozen=True)
class Identity:
    """Who the credentials are."""

    account: str
    region: str
    arn: str


@dataclass
class Case:
    """``context`` are the settings given with ``-c``, as the CDK CLI takes them: ``KEY=VALUE``.

    ``target``, ``identity`` and ``assembly`` are None until they are found out.
    """

    pipeline: str
    stage: str
    context: tuple[str, ...] = ()
    target: Target | None = None
    identity: Identity | None = None
    assembly: CloudAssembly | None = None
    environment: dict[str, str] = field(default_factory=dict)
    """What programs that are started see: the shell's, with what the target adds."""
    _clients: dict[str, Any] = field(default_factory=dict, repr=False)

    @property
    def stack(self) -> str:
        return stack_name(self.pipeline, self.stage)

    def client(self, service: str) -> Any:
        """A client that waits for nobody.

        Raises:
            NotKnown: there are no credentials that AWS takes; it is not asked again.
        """
        if self.target is None or self.identity is None:
            raise NotKnown("it takes an AWS that answers to these credentials")
        if service not in self._clients:
            self._clients[service] = self.target.client(service, IMPATIENT)
        return self._clients[service]

    def who(self) -> Identity:
        if self.identity is None:
            raise NotKnown("it takes an AWS that answers to these credentials")
        return self.identity

    def made(self) -> CloudAssembly:
        """
        Raises:
            NotKnown: there is none, as the synthesis failed.
        """
        if self.assembly is None:
            raise NotKnown("it takes the template, and the synthesis made none")
        return self.assembly
