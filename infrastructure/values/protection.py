"""Keys, networks and roles: what shields a deployment."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator

from infrastructure.values.text import listed, shape

OWN, NONE = "own", "none"

_PARTITION = "arn:aws(-[a-z]+)*"
_KEY_ARN = rf"{_PARTITION}:kms:[a-z0-9-]+:[0-9]{{12}}:key/(mrk-)?[0-9a-f-]{{32,36}}"

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
]
SecurityGroups = Annotated[
    tuple[Annotated[str, shape("sg-[0-9a-f]{8,17}", "the id of a security group, sg-…")], ...],
    BeforeValidator(listed),
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
        r"/([!-.0-~]{1,128}/){0,8}", "a path such as /retraining/, with a slash at each end of it"
    ),
]
