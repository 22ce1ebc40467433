"""What serves, what its model's evaluation has left, and what has been captured of its traffic."""

from pipelines.deployment_inputs import RUNS, DeploymentInputs
from pipelines.monitoring.ending import NO_BASELINE, NOT_CAPTURED, NOTHING_SERVES, TOO_LITTLE, Ends
from pipelines.sdk import jsonata
from pipelines.sdk.fragment import Fragment, in_a_row
from pipelines.sdk.jsonata import expression
from pipelines.sdk.states import Call, Catch, Choice, Fail, with_also
from pipelines.workflow import retries
from pipelines.workflow.sagemaker_errors import NO_ENDPOINT

BASELINE = "evaluation/baseline.json"
"""In the folder of the run whose evaluation has left it."""
MOST_FILES = 500
"""Of captured traffic. A state may have 256 KiB, and S3 says some 420 bytes of a file with the longest names."""
_IN, _GOT = "$states.input", "$states.result"
_NAMED = f'"Endpoint " & {_IN}.endpoint'


class FindWhatServes(Fragment):
    """The endpoint's configuration and model; `$.serving` is then what later states know of them."""

    def __init__(self, inputs: DeploymentInputs) -> None:
        asked = {"EndpointName": expression(f"{_IN}.endpoint")}
        found = {
            "configuration": f"{_GOT}.EndpointConfigName",
            "variant": f"{_GOT}.ProductionVariants[0].VariantName",
            "captures": f"{_GOT}.DataCaptureConfig.EnableCapture = true",
            "destination": f"{_GOT}.DataCaptureConfig.DestinationS3Uri",
        }
        look = Call(
            "Look at endpoint",
            "sagemaker",
            "describeEndpoint",
            asked,
            "Which configuration serves, and is its traffic captured?",
            output=with_also("serving", jsonata.mapping(found)),
        )
        absent = Choice("Is there no endpoint?", "Or could it not be looked at?")
        nothing = Ends("No endpoint", NOTHING_SERVES, f'{_NAMED} & " does not exist yet."')
        unknown = Fail(
            "Endpoint unknown",
            "EndpointUnknown",
            f'{_NAMED} & " could not be looked at: " & {_IN}.failure.Cause',
        )
        absent.when(NO_ENDPOINT, nothing)
        absent.otherwise(unknown)
        look.add_retry(retries.of_a_look("SageMaker"))
        look.add_catch(Catch(["States.ALL"], absent))
        captured = Choice("Is its traffic captured?", "There is nothing to look at otherwise.")
        not_captured = Ends(
            "Traffic is not captured",
            NOT_CAPTURED,
            f'{_NAMED} & " captures nothing of its traffic: there is nothing to compare."',
        )
        configuration = Call(
            "Look at configuration",
            "sagemaker",
            "describeEndpointConfig",
            {"EndpointConfigName": expression(f"{_IN}.serving.configuration")},
            "What was asked before it was made, another model has answered.",
            output=with_also(
                "serving",
                f"$merge([{_IN}.serving, "
                + jsonata.mapping(
                    {
                        "model": f"{_GOT}.ProductionVariants[VariantName = {_IN}.serving.variant].ModelName",
                        "since": f"$max([{_IN}.look.since, $toMillis({_GOT}.CreationTime)])",
                    }
                )
                + "])",
            ),
        )
        model = Call(
            "Look at model",
            "sagemaker",
            "describeModel",
            {"ModelName": expression(f"{_IN}.serving.model")},
            "Its artifact lies in the folder of the run that trained it.",
            output=with_also(
                "serving",
                f'$merge([{_IN}.serving, {{"artifact": {_GOT}.PrimaryContainer.ModelDataUrl}}])',
            ),
        )
        captured.go_on_when(f"{_IN}.serving.captures").otherwise(not_captured)
        for call in (configuration, model):
            call.add_retry(retries.of_a_poll("SageMaker"))
        row = in_a_row(look, captured, configuration, model)
        super().__init__(row, [model], early=[nothing, not_captured])


class FindBaseline(Fragment):
    """What the evaluation of the model has left: in the run of its name or, where the evaluation was reused, in the
    run that trained its artifact. `$.baseline` is then its folder."""

    def __init__(self, inputs: DeploymentInputs) -> None:
        of_name = f"{_IN}.serving.model"
        of_artifact = f'$split({_IN}.serving.artifact, "/{RUNS}")[1] ~> $substringBefore("/")'
        own = _listing("Find baseline", inputs, of_name, "Is one in the folder of the run?")
        earlier = _listing(
            "Find earlier baseline", inputs, of_artifact, "Or in that of the run that trained?"
        )
        is_there = Choice("Is there a baseline?", "Each model is compared with its own.")
        is_earlier = Choice("Is there an earlier baseline?", "Each model is compared with its own.")
        none = Ends(
            "Model has no baseline",
            NO_BASELINE,
            f'"The evaluation of model " & {_IN}.serving.model & " has left no baseline.json: there is nothing to "'
            ' & "compare its traffic with."',
        )
        is_there.go_on_when(f"{_IN}.baseline.there").otherwise(earlier)
        is_earlier.go_on_when(f"{_IN}.baseline.there").otherwise(none)
        own.next(is_there)
        earlier.next(is_earlier)
        super().__init__(own, [is_there, is_earlier], early=[none])


def _listing(name: str, inputs: DeploymentInputs, run: str, comment: str) -> Call:
    key = f'"{RUNS}" & ({run}) & "/{BASELINE}"'
    folder = f'"{inputs.runs}/" & ({run}) & "/evaluation/"'
    call = Call(
        name,
        "s3",
        "listObjectsV2",
        {"Bucket": inputs.bucket, "Prefix": expression(key), "MaxKeys": 1},
        comment,
        output=with_also(
            "baseline", jsonata.mapping({"there": f"{_GOT}.KeyCount > 0", "folder": folder})
        ),
    )
    call.add_retry(retries.of_a_look("S3"))
    return call


class FindCaptures(Fragment):
    """The files of the traffic since then, in a manifest beside the look: SageMaker's keys begin with the hour."""

    def __init__(self, inputs: DeploymentInputs) -> None:
        prefix = (
            f'$substringAfter({_IN}.serving.destination, "s3://{inputs.bucket}/") & "/" & '
            f'{_IN}.endpoint & "/" & {_IN}.serving.variant & "/"'
        )
        hour = f'$fromMillis({_IN}.serving.since, "[Y0001]/[M01]/[D01]/[H01]")'
        listing = Call(
            "Find captures",
            "s3",
            "listObjectsV2",
            {
                "Bucket": inputs.bucket,
                "Prefix": expression(prefix),
                "StartAfter": expression(f"{prefix} & {hour}"),
                "MaxKeys": MOST_FILES,
            },
            "The first files of the hours that count.",
            output=with_also(
                "captures",
                jsonata.mapping(
                    {
                        "prefix": f'"s3://{inputs.bucket}/" & {prefix}',
                        "files": f"[{_GOT}.Contents.$substringAfter(Key, {prefix})]",
                    }
                ),
            ),
        )
        any_there = Choice("Was anything captured?", "A job would fail without a file to read.")
        none = Ends(
            "Nothing captured",
            TOO_LITTLE,
            f'{_NAMED} & " has captured nothing since " & $fromMillis({_IN}.serving.since) & "."',
        )
        manifest = Call(
            "List captures",
            "s3",
            "putObject",
            {
                "Bucket": inputs.bucket,
                "Key": expression(f'{_IN}.look.folder & "captures.manifest"'),
                "Body": expression(
                    f'$append([{{"prefix": {_IN}.captures.prefix}}], {_IN}.captures.files)'
                ),
                "ContentType": "application/json",
            },
            "Which files the job reads.",
        )
        any_there.go_on_when(f"$count({_IN}.captures.files) > 0").otherwise(none)
        for call in (listing, manifest):
            call.add_retry(retries.of_a_look("S3"))
        row = in_a_row(listing, any_there, manifest)
        super().__init__(row, [manifest], early=[none])
