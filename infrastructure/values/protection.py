"""Keys, networks and roles: what shields a deployment."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field

from infrastructure.values.text import listed, shape

OWN, NONE = "own", "none"

_PARTITION = "arn:aws(-[a-z]+)*"
_KEY_ARN = rf"{_PARTITION}:kms:[a-z0-9-]+:[0-9]{{12}}:key/(mrk-[0-9a-f]{{32}}|[0-9a-f]{{8}}(-[0-9a-f]{{4}}){{3}}-[0-9a-f]{{12}})"

Key = Annotated[
    str,
    shape(
        f"{NONE}|{OWN}|{_KEY_ARN}",
        "none (AWS's own keys), own (one that the stack makes) or the ARN of a key, arn:aws:kms:…:key/…",
    ),
]
KeyArns = Annotated[
    tuple[Annotated[str, shape(_KEY_ARN, "the ARN of a key, arn:aws:kms:…:key/…")], ...],
    BeforeValidator(listed),
]
Subnets = Annotated[
    tuple[Annotated[str, shape("subnet-[0-9a-f]{8,17}", "the id of a subnet, subnet-…")], ...],
    BeforeValidator(listed),
    Field(max_length=16),  # as SageMaker's VpcConfig, like the next
]
SecurityGroups = Annotated[
    tuple[Annotated[str, shape("sg-[0-9a-f]{8,17}", "the id of a security group, sg-…")], ...],
    BeforeValidator(listed),
    Field(max_length=5),
]
PermissionsBoundary = Annotated[
    str,
    shape(
        rf"{_PARTITION}:iam::([0-9]{{12}}|aws):policy/[\w+=,.@/-]{{1,512}}",
        "the ARN of a managed policy, arn:aws:iam::…:policy/…",
    ),
]
RolePath = Annotated[
    str,
    shape(
        r"(?=.{1,512}$)/([!-.0-~]{1,128}/){0,8}",
        "a path such as /retraining/, with a slash at each end of it, of at most 512 characters",
    ),
]
