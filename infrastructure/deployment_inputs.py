"""The inputs of a definition: what the settings and the stack's resources say, as the pipelines want it."""

from __future__ import annotations

from collections.abc import Mapping

from aws_cdk import aws_s3_assets as s3_assets

from infrastructure import release, rollback_alarms
from infrastructure.code import Images
from infrastructure.settings import Machines, Settings, SettingsError, key
from infrastructure.storage import PRETRAINED
from pipelines.definition import Pipeline, Processing, Serving, Training, Transformation
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.fleet import Fleet
from pipelines.instance_types import takes_volume_key
from pipelines.policy import Approval
from pipelines.protection import Network, Protection, Spot
from pipelines.variant import VARIANTS

_LONGEST = 28 * 24 * 3600
_WITHOUT_CHECKPOINTS = 3600
"""SageMaker's longest wait for spot instances: for a program of one's own, and for a built-in algorithm that
begins anew."""


def deployment_inputs(
    settings: Settings,
    pipeline: Pipeline,
    *,
    region: str,
    bucket: str,
    images: Images,
    execution_role_arn: str,
    code: s3_assets.Asset | None,
    script: s3_assets.Asset | None,
    table: str,
    topic_arn: str,
    package_group: str,
    approval_link: str | None,
    key_arn: str | None = None,
    asking_function: str | None = None,
) -> DeploymentInputs:
    """Where the pipeline runs. The strings are CDK tokens, but for the names that the settings hold.

    Raises SettingsError where the settings ask for more instances than the pipeline can use.
    """
    endpoint_name = settings.endpoint.name or settings.stack_name
    variant = VARIANTS[settings.variant]
    fleets = machines(settings, pipeline)
    how = release.release(settings, fleets.get("endpoint"))
    return DeploymentInputs(
        region=region,
        bucket=bucket,
        image_uri=images.cpu.uri,
        gpu_image_uri=images.gpu.uri if images.gpu else None,
        processing_image_uri=images.processing.uri if images.processing else None,
        execution_role_arn=execution_role_arn,
        stage=settings.stage,
        endpoint_name=endpoint_name,
        endpoint_prefix=endpoint_name,
        serving_image_uri=images.serving.uri if images.serving else None,
        source_uri=script.s3_object_url if script else None,
        code_uri=code.s3_object_url if code else None,
        code_file=f"{code.asset_hash}.zip" if code else None,
        pretrained=_pretrained(settings.pretrained, bucket),
        processing=fleets.get("processing"),
        training=fleets["training"],
        endpoint=fleets.get("endpoint"),
        transform=fleets.get("transform"),
        protection=protection(settings, pipeline, key_arn),
        spot=spot(settings, pipeline),
        release=how,
        rollback_alarms=rollback_alarms.names(settings.stack_name, how),
        experiment=release.experiment(settings),
        scaling=release.scaling(settings),
        capture=release.capture(settings, key_arn),
        keep=settings.release.keep,
        asking_function=asking_function,
        variant=variant,
        table=table,
        topic_arn=topic_arn,
        package_group=package_group,
        gate_floor=settings.gate.floor,
        gate_margin=settings.gate.margin,
        approval=_approval(settings, approval_link),
        tags=settings.tags,
    )


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
    network = Network(settings.subnets, settings.security_groups) if settings.subnets else None
    return Protection(
        key_arn,
        network,
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


def machines(settings: Settings, pipeline: Pipeline) -> dict[str, Fleet]:
    """What each part of the pipeline runs on unless an execution says otherwise, by the part's name.

    Raises SettingsError where the settings ask for more instances than the part can use, or for a variant
    that the pipeline does not have.
    """
    variant = VARIANTS[settings.variant]
    for does, what, described in (
        (variant.tunes, "tuning", pipeline.tuning),
        (variant.transforms, "transformation of a corpus", _of_a_corpus(pipeline)),
    ):
        if does and described is None:
            raise SettingsError(
                f"{key('variant')} cannot be {variant.name!r} (pipeline {pipeline.name} describes no {what})."
            )
    transforms = variant.transforms or pipeline.asks_in_every_execution
    parts: list[tuple[str, Machines, Processing | Training | Transformation | Serving | None]] = [
        ("processing", settings.processing, pipeline.processing),
        ("training", settings.training, pipeline.training),
        ("transform", settings.transform, pipeline.transformation if transforms else None),
        ("endpoint", settings.endpoint, pipeline.serving if variant.serves else None),
    ]
    found = {}
    for part, set_to, own in parts:
        if own is None:
            continue
        count = set_to.instance_count or own.fleet.instance_count
        if count > own.max_instances:
            raise SettingsError(
                f"{key(part, 'instance_count')} cannot be {count} (pipeline {pipeline.name} takes at most "
                f"{own.max_instances})."
            )
        found[part] = Fleet(set_to.instance_type or own.fleet.instance_type, count)
    return found


def _approval(settings: Settings, link: str | None) -> Approval | None:
    asked = settings.approval
    return Approval(asked.deadline_hours * 3600, link) if asked.required else None


def _of_a_corpus(pipeline: Pipeline) -> Transformation | None:
    return None if pipeline.asks_in_every_execution else pipeline.transformation


def _pretrained(setting: str, bucket: str) -> str | None:
    if setting == "none":
        return None
    return f"s3://{bucket}/{PRETRAINED}" if setting == "bucket" else setting
