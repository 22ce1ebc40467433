"""A stranger's CDK app: a state machine of the CDK's own constructs for SageMaker, all six of them.

An image of one's own is trained, its model transforms a table and serves; then the endpoint is updated.
"""

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_stepfunctions as sfn
from aws_cdk import aws_stepfunctions_tasks as tasks

NAME = sfn.JsonPath.string_at("$$.Execution.Name")
UPDATED = sfn.JsonPath.format("{}-updated", NAME)
SMALL = cdk.aws_ec2.InstanceType("m5.large")
SYNC = sfn.IntegrationPattern.RUN_JOB


def config(
    scope: cdk.Stack, id: str, name: str, weight: float
) -> tasks.SageMakerCreateEndpointConfig:
    variant = tasks.ProductionVariant(
        variant_name="AllTraffic",
        model_name=NAME,
        instance_type=SMALL,
        initial_instance_count=1,
        initial_variant_weight=weight,
    )
    return tasks.SageMakerCreateEndpointConfig(
        scope,
        id,
        endpoint_config_name=name,
        production_variants=[variant],
        result_path=sfn.JsonPath.DISCARD,
    )


def serving(scope: cdk.Stack, id: str, then: sfn.IChainable) -> sfn.IChainable:
    """Wait until the endpoint is in service."""
    look = tasks.CallAwsService(
        scope,
        f"{id}: look",
        service="sagemaker",
        action="describeEndpoint",
        parameters={"EndpointName": NAME},
        iam_resources=["*"],
        result_path="$.endpoint",
    )
    pause = sfn.Wait(scope, f"{id}: wait", time=sfn.WaitTime.duration(cdk.Duration.seconds(1)))
    is_under_way = sfn.Condition.or_(
        sfn.Condition.string_equals("$.endpoint.EndpointStatus", "Creating"),
        sfn.Condition.string_equals("$.endpoint.EndpointStatus", "Updating"),
    )
    is_serving = sfn.Condition.string_equals("$.endpoint.EndpointStatus", "InService")
    choice = sfn.Choice(scope, f"{id}: serves?")
    choice.when(is_under_way, pause).when(is_serving, then)
    choice.otherwise(sfn.Fail(scope, f"{id}: failed"))
    pause.next(look)
    return look.next(choice)


app = cdk.App()
stack = cdk.Stack(app, "sagemaker-tasks")
bucket = s3.Bucket(stack, "Bucket", bucket_name="sagemaker-tasks-data")
role = iam.Role(
    stack,
    "Role",
    assumed_by=iam.ServicePrincipal("sagemaker.amazonaws.com"),
    managed_policies=[iam.ManagedPolicy.from_aws_managed_policy_name("AmazonSageMakerFullAccess")],
)
image = tasks.DockerImage.from_registry("mean:1")
location = tasks.S3Location.from_bucket

train = tasks.SageMakerCreateTrainingJob(
    stack,
    "Train",
    integration_pattern=SYNC,
    training_job_name=NAME,
    role=role,
    algorithm_specification=tasks.AlgorithmSpecification(
        training_image=image,
        training_input_mode=tasks.InputMode.FILE,
        metric_definitions=[tasks.MetricDefinition(name="mean", regex="mean=([0-9.]+)")],
    ),
    hyperparameters={"seconds": "0"},
    input_data_config=[
        tasks.Channel(
            channel_name="training",
            data_source=tasks.DataSource(
                s3_data_source=tasks.S3DataSource(s3_location=location(bucket, "numbers/"))
            ),
        )
    ],
    output_data_config=tasks.OutputDataConfig(s3_output_location=location(bucket, "models")),
    resource_config=tasks.ResourceConfig(
        instance_count=1, instance_type=SMALL, volume_size=cdk.Size.gibibytes(1)
    ),
    stopping_condition=tasks.StoppingCondition(max_runtime=cdk.Duration.minutes(5)),
    result_path="$.training",
)
model = tasks.SageMakerCreateModel(
    stack,
    "Model",
    model_name=NAME,
    role=role,
    primary_container=tasks.ContainerDefinition(
        image=image,
        mode=tasks.Mode.SINGLE_MODEL,
        model_s3_location=tasks.S3Location.from_json_expression(
            "$.training.ModelArtifacts.S3ModelArtifacts"
        ),
    ),
    result_path=sfn.JsonPath.DISCARD,
)
transform = tasks.SageMakerCreateTransformJob(
    stack,
    "Transform",
    integration_pattern=SYNC,
    transform_job_name=NAME,
    model_name=NAME,
    role=role,
    batch_strategy=tasks.BatchStrategy.MULTI_RECORD,
    max_payload=cdk.Size.mebibytes(1),
    max_concurrent_transforms=1,
    transform_input=tasks.TransformInput(
        transform_data_source=tasks.TransformDataSource(
            s3_data_source=tasks.TransformS3DataSource(s3_uri=bucket.s3_url_for_object("numbers/"))
        ),
        content_type="text/csv",
        split_type=tasks.SplitType.LINE,
    ),
    transform_output=tasks.TransformOutput(
        s3_output_path=bucket.s3_url_for_object("transformed"),
        assemble_with=tasks.AssembleWith.LINE,
    ),
    transform_resources=tasks.TransformResources(instance_count=1, instance_type=SMALL),
    result_path="$.transform",
)
endpoint = tasks.SageMakerCreateEndpoint(
    stack,
    "Endpoint",
    endpoint_name=NAME,
    endpoint_config_name=NAME,
    result_path=sfn.JsonPath.DISCARD,
)
update = tasks.SageMakerUpdateEndpoint(
    stack,
    "Update",
    endpoint_name=NAME,
    endpoint_config_name=UPDATED,
    result_path=sfn.JsonPath.DISCARD,
)

updated = update.next(serving(stack, "Updated", sfn.Succeed(stack, "Done")))
second = config(stack, "Another configuration", UPDATED, 2).next(updated)
first = config(stack, "Configuration", NAME, 1).next(endpoint)
states = train.next(model).next(transform).next(first)
endpoint.next(serving(stack, "Made", second))
machine = sfn.StateMachine(
    stack,
    "Machine",
    state_machine_name="sagemaker-tasks",
    definition_body=sfn.DefinitionBody.from_chainable(states),
)
app.synth()
