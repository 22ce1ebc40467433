"""The Place of a definition: what the settings and the stack's resources say, as the pipelines want it."""

from __future__ import annotations

from dataclasses import replace

from aws_cdk import aws_s3_assets as s3_assets

from infrastructure.settings import Settings, SettingsError
from infrastructure.storage import PRETRAINED
from pipelines.definition import Pipeline
from pipelines.fleet import Fleet
from pipelines.place import Place


def place_of(
    settings: Settings,
    pipeline: Pipeline,
    *,
    region: str,
    bucket: str,
    image_uri: str,
    execution_role_arn: str,
    code: s3_assets.Asset | None,
) -> Place:
    """Where the pipeline runs. The strings are CDK tokens, but for the names that the settings hold.

    Raises SettingsError where the settings ask for more instances than the pipeline can use.
    """
    endpoint_name = settings.endpoint_name or settings.stack_name
    place = Place(
        region=region,
        bucket=bucket,
        image_uri=image_uri,
        execution_role_arn=execution_role_arn,
        stage=settings.stage,
        endpoint_name=endpoint_name,
        endpoint_prefix=endpoint_name,
        code_uri=code.s3_object_url if code else None,
        code_file=f"{code.asset_hash}.zip" if code else None,
        pretrained=_pretrained(settings.pretrained, bucket),
        tags={"stepline:stage": settings.stage},
    )
    processing, training, serving = pipeline.processing, pipeline.training, pipeline.serving
    return replace(
        place,
        processing=_fleet(settings, "processing", processing.fleet, processing.max_instances)
        if processing
        else None,
        training=_fleet(settings, "training", training.fleet, training.max_instances),
        endpoint=_fleet(settings, "endpoint", serving.fleet, serving.max_instances),
    )


def _pretrained(setting: str, bucket: str) -> str | None:
    if setting == "none":
        return None
    return f"s3://{bucket}/{PRETRAINED}" if setting == "bucket" else setting


def _fleet(settings: Settings, part: str, default: Fleet, most: int) -> Fleet:
    """The machines of a part ("processing", "training" or "endpoint"); what the settings leave open is as in
    `default`."""
    count = getattr(settings, f"{part}_instance_count") or default.instance_count
    if count > most:
        raise SettingsError(
            f"stepline:{part}-instance-count cannot be {count} (pipeline {settings.pipeline} takes at "
            f"most {most})."
        )
    return Fleet(getattr(settings, f"{part}_instance_type") or default.instance_type, count)
