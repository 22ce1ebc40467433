"""The inputs of a definition: what the settings and the stack's resources say, as the pipelines want it."""

from __future__ import annotations

from aws_cdk import aws_s3_assets as s3_assets

from infrastructure import release, rollback_alarms
from infrastructure.code import Images
from infrastructure.protection import protection, spot
from infrastructure.settings import Machines, Settings, SettingsError, key
from infrastructure.storage import PRETRAINED
from pipelines.definition import Pipeline, Processing, Serving, Training, Transformation
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.fleet import Fleet
from pipelines.policy import Approval
from pipelines.variant import VARIANTS


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
        job_log_days=settings.job_log_retention_days,
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
