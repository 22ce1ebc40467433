"""The group of the model registry that a pipeline's models are versions of."""

from __future__ import annotations

from aws_cdk import Aws, Fn, RemovalPolicy
from aws_cdk import aws_sagemaker as sagemaker
from constructs import Construct

from infrastructure.settings import Settings


def package_group(scope: Construct, settings: Settings) -> str:
    """Its name. SageMaker deletes no group that has versions: it stays with the bucket that has their artifacts,
    unless `stepline:retain` is false, which asks for an empty one.

    A group that stayed would stop the next stack of the same name, so the name ends in eight letters of the
    stack's own id.
    """
    stack_id = Fn.select(2, Fn.split("/", Aws.STACK_ID))
    name = f"{settings.stack_name}-{Fn.select(0, Fn.split('-', stack_id))}"
    group = sagemaker.CfnModelPackageGroup(
        scope,
        "Models",
        model_package_group_name=name,
        model_package_group_description=f"What pipeline {settings.pipeline} released in stage {settings.stage}",
    )
    group.apply_removal_policy(RemovalPolicy.RETAIN if settings.retain else RemovalPolicy.DESTROY)
    return name
