"""The parts of an image URI of ECR: ``ACCOUNT.dkr.ecr.REGION.amazonaws.com/REPOSITORY:TAG``."""

from __future__ import annotations

import re
from dataclasses import dataclass

_REPOSITORY = (
    r"(?P<account>\d{12})\.dkr\.ecr\.(?P<region>[a-z0-9-]+)\.[a-z0-9.]+/(?P<repository>[^:@]+)"
)
_URI = re.compile(_REPOSITORY + r":(?P<tag>[\w.-]+)")
_REFERENCE = re.compile(_REPOSITORY + r"(?::(?P<tag>[\w.-]+))?(?:@(?P<digest>sha256:[0-9a-f]+))?")


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


@dataclass(frozen=True)
class EcrReference:
    """One image of one repository, as it is pulled: where there is a digest, the tag says nothing."""

    account: str
    region: str
    repository: str
    tag: str
    digest: str = ""


def reference(uri: str) -> EcrReference | None:
    """The parts, by Docker's rules: no tag and no digest means ``latest``; None where it is no URI of ECR."""
    found = _REFERENCE.fullmatch(uri)
    if found is None:
        return None
    parts = {name: value or "" for name, value in found.groupdict().items()}
    if not parts["digest"]:
        parts["tag"] = parts["tag"] or "latest"
    return EcrReference(**parts)


def repository_of(uri: str) -> str:
    """The URI without tag and digest."""
    host, slash, name = uri.partition("/")
    return f"{host}{slash}{name.partition('@')[0].partition(':')[0]}"
