"""The parts of an image URI of ECR: ``ACCOUNT.dkr.ecr.REGION.amazonaws.com/REPOSITORY:TAG``."""

from __future__ import annotations

import re
from dataclasses import dataclass

_URI = re.compile(
    r"(?P<account>\d{12})\.dkr\.ecr\.(?P<region>[a-z0-9-]+)\.[a-z0-9.]+/(?P<repository>[^:@]+)"
    r":(?P<tag>[\w.-]+)"
)


@dataclass(frozen=True)
class EcrName:
    """One tag of one repository."""

    account: str
    region: str
    repository: str
    tag: str


def parse(uri: str) -> EcrName | None:
    """The parts; None where the URI is not that of an ECR repository with a tag."""
    found = _URI.fullmatch(uri)
    return EcrName(**found.groupdict()) if found else None
