"""The function that asks the endpoint what Step Functions cannot: a smoke test whose body is no JSON.

Its code travels inside the template. Only a pipeline that has such a smoke test gets one.
"""

from __future__ import annotations

from pathlib import Path

from aws_cdk import RemovalPolicy
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from constructs import Construct

from infrastructure.settings import Settings
from infrastructure.statement import Statement, needs_rights, own_arn, role
from pipelines.definition import Pipeline
from pipelines.variant import VARIANTS

_CODE = Path(__file__).parent / "functions" / "ask_endpoint.py"
_RUNTIME = "python3.13"
_SECONDS = 80  # a model may take 60


def asking_function(
    scope: Construct, settings: Settings, pipeline: Pipeline, key_arn: str | None
) -> str | None:
    """ARN of `<the stack's name>-ask`, which may ask the endpoints that an execution may name, and nothing else;
    None where Step Functions can ask all that the pipeline's smoke tests say."""
    if not _is_needed(settings, pipeline):
        return None
    name = settings.stack_name
    endpoint_name = settings.endpoint.name or name
    endpoint = own_arn("sagemaker", f"endpoint/{endpoint_name}")
    group_name = f"/aws/lambda/{name}-ask"
    group = logs.CfnLogGroup(
        scope,
        "AskingLogs",
        log_group_name=group_name,
        retention_in_days=settings.log_retention_days,
        kms_key_id=key_arn,
    )
    group.apply_removal_policy(RemovalPolicy.DESTROY)
    streams = own_arn("logs", f"log-group:{group_name}:*")
    runs_with = role(
        scope,
        "AskingRole",
        "lambda",
        [
            Statement(
                "AskEndpoint",
                ("sagemaker:InvokeEndpoint",),
                (endpoint, f"{endpoint}-*"),
                wildcard="An execution may name its endpoint, below the stack's own name.",
            ),
            Statement(
                "WriteLogs",
                ("logs:CreateLogStream", "logs:PutLogEvents"),
                (streams,),
                wildcard="Lambda names the streams of its log.",
            ),
        ],
    )
    made = lambda_.CfnFunction(
        scope,
        "AskingFunction",
        function_name=f"{name}-ask",
        description="Asks the endpoint what the pipeline's smoke test says.",
        runtime=_RUNTIME,
        handler="index.handler",
        code=lambda_.CfnFunction.CodeProperty(zip_file=_CODE.read_text(encoding="utf-8")),
        role=runs_with.role_arn,
        timeout=_SECONDS,
        memory_size=256,
    )
    needs_rights(made, runs_with)
    made.add_resource_dependency(group)
    return made.attr_arn


def _is_needed(settings: Settings, pipeline: Pipeline) -> bool:
    all_json = all(test.is_json for test in pipeline.smoke_tests)
    return VARIANTS[settings.variant].serves and not all_json
