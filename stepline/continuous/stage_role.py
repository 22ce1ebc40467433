"""A stage, the role that a workflow takes on to deploy it, and the region, as a user writes them: `dev=arn:aws:iam::…`,
`prod=eu-central-1`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from stepline.errors import UserError

_STAGE = re.compile(r"[a-z][a-z0-9]{0,11}")
_ROLE = re.compile(r"arn:aws(-[a-z]+)*:iam::[0-9]{12}:role/[\w+=,.@/-]{1,512}")
_REGION = re.compile(r"[a-z]{2}(-[a-z]+)+-[0-9]")
_WRITTEN = "STAGE=ARN, such as dev=arn:aws:iam::111122223333:role/deploy"


@dataclass(frozen=True)
class StageRole:
    """Where one of the workflow's jobs deploys to, and as whom."""

    stage: str
    role: str
    region: str


def read(texts: Sequence[str], regions: Sequence[str]) -> tuple[StageRole, ...]:
    """The stages in the order in which they are deployed, each in its own region or in the one of all.

    Raises:
        UserError: there are none, one is not written so, one comes twice, or one has no region.
    """
    if not texts:
        raise UserError(f"A workflow needs a role for each stage: --role {_WRITTEN}.")
    by_stage = dict(map(_region, regions))
    found = tuple(_read(text, by_stage) for text in texts)
    stages = [each.stage for each in found]
    for stage in stages:
        if stages.count(stage) > 1:
            raise UserError(f"Stage {stage} has two roles: each stage is deployed once.")
    for with_region in by_stage:
        if with_region is not None and with_region not in stages:
            raise UserError(
                f"Stage {with_region} has a region and no role: give --role {with_region}=ARN too."
            )
    return found


def _region(text: str) -> tuple[str | None, str]:
    """Of a stage, or (None) of all that have none of their own."""
    stage, _, region = text.rpartition("=")
    if not _REGION.fullmatch(region) or (stage and not _STAGE.fullmatch(stage)):
        raise UserError(
            f"--region is a region such as eu-central-1, or that of a stage, prod=eu-central-1; got {text!r}."
        )
    return stage or None, region


def _read(text: str, regions: Mapping[str | None, str]) -> StageRole:
    stage, _, role = text.partition("=")
    if not _STAGE.fullmatch(stage):
        raise UserError(f"A role is given as {_WRITTEN}; {text!r} begins with no stage's name.")
    if not _ROLE.fullmatch(role):
        raise UserError(f"A role is given as {_WRITTEN}; {role!r} is no ARN of a role.")
    region = regions.get(stage, regions.get(None))
    if region is None:
        raise UserError(f"Stage {stage} has no region: give --region {stage}=REGION too.")
    return StageRole(stage, role, region)
