"""The inputs of a definition: what the settings and the stack's resources say, as the pipelines want it."""

from __future__ import annotations

import dataclasses

from aws_cdk import aws_s3_assets as s3_assets

from infrastructure.settings import Machines, Settings, SettingsError, key
from infrastructure.storage import PRETRAINED
from pipelines.definition import Pipeline, Processing, Serving, Training
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.fleet import Fleet


def deployment_inputs(
    settings: Settings,
    pipeline: Pipeline,
    *,
    region: str,
    bucket: str,
    image_uri: str,
    execution_role_arn: str,
    code: s3_assets.Asset | None,
) -> DeploymentInputs:
    """Where the pipeline runs. The strings are CDK tokens, but for the names that the settings hold.

    Raises SettingsError where the settings ask for more instances than the pipeline can use.
    """
    endpoint_name = settings.endpoint.name or settings.stack_name

    def machines(part: str, set_to: Machines, own: Processing | Training | Serving) -> Fleet:
        count = set_to.instance_count or own.fleet.instance_count
        if count > own.max_instances:
            raise SettingsError(
                f"{key(part, 'instance_count')} cannot be {count} (pipeline {pipeline.name} takes at most "
                f"{own.max_instances})."
            )
        return Fleet(set_to.instance_type or own.fleet.instance_type, count)

    return DeploymentInputs(
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
        processing=machines("processing", settings.processing, pipeline.processing)
        if pipeline.processing
        else None,
        training=machines("training", settings.training, pipeline.training),
        endpoint=machines("endpoint", settings.endpoint, pipeline.serving),
        tags={"stepline:stage": settings.stage},
    )


def instances(inputs: DeploymentInputs) -> dict[str, dict[str, str | int]]:
    """The machines that an execution takes unless its input names others, by part of the pipeline."""
    fleets = {
        "processing": inputs.processing,
        "training": inputs.training,
        "endpoint": inputs.endpoint,
    }
    return {part: dataclasses.asdict(fleet) for part, fleet in fleets.items() if fleet}


def _pretrained(setting: str, bucket: str) -> str | None:
    if setting == "none":
        return None
    return f"s3://{bucket}/{PRETRAINED}" if setting == "bucket" else setting
