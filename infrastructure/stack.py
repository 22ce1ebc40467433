"""One pipeline's stack: where the parts are put together. Each part is a module of its own."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from aws_cdk import CfnOutput, Environment, Stack
from constructs import Construct

from infrastructure import code, release, rollback_alarms
from infrastructure.asking_function import asking_function
from infrastructure.deployment_inputs import deployment_inputs, machines
from infrastructure.execution_role import Readable, execution_role
from infrastructure.schedule import schedule
from infrastructure.settings import Settings
from infrastructure.state_machine import log_group, state_machine
from infrastructure.state_machine_role import state_machine_role
from infrastructure.storage import bucket
from pipelines.definition import Pipeline
from pipelines.workflow.state_machine import definition

ROOT = Path(__file__).resolve().parent.parent


class PipelineStack(Stack):
    """`stepline-<pipeline>-<stage>`: everything that one pipeline needs to run by itself.

    root: the folder with training/<pipeline> (a Dockerfile or a framework's script), unless AWS has an image that
    needs none, and, for a pipeline that processes, processing/<pipeline>.

    Raises SettingsError where the settings and the pipeline do not fit together.
    """

    def __init__(
        self, scope: Construct, settings: Settings, pipeline: Pipeline, root: Path = ROOT
    ) -> None:
        super().__init__(
            scope,
            settings.stack_name,
            stack_name=settings.stack_name,  # wherever in the app it is
            env=Environment(account=settings.account, region=settings.region),
            description=pipeline.description,
            # On the stack: CloudFormation hands them on to every resource that takes tags.
            tags={"stepline:pipeline": pipeline.name, "stepline:stage": settings.stage},
        )
        own = bucket(self, settings)
        fleets = machines(settings, pipeline)
        images = code.images(
            self, settings, pipeline, root / "training" / pipeline.name, fleets.values()
        )
        processing = (
            code.processing_code(self, root / "processing" / pipeline.name)
            if pipeline.processing
            else None
        )
        script = (
            code.script(self, root / "training" / pipeline.name, pipeline.training.script)
            if pipeline.training.script
            else None
        )
        reads = [
            Readable(f"Data{n}", name, ("*",)) for n, name in enumerate(settings.data_buckets, 1)
        ]
        if processing:
            reads.append(Readable("Code", processing.s3_bucket_name, (processing.s3_object_key,)))
        if script:
            reads.append(Readable("Script", script.s3_bucket_name, (script.s3_object_key,)))
        endpoint_name = settings.endpoint.name or settings.stack_name
        how = release.release(settings, fleets.get("endpoint"))
        alarms = rollback_alarms.names(settings.stack_name, how)
        jobs = execution_role(
            self,
            bucket=own.bucket_name,
            reads=reads,
            repositories=images.repository_arns,
            alarms=alarms,
        )
        rollback_alarms.rollback_alarms(
            self,
            stack_name=settings.stack_name,
            release=how,
            endpoint_name=endpoint_name,
            variant=pipeline.serving.variant,
        )
        asking = (
            asking_function(
                self,
                name=settings.stack_name,
                endpoint_name=endpoint_name,
                retention_days=settings.log_retention_days,
            )
            if release.needs_function(pipeline, settings)
            else None
        )
        inputs = deployment_inputs(
            settings,
            pipeline,
            region=self.region,
            bucket=own.bucket_name,
            images=images,
            execution_role_arn=jobs.role_arn,
            code=processing,
            script=script,
            asking_function=asking.attr_arn if asking else None,
        )
        states = definition(pipeline, inputs)
        # What executions with `{}` run on, for whoever compares it with the account's quotas.
        self.add_metadata(
            "stepline:instances",
            {part: dataclasses.asdict(fleet) for part, fleet in fleets.items()},
        )
        group = log_group(
            self, name=settings.stack_name, retention_days=settings.log_retention_days
        )
        machine = state_machine(
            self,
            name=settings.stack_name,
            definition=states,
            role=state_machine_role(
                self,
                definition=states,
                execution_role=jobs,
                buckets=[own.bucket_name, *settings.data_buckets],
                prefix=pipeline.prefix(settings.stage),
                endpoint_name=inputs.endpoint_name,
                functions=[asking.attr_arn] if asking else [],
                alarms=alarms,
            ),
            group=group,
        )
        schedule(
            self,
            name=settings.stack_name,
            machine=machine,
            expression=settings.schedule,
            enabled=settings.schedule_enabled,
        )
        outputs = {
            "StateMachineArn": machine.ref,
            "BucketName": own.bucket_name,
            "EndpointName": inputs.endpoint_name,
            "LogGroupName": group.ref,
            "DataPrefix": inputs.data,
        }
        if inputs.variant.transforms:
            outputs["CorpusPrefix"] = inputs.corpus
        if pipeline.checkpoint and inputs.checkpoint_prefix:
            outputs["PretrainedPrefix"] = inputs.checkpoint_prefix
        for name, value in outputs.items():
            CfnOutput(self, name, value=value)
