"""A stage and the role that a workflow takes on to deploy it, as a user writes them: `dev=arn:aws:iam::…`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from stepline.errors import UserError

_STAGE = re.compile(r"[a-z][a-z0-9]{0,11}")
_ROLE = re.compile(r"arn:aws(-[a-z]+)*:iam::[0-9]{12}:role/[\w+=,.@/-]{1,512}")
_WRITTEN = "STAGE=ARN, such as dev=arn:aws:iam::111122223333:role/deploy"


@dataclass(frozen=True)
class StageRole:
    """Where one of the workflow's jobs deploys to, and as whom."""

    stage: str
    role: str


def read(texts: Sequence[str]) -> tuple[StageRole, ...]:
    """The stages in the order in which they are deployed.

    Raises:
        UserError: there are none, one is not written so, or one comes twice.
    """
    if not texts:
        raise UserError(f"A workflow needs a role for each stage: --role {_WRITTEN}.")
    found = tuple(_read(text) for text in texts)
    stages = [each.stage for each in found]
    for stage in stages:
        if stages.count(stage) > 1:
            raise UserError(f"Stage {stage} has two roles: each stage is deployed once.")
    return found


def _read(text: str) -> StageRole:
    stage, _, role = text.partition("=")
    if not _STAGE.fullmatch(stage):
        raise UserError(f"A role is given as {_WRITTEN}; {text!r} begins with no stage's name.")
    if not _ROLE.fullmatch(role):
        raise UserError(f"A role is given as {_WRITTEN}; {role!r} is no ARN of a role.")
    return StageRole(stage, role)
