"""A/B: what an execution has to do with an experiment that runs, before anything is paid for.

While one runs the endpoint has two variants: the champion's, and the candidate's. An execution whose input says
`"experiment": "promote"` or `"withdraw"` ends it: it makes a configuration of the one model that stays, and goes on at
once where every release is brought into service and tested. Any other execution ends as skipped: it would train a
model that nobody could compare, or take the candidate's traffic before anything is known of it. An endpoint that
failed, or is being deleted, is as none: the model that it could not serve is no champion to go on beside another.
"""

from pipelines.definition import Pipeline
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.sdk.fragment import Fragment
from pipelines.sdk.jsonata import expression, literal
from pipelines.sdk.states import Call, Choice, Fail, Pass, Retry, catch_all, with_also
from pipelines.workflow import failures, plan, retries, withdrawn
from pipelines.workflow.champion import SERVES_NOTHING
from pipelines.workflow.endpoint_config import EndpointConfigStep
from pipelines.workflow.outcome import SKIPPED, Ends
from pipelines.workflow.sagemaker_errors import NO_ENDPOINT

PROMOTE, WITHDRAW = "promote", "withdraw"
_ASKED = "$states.input.config.experiment"
_ENDPOINT = "$states.input.config.endpoint.name"
_UNKNOWN = failures.of_call("Nobody could tell what serves, and whether an experiment runs")
# The general exception is throttling, but also how an endpoint that does not exist says so: twice, and soon.
_TWICE = [*retries.of_a_look("SageMaker"), Retry(["SageMaker.SageMakerException"], 2, 2)]
_NOTHING = f"$states.input.serving.status in {literal(SERVES_NOTHING)}"
_RUNS = f"{literal(plan.CANDIDATE)} in $states.input.serving.variants"


class ExperimentStep(Fragment):
    """Afterwards `$.serving.champion` is the model that serves, where one does. `release` makes configurations."""

    def __init__(
        self, pipeline: Pipeline, inputs: DeploymentInputs, release: EndpointConfigStep
    ) -> None:
        look = _look()
        none = Fail("No experiment", "NoExperiment", _none())
        absent = Choice("Is there no endpoint to try on?", "Or could nobody tell?")
        absent.when(f'{NO_ENDPOINT} and {_ASKED} != ""', none)
        absent.when(NO_ENDPOINT, None, with_also("serving", "{}"))
        absent.otherwise(Fail("Experiment unknown", "ExperimentUnknown", _UNKNOWN))
        runs = Choice("Does an experiment run?", "Then the endpoint has a candidate's variant.")
        skipped = Ends(
            "Experiment runs",
            SKIPPED,
            _skipped(),
            "It has to end before another model can be tried.",
        )
        models = _models(pipeline)
        runs.when(f'{_NOTHING} and {_ASKED} != ""', none)
        runs.when(_NOTHING, None, with_also("serving", "{}"))
        runs.when(f'{_RUNS} and {_ASKED} = ""', skipped)
        runs.when(f'$not({_RUNS}) and {_ASKED} != ""', none)
        runs.otherwise(models)
        ends = Choice("Is it to end?", "One of the two models goes on alone.")
        ends.when(f"{_ASKED} = {literal(PROMOTE)}", _alone(pipeline, inputs, PROMOTE, release))
        ends.when(f"{_ASKED} = {literal(WITHDRAW)}", _alone(pipeline, inputs, WITHDRAW, release))
        ends.go_on_when("true")
        ends.otherwise(skipped)
        look.add_retry(_TWICE)
        catch_all(look, absent)
        _watch(models, "Models unknown")
        look.next(runs)
        models.next(ends)
        super().__init__(look, [absent, runs, ends], early=[skipped])


def _watch(call: Call, name: str) -> None:
    call.add_retry(_TWICE)
    catch_all(call, Fail(name, "ExperimentUnknown", _UNKNOWN))


def _look() -> Call:
    return Call(
        "Look for an experiment",
        "sagemaker",
        "describeEndpoint",
        {"EndpointName": expression(_ENDPOINT)},
        comment="Does a candidate serve beside the champion?",
        output=with_also(
            "serving",
            '{"status": $states.result.EndpointStatus, '
            '"configuration": $states.result.EndpointConfigName, '
            '"variants": [$states.result.ProductionVariants.VariantName]}',
        ),
    )


def _models(pipeline: Pipeline) -> Call:
    def model(variant: str) -> str:
        return f"$states.result.ProductionVariants[VariantName = {literal(variant)}].ModelName"

    champion, candidate = model(pipeline.serving.variant), model(plan.CANDIDATE)
    return Call(
        "Look at its models",
        "sagemaker",
        "describeEndpointConfig",
        {"EndpointConfigName": expression("$states.input.serving.configuration")},
        comment="Which models serve now?",
        output=with_also(
            "serving",
            f'$merge([$states.input.serving, {{"champion": {champion}}}, '
            f'$exists({candidate}) ? {{"candidate": {candidate}}} : {{}}])',
        ),
    )


def _alone(
    pipeline: Pipeline, inputs: DeploymentInputs, what: str, release: EndpointConfigStep
) -> Pass:
    """Plans what stays when the experiment ends, and goes on where configurations are made."""
    stays = "candidate" if what == PROMOTE else "champion"
    champion, candidate = (f"$states.input.serving.{one}" for one in ("champion", "candidate"))
    said = {
        PROMOTE: f'" serves the candidate " & {candidate} & " alone: it was promoted over " & {champion} & "."',
        WITHDRAW: f'" serves the champion " & {champion} & " alone: " & {candidate} & " was withdrawn."',
    }[what]
    said = f'"Endpoint " & {_ENDPOINT} & {said}'
    planned = Pass(
        f"Plan to {what}",
        with_also(
            "release",
            plan.alone_serves(pipeline.serving.variant, f"$states.input.serving.{stays}", said),
        ),
        comment=f"The {stays} goes on alone.",
    )
    look = Call(
        f"Look at the model to {what}" if what == PROMOTE else "Look at the model that stays",
        "sagemaker",
        "describeModel",
        {"ModelName": expression("$states.input.release.model")},
        comment="What it was made of, as if this execution had trained it.",
        output=with_also(
            "training",
            '{"ModelArtifacts": {"S3ModelArtifacts": $states.result.PrimaryContainer.ModelDataUrl}}',
        ),
    )
    _watch(look, "Model unknown")
    planned.next(withdrawn.note(inputs, look) if what == WITHDRAW else look)
    look.next(release.create)
    return planned


def _skipped() -> str:
    return (
        f'"An experiment runs on endpoint " & {_ENDPOINT} & " (configuration " & $states.input.serving.configuration & '
        '"), so that no other model can be tried. End it with an execution whose input is '
        '{\\"experiment\\": \\"promote\\"} or {\\"experiment\\": \\"withdraw\\"}."'
    )


def _none() -> str:
    return (
        f'"The input asks to " & {_ASKED} & " an experiment, but none runs on endpoint " & {_ENDPOINT} & '
        '": leave the key \\"experiment\\" out."'
    )
