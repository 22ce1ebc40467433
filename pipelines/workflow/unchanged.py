"""The early ends of an execution in which nothing is new: what would serve serves, or was refused before.

Both want every step to have been reused. What serves is compared with what the last release put there, so that
another machine, image or setting of the endpoint is brought to it although the model is the same. A model that
the gate or a human refused beside the same champion is not measured, and nobody is asked or told, again.

The table holds the last release of an endpoint (`pk="release"`, by its name), and refusals (`pk="refusal"`, by
the evaluation's fingerprint and the gate). Where it cannot be read the execution goes on.
"""

from collections.abc import Mapping
from typing import Any

from pipelines.definition import Pipeline
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.sdk import jsonata
from pipelines.sdk.fragment import Fragment
from pipelines.sdk.jsonata import expression, literal
from pipelines.sdk.states import Call, Choice, Pass, catch_all, with_also
from pipelines.workflow import fingerprint, retries
from pipelines.workflow.gate import gate_of
from pipelines.workflow.image import image, of_model
from pipelines.workflow.outcome import REFUSED, REJECTED, UNCHANGED, Ends

_INPUT = "$states.input"
_STEPS = f"[$each({_INPUT}.steps, function($step) {{ $step }})]"
EVERYTHING_REUSED = (
    f'$count($filter({_STEPS}, function($step) {{ $type($step.reused_from) != "string" }})) = 0'
)
_BEFORE = f"{_INPUT}.before"
_REMEMBERED_DAYS = 400


class UnlessServed(Fragment):
    """Ends the execution where the endpoint serves just what would be released."""

    def __init__(self, pipeline: Pipeline, inputs: DeploymentInputs) -> None:
        look = _look(
            "Look up the last release",
            inputs,
            _release_key(),
            {"configuration": "configuration", "fingerprint": "fingerprint"},
            "What was put on the endpoint, and how?",
        )
        reused = Choice("Is anything new?", "If not, nothing may be left to do.")
        reused.go_on_when(
            _not(f"{EVERYTHING_REUSED} and $exists({_INPUT}.champion.artifact)")
        ).otherwise(look)
        serves = Choice("Is it served already?", "By the configuration of the last release.")
        end = Ends(
            "Leave all as it is",
            UNCHANGED,
            f'"Nothing has changed since execution " & $split({_INPUT}.steps.train.reused_from, ":")[-1] & '
            f'": endpoint " & {_INPUT}.config.endpoint.name & " serves its model already."',
            "No job, no change of the endpoint, no message.",
        )
        same = (
            f"{_INPUT}.champion.artifact = {_INPUT}.training.ModelArtifacts.S3ModelArtifacts",
            f"{_INPUT}.champion.configuration = {_BEFORE}.configuration",
            f"{_BEFORE}.fingerprint = ({_release(pipeline, inputs)})",
        )
        serves.go_on_when(_not(" and ".join(same))).otherwise(end)
        catch_all(look, serves)
        look.next(serves)
        super().__init__(reused, [reused, serves], early=[end])


class KeepRelease(Fragment):
    """Notes what the endpoint serves now, and how."""

    def __init__(self, pipeline: Pipeline, inputs: DeploymentInputs) -> None:
        keep = _keep(
            "Keep release",
            inputs,
            _release_key(),
            {"configuration": f"{_INPUT}.names.run", "fingerprint": _release(pipeline, inputs)},
            "For an execution in which nothing is new.",
        )
        unkept = Pass("Release not kept", _INPUT, "A later execution will release it again.")
        catch_all(keep, unkept)
        super().__init__(keep, [keep, unkept])


class UnlessRefused(Fragment):
    """Ends the execution where the same model was refused beside the same champion, by the same gate."""

    def __init__(self, pipeline: Pipeline, inputs: DeploymentInputs) -> None:
        look = _look(
            "Look up refusals",
            inputs,
            _refusal_key(pipeline, inputs),
            {"execution": "execution", "sentence": "sentence"},
            "Has this model been refused before?",
        )
        reused = Choice("Is the evaluation new?", "One that is was never decided on.")
        reused.go_on_when(_not(EVERYTHING_REUSED)).otherwise(look)
        refused = Choice("Was it refused before?", "Beside the same champion, by the same gate.")
        end = Ends(
            "Refused before",
            UNCHANGED,
            f'"Nothing has changed since execution " & $split({_BEFORE}.execution, ":")[-1] & ": " & {_BEFORE}.sentence',
            "No job, no change of the endpoint, no message.",
        )
        refused.go_on_when(_not(f"$exists({_BEFORE}.execution)")).otherwise(end)
        catch_all(look, refused)
        look.next(refused)
        super().__init__(reused, [reused, refused], early=[end])


class KeepRefusal(Fragment):
    """Notes that a model was refused, by the gate or by a human."""

    def __init__(self, pipeline: Pipeline, inputs: DeploymentInputs) -> None:
        keep = _keep(
            "Keep refusal",
            inputs,
            _refusal_key(pipeline, inputs),
            {"execution": "$states.context.Execution.Id", "sentence": f"{_INPUT}.outcome.sentence"},
            "So that nobody is asked or told again.",
            expires=f"$string($floor($millis() / 1000) + {_REMEMBERED_DAYS * 86400})",
        )
        ended = Choice("Was the model refused?", "By the gate, or by a human.")
        known = f'$type({_INPUT}.steps.evaluate.fingerprint) = "string"'
        ended.go_on_when(
            _not(f"{_INPUT}.outcome.name in {literal([REFUSED, REJECTED])} and {known}")
        ).otherwise(keep)
        unkept = Pass("Refusal not kept", _INPUT, "A later execution will decide again.")
        catch_all(keep, unkept)
        super().__init__(ended, [ended, keep, unkept])


def _not(condition: str) -> str:
    return f"$not({condition})"


def _release(pipeline: Pipeline, inputs: DeploymentInputs) -> str:
    """A digest of what is released, and how it is served."""
    machines = f"{_INPUT}.config.endpoint"
    parts = {
        "artifact": f"{_INPUT}.training.ModelArtifacts.S3ModelArtifacts",
        "image": fingerprint.code_of(image(pipeline, inputs, of_model(inputs))),
        "machines": f'$string({machines}.instance_count) & " " & {machines}.instance_type',
        "serving": literal(repr(pipeline.serving)),
        "settings": literal(
            repr([inputs.protection, inputs.capture, inputs.scaling, inputs.experiment])
        ),
    }
    return fingerprint.digest(jsonata.mapping(parts))


def _release_key() -> dict[str, str]:
    return {"pk": literal("release"), "sk": f"{_INPUT}.config.endpoint.name"}


def _refusal_key(pipeline: Pipeline, inputs: DeploymentInputs) -> dict[str, str]:
    gate = repr(gate_of(pipeline, inputs)) if pipeline.gate else "none"
    asked = " and a human" if inputs.approval else ""
    return {
        "pk": literal("refusal"),
        "sk": f"{_INPUT}.steps.evaluate.fingerprint & {literal(f' {gate}{asked}')}",
    }


def _look(
    name: str,
    inputs: DeploymentInputs,
    key: Mapping[str, str],
    wanted: Mapping[str, str],
    comment: str,
) -> Call:
    found = {ours: f"$states.result.Item.{theirs}.S" for ours, theirs in wanted.items()}
    look = Call(
        name,
        "dynamodb",
        "getItem",
        {"TableName": inputs.table, "Key": _item(key), "ConsistentRead": True},
        comment,
        output=with_also("before", jsonata.mapping(found)),
    )
    look.add_retry(retries.of_the_table())
    return look


def _keep(
    name: str,
    inputs: DeploymentInputs,
    key: Mapping[str, str],
    values: Mapping[str, str],
    comment: str,
    expires: str | None = None,
) -> Call:
    item = _item({**key, **values, "made": "$now()"})
    if expires:
        item["expires"] = {"N": expression(expires)}
    keep = Call(name, "dynamodb", "putItem", {"TableName": inputs.table, "Item": item}, comment)
    keep.add_retry(retries.of_the_table())
    return keep


def _item(values: Mapping[str, str]) -> dict[str, Any]:
    return {name: {"S": expression(code)} for name, code in values.items()}
