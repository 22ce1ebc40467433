"""The champion: the model that serves when an execution looks, which the new one is measured beside.

An endpoint leads to its configuration, that to its model, and the model to its artifact. There is none in a first
execution, and where nothing serves: the endpoint has failed, is out of service, or is being deleted. One that is
being created or updated has the model of the configuration that it says. That the endpoint does not exist
is what SageMaker says in so many words; a call that was throttled, or refused, says nothing of it.

A model of the workflow carries in its tags where the data lie that it was trained on. One that somebody else has
put there is measured too, as long as it has an artifact in S3.

One that is there and cannot be measured (it was deleted beneath its endpoint, or names no artifact) is no failure:
`$.champion.problem` says why, and the gate refuses what it cannot compare. `readable_champion` looks further.
"""

from typing import Any

from pipelines.definition import Pipeline
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.sdk import jsonata, upstream
from pipelines.sdk.fragment import Fragment
from pipelines.sdk.jsonata import block, expression, literal, mapping
from pipelines.sdk.states import Call, Choice, Fail, Pass, catch_all, with_also
from pipelines.sdk.values import Value
from pipelines.workflow import failures, retries
from pipelines.workflow.sagemaker_errors import MISSING, NO_ENDPOINT, THROTTLED

PROCESSED = "stepline:processed"
"""The tag of a model: below which prefix its processing outputs lie."""
_CHAMPION = "$states.input.champion"
_MOST_LOOKS = 30
_PAUSE_SECONDS = 5
_ADVICE = literal(
    " No model is released before it is known what serves: see to it that this can be looked up, and start again."
)
SERVES_NOTHING = ["Failed", "OutOfService", "Deleting"]
"""The statuses of an endpoint that has no champion, though it is there."""


class FindChampion(Fragment):
    """Afterwards `$.champion` is `{endpoint, configuration, model, artifact, run, processed}`; without one, `{}`.
    `problem` in it says why it cannot be measured.

    Where the pipeline evaluates nothing, a champion that cannot be read stops nobody.
    """

    def __init__(self, pipeline: Pipeline, inputs: DeploymentInputs) -> None:
        needed = pipeline.evaluation is not None
        none = Pass("No champion", _without("{}"), "Nothing serves: a first execution.")
        unknown = Pass(
            "Champion unknown",
            _without(f"$exists({_CHAMPION}) ? {_CHAMPION} : {{}}"),
            "Nothing is measured beside it.",
        )
        why = failures.of_call("The model that serves could not be found")
        lost = Fail("Champion not found", "ChampionNotFound", f"({why}) & {_ADVICE}")
        gone = Pass("Champion gone", _without(_with_problem(why)), "It cannot be measured.")
        useless = Pass(
            "Champion has no artifact", _without(_with_problem(_useless())), "Nor can this one."
        )
        deleted = Choice("Is it gone?", "Or could nobody tell?")
        deleted.when(MISSING, gone).otherwise(lost)
        failed, without = (deleted, useless) if needed else (unknown, unknown)
        configuration = _look(
            "Find its configuration",
            "describeEndpointConfig",
            {"EndpointConfigName": expression(f"{_CHAMPION}.configuration")},
            "Which model does the endpoint serve?",
            _known({"model": _most_asked()}),
            failed,
        )
        model = _look(
            "Find its model",
            "describeModel",
            {"ModelName": expression(f"{_CHAMPION}.model")},
            "Where is its artifact?",
            _known({"artifact": _artifact(), "arn": "$states.result.ModelArn"}),
            failed,
        )
        tags = _look(
            "Find its run",
            "listTags",
            {"ResourceArn": expression(f"{_CHAMPION}.arn"), "MaxResults": 50},
            "Which run made it, from what?",
            _known(_origin(inputs)),
            failed,
        )
        served = Choice("Does it name a model?", "One of inference components names none.")
        readable = Choice("Has it an artifact?", "A model of an image alone has none.")
        served.when(_is_text(f"{_CHAMPION}.model"), model).otherwise(without)
        readable.when(_is_text(f"{_CHAMPION}.artifact"), tags).otherwise(without)
        configuration.next(served)
        model.next(readable)
        ends = [none, tags, gone, useless] if needed else [none, tags, unknown]
        super().__init__(_find(none, configuration, lost if needed else unknown), ends)


def _find(none: Any, configuration: Any, failed: Any) -> Call:
    """Look for the endpoint; only one that does not exist, or serves nothing, leads to `none`."""
    known = {
        "endpoint": "$states.result.EndpointName",
        "configuration": "$states.result.EndpointConfigName",
        "status": "$states.result.EndpointStatus",
    }
    find = Call(
        "Find champion",
        "sagemaker",
        "describeEndpoint",
        {"EndpointName": expression("$states.input.config.endpoint.name")},
        "Which model serves?",
        output=with_also("champion", mapping(known)),
    )
    serves = Choice("Does it serve?", "One that failed has no champion to lose.")
    serves.when(f"{_CHAMPION}.status in {literal(SERVES_NOTHING)}", none)
    serves.otherwise(configuration)
    pause = upstream.Wait("Wait to look again", seconds=_PAUSE_SECONDS)
    absent = Choice("Is there no champion?", "Or could nobody tell, because calls were throttled?")
    looks = "($exists($states.input.looks) ? $states.input.looks : 0)"
    absent.when(NO_ENDPOINT, none)
    absent.when(
        f"{THROTTLED} and {looks} < {_MOST_LOOKS}", pause, with_also("looks", f"{looks} + 1")
    )
    absent.otherwise(failed)
    find.add_retry(retries.of_a_look("SageMaker"))
    catch_all(find, absent)
    find.next(serves)
    pause.next(find)
    return find


def _look(
    name: str, action: str, arguments: dict[str, Any], comment: str, output: str, failed: Any
) -> Call:
    look = Call(name, "sagemaker", action, arguments, comment, output=output)
    look.add_retry(retries.of_a_poll("SageMaker"))
    catch_all(look, failed)
    return look


def _without(champion: str) -> str:
    """The state with this champion, and without the failure that only said that there is none."""
    others = '$sift($states.input, function($value, $key) { $not($key in ["failure", "looks"]) })'
    return f'$merge([{others}, {{"champion": {champion}}}])'


def _with_problem(why: str) -> str:
    return f"$merge([{_CHAMPION}, {mapping({'problem': why})}])"


def _known(more: dict[str, str]) -> str:
    return with_also("champion", f"$merge([{_CHAMPION}, {mapping(more)}])")


def _most_asked() -> str:
    """Of several variants, the one with the most traffic; of equals, the first."""
    return block(
        {
            "weight": "function($v) { $exists($v.InitialVariantWeight) ? $v.InitialVariantWeight : 1 }",
            "variants": "$filter($states.result.ProductionVariants, function($v) { $exists($v.ModelName) })",
            "most": "$max($map($variants, $weight))",
            "named": "$filter($variants, function($v) { $weight($v) = $most })",
        },
        "$exists($named) ? $named[0].ModelName : null",
    )


def _artifact() -> str:
    container = "$container"
    return block(
        {
            "container": "$exists($states.result.PrimaryContainer) ? $states.result.PrimaryContainer "
            ": $states.result.Containers[0]",
            "found": f"$exists({container}.ModelDataUrl) ? {container}.ModelDataUrl : "
            f"{container}.ModelDataSource.S3DataSource.S3Uri",
        },
        "$exists($found) ? $found : null",
    )


def _origin(inputs: DeploymentInputs) -> dict[str, str]:
    """From the model's tags; a model without them is called as a run is, and so is its prefix."""

    def tag(key: str, otherwise: str) -> str:
        value = f"$states.result.Tags[Key = {literal(key)}].Value"
        return f"$exists({value}) ? {value} : {otherwise}"

    model = f"{_CHAMPION}.model"
    return {
        "run": tag("stepline:run", model),
        "processed": tag(PROCESSED, f'{literal(inputs.runs)} & "/" & {model}'),
    }


def _is_text(code: str) -> str:
    return f'$type({code}) = "string"'


def _useless() -> str:
    return jsonata.cases(
        [
            (
                _is_text(f"{_CHAMPION}.model"),
                f'"Model " & {_CHAMPION}.model & " names no artifact in S3."',
            )
        ],
        f'"Endpoint configuration " & {_CHAMPION}.configuration & " names no model."',
    )


def model_tags() -> dict[str, Any]:
    """What a model says of itself, for the day when it is the champion."""
    return {PROCESSED: Value("$.where.processed")}
