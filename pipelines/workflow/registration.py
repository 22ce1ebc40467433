"""The model in SageMaker's registry: a version of the deployment's group, with what it was measured by and made of."""

from pipelines.definition import Pipeline
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.sdk.fragment import Fragment
from pipelines.sdk.jsonata import block, expression, literal, mapping
from pipelines.sdk.states import Call, Fail, Retry, catch_all, with_also
from pipelines.sdk.values import Value
from pipelines.workflow import failures
from pipelines.workflow.image import image, of_model

_INPUT = "$states.input"
_ARTIFACT = f"{_INPUT}.training.ModelArtifacts.S3ModelArtifacts"
_NOT_IN_METADATA = r"/[^A-Za-z0-9 _.:\/=+@-]+/"
_LONGEST_VALUE, _LONGEST_DESCRIPTION, _LONGEST_TOKEN = 256, 1000, 36
_WORTH_ANOTHER_TRY = (
    *("SageMaker.ThrottlingException", "SageMaker.SageMakerException"),
    *("SageMaker.SdkClientException", "States.Timeout"),
)


class RegisterStep(Fragment):
    """Registers the model; `$.package.arn` is the version that it got.

    Approved there is what a human approved; a model that the gate alone let pass waits in the registry for
    whoever approves it for more than this endpoint. A state that runs again registers no second version:
    the request carries the run's name as its token.
    """

    def __init__(self, pipeline: Pipeline, inputs: DeploymentInputs) -> None:
        if inputs.package_group is None:
            raise ValueError(f"The deployment of {pipeline.name!r} brings no model package group.")
        uri = image(pipeline, inputs, of_model(inputs))
        container = {
            "Image": expression(f"{_INPUT}{uri.to_jsonpath().removeprefix('$')}")
            if isinstance(uri, Value)
            else uri,
            "ModelDataUrl": expression(_ARTIFACT),
            **(
                {"Environment": dict(pipeline.serving.environment)}
                if pipeline.serving.environment
                else {}
            ),
        }
        register = Call(
            "Register model",
            "sagemaker",
            "createModelPackage",
            {
                "ModelPackageGroupName": inputs.package_group,
                "ModelPackageDescription": expression(
                    f"$substring({_decision('sentence')}, 0, {_LONGEST_DESCRIPTION})"
                ),
                "InferenceSpecification": {"Containers": [container]},
                "ModelApprovalStatus": "Approved" if inputs.approval else "PendingManualApproval",
                "CustomerMetadataProperties": expression(_lineage(inputs)),
                "ClientToken": expression(
                    f'$substring($hash({_INPUT}.names.run, "SHA-256"), 0, {_LONGEST_TOKEN})'
                ),
                **({"ModelMetrics": _metrics()} if pipeline.evaluation else {}),
            },
            "A version of the group, with its metrics and what made it.",
            output=with_also("package", mapping({"arn": "$states.result.ModelPackageArn"})),
        )
        register.add_retry(Retry(_WORTH_ANOTHER_TRY, interval=2, attempts=4, ceiling=30))
        cause = failures.of_call("The model could not be registered")
        catch_all(register, Fail("Model not registered", "ModelNotRegistered", cause))
        super().__init__(register, [register])


def _metrics() -> dict[str, object]:
    """The evaluation's file, as the gate read it."""
    uri = f"{_INPUT}.scores_uri"
    own = f'{_INPUT}.where.evaluated & "/evaluation/evaluation.json"'
    statistics = {
        "ContentType": "application/json",
        "S3Uri": expression(f"$exists({uri}) ? {uri} : {own}"),
    }
    return {"ModelQuality": {"Statistics": statistics}}


def _lineage(inputs: DeploymentInputs) -> str:
    """Where the model comes from. What there is nothing to say of is left out: the registry takes no empty text."""
    known = {
        "run": f"{_INPUT}.names.run",
        "execution": "$states.context.Execution.Id",
        "training_job": f"{_INPUT}.training.TrainingJobName",
        "data": f"{_INPUT}.config.data",
        "data_digest": f"{_INPUT}.inputs.data.digest",
        "code": literal(inputs.code_uri or inputs.source_uri or ""),
        "image": literal(inputs.image_uri),
        "metric": f"{_INPUT}.decision.metric",
        "score": f"{_INPUT}.decision.candidate",
        "champion_score": f"{_INPUT}.decision.champion",
        "champion_run": f"{_INPUT}.champion.run",
        "approved_by": f"{_INPUT}.approval.by",
        "started_by": f"{_INPUT}.config.started_by",
    }
    legal = (
        "function($x) { ("
        '$text := $exists($x) and $type($x) != "null" ? '
        f'$trim($replace($string($x), {_NOT_IN_METADATA}, "_")) : ""; '
        f'$text != "" ? $substring($text, 0, {_LONGEST_VALUE})) }}'
    )
    return block({"legal": legal}, mapping({key: f"$legal({code})" for key, code in known.items()}))


def _decision(member: str) -> str:
    said = f"{_INPUT}.decision.{member}"
    return f"($exists({said}) ? {said} : {_INPUT}.names.run)"
