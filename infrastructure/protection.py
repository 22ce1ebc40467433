"""What of the settings shields a deployment: its jobs, in the words of the pipelines, and its roles.

The key itself is `key`'s; what a job's request says is `pipelines.workflow.protection`'s.
"""

from __future__ import annotations

from collections.abc import Mapping

import jsii
from aws_cdk import Aspects, IAspect, Stack
from aws_cdk import aws_iam as iam
from constructs import IConstruct

from infrastructure.settings import Settings, SettingsError, key
from pipelines.definition import Pipeline
from pipelines.fleet import Fleet
from pipelines.instance_types import takes_volume_key
from pipelines.protection import Network, Protection, Spot

_LONGEST = 28 * 24 * 3600
_WITHOUT_CHECKPOINTS = 3600
"""SageMaker's longest wait for spot instances: for a program of one's own, and for a built-in algorithm that
begins anew."""


def network(settings: Settings) -> Network | None:
    """Where containers run, if not in SageMaker's own network."""
    return Network(settings.subnets, settings.security_groups) if settings.subnets else None


def without_volume_key(fleets: Mapping[str, Fleet]) -> list[str]:
    """A sentence about each part of the pipeline whose instances' volumes take no key."""
    return [
        f"The volumes of {part} are not encrypted by {key('key')}: {fleet.instance_type} has disks of its own, "
        "which it encrypts by a key in its hardware."
        for part, fleet in fleets.items()
        if not takes_volume_key(fleet.instance_type)
    ]


def protection(settings: Settings, pipeline: Pipeline, key_arn: str | None) -> Protection:
    """What shields the jobs.

    Raises SettingsError where a job could not do its work so.
    """
    from_hub = settings.pretrained not in ("bucket", "none")
    if settings.network_isolation and pipeline.checkpoint and from_hub:
        raise SettingsError(
            f"{key('network_isolation')} cannot be true with {key('pretrained')} {settings.pretrained!r} (a container "
            "that reaches no network cannot fetch a checkpoint from a hub: put it into the bucket)."
        )
    if settings.network_isolation and pipeline.training.script:
        raise SettingsError(
            f"{key('network_isolation')} cannot be true (pipeline {pipeline.name} trains by a script, which AWS's image "
            "fetches from S3 by itself: a container that reaches no network cannot)."
        )
    return Protection(
        key_arn,
        network(settings),
        isolated=settings.network_isolation,
        encrypted_between=settings.encryption_between_containers,
    )


def spot(settings: Settings, pipeline: Pipeline) -> Spot | None:
    """How long training waits for spot instances; None: it does not run on them.

    Raises SettingsError where it could not end in that time, or AWS does not wait as long.
    """
    asked, training = settings.training, pipeline.training
    wait_key, runs = key("training", "spot_max_wait_seconds"), training.max_runtime_seconds
    if not asked.spot:
        if asked.spot_max_wait_seconds is not None:
            raise SettingsError(
                f"{wait_key} cannot be {asked.spot_max_wait_seconds} ({key('training', 'spot')} is not true)."
            )
        return None
    starts_anew = bool(pipeline.algorithm and not training.script and not training.checkpoints)
    longest = _WITHOUT_CHECKPOINTS if starts_anew else _LONGEST
    wait = asked.spot_max_wait_seconds or min(2 * runs, longest)
    if wait > longest:
        raise SettingsError(
            f"{wait_key} cannot be {wait} (SageMaker waits at most {longest} seconds for an algorithm of its own "
            "that has no checkpoints)."
        )
    if wait < runs:
        raise SettingsError(
            f"{key('training', 'spot')} cannot be true with a wait of {wait} seconds (pipeline {pipeline.name} may "
            f"train for {runs}, and the wait has that in it)."
        )
    return Spot(wait)


def hold_roles(stack: Stack, *, path: str, boundary: str | None) -> None:
    """Puts every role of the stack, those of the CDK's own included, below a path and under a boundary.

    A role has its path for ever, so that another path is another role.
    """
    if boundary:
        iam.PermissionsBoundary.of(stack).apply(
            iam.ManagedPolicy.from_managed_policy_arn(stack, "PermissionsBoundary", boundary)
        )
    if path != "/":
        Aspects.of(stack).add(_Path(path))


@jsii.implements(IAspect)
class _Path:
    def __init__(self, path: str) -> None:
        self._path = path

    def visit(self, node: IConstruct) -> None:
        if isinstance(node, iam.CfnRole):
            node.path = self._path
