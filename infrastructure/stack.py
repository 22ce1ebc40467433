"""One pipeline's stack: where the parts are put together. Each part is a module of its own."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from aws_cdk import Annotations, CfnOutput, Environment, Stack
from constructs import Construct

from infrastructure import code, release, rollback_alarms
from infrastructure.alarms import Watched, watch
from infrastructure.alarms_over import tell_when_over
from infrastructure.approval_link import approval_link
from infrastructure.arns import see_to_arns
from infrastructure.asking_function import asking_function
from infrastructure.closing import Closing
from infrastructure.dashboard import dashboard
from infrastructure.dead_letters import dead_letters
from infrastructure.deployment_inputs import deployment_inputs, machines
from infrastructure.execution_role import Readable, execution_role
from infrastructure.key import key
from infrastructure.monitoring import monitoring
from infrastructure.new_data import new_data
from infrastructure.overdue import overdue
from infrastructure.package_group import package_group
from infrastructure.protection import hold_roles, network, without_volume_key
from infrastructure.schedule import schedule
from infrastructure.settings import Settings
from infrastructure.state_machine import log_group, state_machine
from infrastructure.state_machine_role import of_the_stack, state_machine_role
from infrastructure.storage import bucket
from infrastructure.table import table
from infrastructure.topic import admit_alarms, topic
from pipelines.closing.state_machine import definition as closing_definition
from pipelines.definition import Pipeline
from pipelines.variant import VARIANTS
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
            tags=settings.tags,
        )
        see_to_arns(settings)
        hold_roles(self, path=settings.role_path, boundary=settings.permissions_boundary)
        encryption = key(self, settings)
        key_arn = encryption.key_arn if encryption else None
        own = bucket(self, settings, encryption)
        known = table(self, encryption)
        messages = topic(self, settings, encryption)
        registered = package_group(self, settings)
        link = approval_link(self, settings, known, encryption) if settings.approval.link else None
        undelivered = dead_letters(self, settings, encryption)
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
        alarms = rollback_alarms.rollback_alarms(
            self, settings, pipeline, release.release(settings, fleets.get("endpoint"))
        )
        asking = asking_function(self, settings, pipeline, key_arn)
        jobs = execution_role(
            self,
            bucket=own.bucket_name,
            reads=reads,
            repositories=images.repository_arns,
            key_arn=key_arn,
            data_keys=settings.data_keys,
            network=network(settings),
            alarms=alarms,
            transforms=VARIANTS[settings.variant].transforms,
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
            table=known.table_name,
            topic_arn=messages.topic_arn,
            package_group=registered,
            approval_link=link,
            key_arn=key_arn,
            asking_function=asking,
        )
        states = definition(pipeline, inputs)
        # What executions with `{}` run on, for whoever compares it with the account's quotas.
        self.add_metadata(
            "stepline:instances",
            {part: dataclasses.asdict(fleet) for part, fleet in fleets.items()},
        )
        if key_arn:
            for sentence in without_volume_key(fleets):
                Annotations.of(self).add_info(sentence)
        group = log_group(
            self,
            name=settings.stack_name,
            retention_days=settings.log_retention_days,
            key_arn=key_arn,
        )
        resources = of_the_stack(
            table=known.table_name,
            topic_arn=messages.topic_arn,
            bucket=own.bucket_name,
            machine=settings.stack_name,
            package_group=settings.stack_name,
            repositories=images.repository_arns,
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
                own=resources,
                key_arn=key_arn,
                function=asking,
                alarms=alarms,
            ),
            group=group,
        )
        closing = Closing(
            self,
            settings,
            definition=closing_definition(pipeline, inputs),
            of=machine,
            own=resources,
            undelivered=undelivered,
            key_arn=key_arn,
        )
        on_new_data = new_data(self, settings, bucket=own, machine=machine, undelivered=undelivered)
        # Last, so that no update goes back on itself once it is there: see `schedule`.
        schedule(
            self,
            settings,
            machine=machine,
            undelivered=undelivered,
            after=[closing, on_new_data],
            key_arn=key_arn,
        )
        looks = monitoring(
            self,
            settings,
            pipeline,
            inputs,
            retraining=machine,
            execution_role=jobs,
            own=resources,
            undelivered=undelivered,
            key_arn=key_arn,
        )
        watched = Watched(
            machine.ref,
            inputs.endpoint_name,
            pipeline.serving.variant if inputs.variant.serves else None,
        )
        admit_alarms(messages, settings)
        measured = overdue(
            self, settings, inputs, of=machine, undelivered=undelivered, key_arn=key_arn
        )
        ringing = watch(self, settings, watched, messages.topic_arn)
        for alarm in ringing if measured else []:
            alarm.node.add_dependency(measured)
        tell_when_over(self, settings, ringing, messages, undelivered)
        dashboard(self, settings, watched, ringing)
        outputs = {
            "StateMachineArn": machine.ref,
            "BucketName": own.bucket_name,
            "EndpointName": inputs.endpoint_name,
            "LogGroupName": group.ref,
            "DataPrefix": inputs.data,
            "TableName": known.table_name,
            "TopicArn": messages.topic_arn,
            "ModelPackageGroupName": registered,
            "DeadLetterQueueUrl": undelivered.queue_url,
        }
        if looks:
            outputs["MonitoringStateMachineArn"] = looks.ref
        if inputs.variant.transforms:
            outputs["CorpusPrefix"] = inputs.corpus
        if pipeline.checkpoint and inputs.checkpoint_prefix:
            outputs["PretrainedPrefix"] = inputs.checkpoint_prefix
        for name, value in outputs.items():
            CfnOutput(self, name, value=value)
