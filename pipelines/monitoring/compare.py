"""The job that compares, and what it found."""

from typing import Any

from pipelines.definition import Pipeline
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.instance_types import has_gpu, takes_volume_key
from pipelines.policy import Monitoring
from pipelines.sdk import jsonata
from pipelines.sdk.fragment import Fragment, in_a_row
from pipelines.sdk.jsonata import expression
from pipelines.sdk.states import Call, with_also
from pipelines.workflow import protection, retries
from pipelines.workflow.run import TO_START_AND_STOP

OUTPUT = "monitoring"
"""The folder of the look that has, by variant, the report and the verdict."""
NAMESPACE = "Stepline/Monitoring"
"""Of the metrics StabilityIndex, KolmogorovSmirnov and Rows, by Pipeline and Stage, and by Variant besides."""
_IN = "$states.input"
FOLDER = f'{_IN}.look.folder & "{OUTPUT}/" & {_IN}.serving.variant & "/"'
"""JSONata: the key of a variant's part of it."""
_INPUT, _MADE = "/opt/ml/processing/input", f"/opt/ml/processing/output/{OUTPUT}"
_LIMIT_SECONDS = 3600


class Compare(Call):
    """A processing job of the shared code, in the image that processes. It reads the captured files, the baseline and,
    where the pipeline's reader asks for it, the model."""

    def __init__(self, pipeline: Pipeline, inputs: DeploymentInputs) -> None:
        processing, monitoring = pipeline.processing, pipeline.monitoring
        if processing is None or monitoring is None or inputs.code_uri is None:
            raise ValueError(
                f"Pipeline {pipeline.name!r} is monitored by its processing code, and the deployment brings none."
            )
        request = {
            "ProcessingJobName": expression(
                # A name is SageMaker's only once: one that is retried or redriven has another, as `run.job_name` says.
                f'{_IN}.look.name & "-look-" & $string({_IN}.number) & "-" & '
                '$string($states.context.Execution.RedriveCount) & "-" & $string($states.context.State.RetryCount)'
            ),
            "RoleArn": inputs.execution_role_arn,
            "AppSpecification": {
                "ImageUri": _image(pipeline, inputs),
                "ContainerEntrypoint": ["python3", "-m", "monitoring"],
                "ContainerArguments": _arguments(monitoring),
            },
            # The zip of the code is on Python's path, with what all pipelines share.
            "Environment": {
                **processing.environment,
                "PYTHONPATH": f"{_INPUT}/code/{inputs.code_file}",
            },
            "ProcessingInputs": expression(_sources(inputs.code_uri, monitoring.reads_model)),
            "ProcessingOutputConfig": _outputs(inputs),
            "ProcessingResources": {"ClusterConfig": _machine(pipeline, inputs)},
            "StoppingCondition": {"MaxRuntimeInSeconds": _LIMIT_SECONDS},
            "Tags": _tags(pipeline, inputs),
        }
        shielded = protection.of_processing(inputs).get("NetworkConfig")
        super().__init__(
            "Compare",
            "",
            "",
            request | ({"NetworkConfig": shielded} if shielded else {}),
            "Is the traffic like what the model was evaluated on?",
            timeout_seconds=_LIMIT_SECONDS + TO_START_AND_STOP,
            resource="sagemaker:createProcessingJob.sync",
        )
        self.add_retry(retries.of_a_creation())


class ReadVerdict(Fragment):
    """`$.verdict` is what the job has found; the metric that alarms may watch is its number."""

    def __init__(self, pipeline: Pipeline, inputs: DeploymentInputs) -> None:
        read = Call(
            "Read verdict",
            "s3",
            "getObject",
            {
                "Bucket": inputs.bucket,
                "Key": expression(f'{FOLDER} & "verdict.json"'),
            },
            "The job's few numbers; the rest is in its report.",
            output=with_also("verdict", "$parse($states.result.Body)"),
        )
        dimensions = [
            {"Name": "Pipeline", "Value": pipeline.name},
            {"Name": "Stage", "Value": inputs.stage},
        ]
        variant = {"Name": "Variant", "Value": expression(f"{_IN}.serving.variant")}
        numbers = {
            "StabilityIndex": "stability_index",
            "KolmogorovSmirnov": "ks_distance",
            "Rows": "rows",
        }
        raised = Call(
            "Raise metric",
            "cloudwatch",
            "putMetricData",
            {
                "Namespace": NAMESPACE,
                "MetricData": [
                    {
                        "MetricName": name,
                        "Value": expression(f"{_IN}.verdict.{key}"),
                        "Dimensions": by,
                    }
                    for by in (dimensions, [*dimensions, variant])
                    for name, key in numbers.items()
                ],
            },
            "For dashboards and alarms.",
        )
        read.add_retry(retries.of_a_look("S3"))
        raised.add_retry(retries.of_a_poll("CloudWatch"))
        super().__init__(in_a_row(read, raised), [raised])


def _arguments(monitoring: Monitoring) -> list[str]:
    return [
        *("--since", expression(f"$string($floor({_IN}.serving.since / 1000))")),
        *("--stability-limit", str(monitoring.stability_limit)),
        *("--distance-limit", str(monitoring.distance_limit)),
        *("--least-rows", str(monitoring.least_rows)),
        *("--reader", monitoring.reader),
    ]


def _image(pipeline: Pipeline, inputs: DeploymentInputs) -> str:
    on_gpu = pipeline.processing and has_gpu(_fleet(pipeline, inputs))
    if inputs.processing_image_uri or not on_gpu:
        return inputs.processing_image_uri or inputs.image_uri
    return inputs.gpu_image_uri or inputs.image_uri


def _fleet(pipeline: Pipeline, inputs: DeploymentInputs) -> str:
    assert pipeline.processing is not None
    return (inputs.processing or pipeline.processing.fleet).instance_type


def _machine(pipeline: Pipeline, inputs: DeploymentInputs) -> dict[str, Any]:
    assert pipeline.processing is not None
    instance_type, key = _fleet(pipeline, inputs), inputs.protection.key_arn
    with_key = {"VolumeKmsKeyId": key} if key and takes_volume_key(instance_type) else {}
    return {
        "InstanceType": instance_type,
        "InstanceCount": 1,
        "VolumeSizeInGB": pipeline.processing.volume_gb,
        **with_key,
    }


def _sources(code_uri: str, reads_model: bool) -> str:
    """JSONata: the job's inputs. Of what was captured there are as many as there are folders."""
    one = {
        "LocalPath": f'"{_INPUT}/" & $name',
        "S3Uri": "$uri",
        "S3DataType": '"S3Prefix"',
        "S3InputMode": '"File"',
        "S3DataDistributionType": '"FullyReplicated"',
    }
    source = jsonata.mapping(
        {"InputName": '$replace($name, "/", "-")', "S3Input": jsonata.mapping(one)}
    )
    folders = f"{_IN}.captures.folders"
    several = f'$map({folders}, function($uri, $number) {{ $source("captured/" & $string($number), $uri) }})'
    sources = [
        f'$source("code", {jsonata.literal(code_uri)})',
        f'$source("baseline", {_IN}.baseline.folder)',
        *([f'$source("model", {_IN}.serving.artifact)'] if reads_model else []),
    ]
    return jsonata.block(
        {"source": jsonata.function("$name, $uri", source)},
        f"$append([{', '.join(sources)}], {several})",
    )


def _outputs(inputs: DeploymentInputs) -> dict[str, Any]:
    key = inputs.protection.key_arn
    found = {
        "OutputName": OUTPUT,
        "S3Output": {
            "S3Uri": expression(f'"s3://{inputs.bucket}/" & {FOLDER}'),
            "LocalPath": _MADE,
            "S3UploadMode": "EndOfJob",
        },
    }
    return {"Outputs": [found], **({"KmsKeyId": key} if key else {})}


def _tags(pipeline: Pipeline, inputs: DeploymentInputs) -> list[dict[str, str]]:
    found = {
        **inputs.tags,
        "stepline:pipeline": pipeline.name,
        "stepline:stage": inputs.stage,
        "stepline:execution": expression(f"{_IN}.look.execution"),
        "stepline:run": expression(f"{_IN}.look.name"),
    }
    return [{"Key": key, "Value": value} for key, value in found.items()]
