"""A/B: a candidate that was withdrawn is not tried again, though nothing has changed since and it is the model that
training would make, or reuse, again.

The table holds the last one of an endpoint (`pk="withdrawn"`, by the endpoint's name), by its artifact. Where it
cannot be read, the execution goes on.
"""

from typing import Any

from pipelines.deployment_inputs import DeploymentInputs
from pipelines.sdk.fragment import Fragment
from pipelines.sdk.jsonata import expression
from pipelines.sdk.states import Call, Choice, catch_all, with_also
from pipelines.workflow import retries
from pipelines.workflow.outcome import UNCHANGED, Ends

_ENDPOINT = "$states.input.config.endpoint.name"
_ARTIFACT = "$states.input.training.ModelArtifacts.S3ModelArtifacts"
_KEY = {"pk": {"S": "withdrawn"}, "sk": {"S": expression(_ENDPOINT)}}


class UnlessWithdrawn(Fragment):
    """Ends the execution where its model is the one that was withdrawn last."""

    def __init__(self, inputs: DeploymentInputs) -> None:
        look = Call(
            "Look up what was withdrawn",
            "dynamodb",
            "getItem",
            {"TableName": inputs.table, "Key": _KEY, "ConsistentRead": True},
            comment="Has this model been tried before?",
            output=with_also("withdrawn", '{"artifact": $states.result.Item.artifact.S}'),
        )
        same = Choice("Was it withdrawn before?", "Then it is not tried again.")
        end = Ends(
            "Withdrawn before",
            UNCHANGED,
            f'"Nothing has changed since this model was tried on endpoint " & {_ENDPOINT} & " and withdrawn."',
            "No evaluation, no change of the endpoint, no message.",
        )
        same.when(f"$states.input.withdrawn.artifact = {_ARTIFACT}", end)
        same.go_on_when("true")
        same.otherwise(end)
        look.add_retry(retries.of_the_table())
        catch_all(look, same)
        look.next(same)
        super().__init__(look, [same], early=[end])


def note(inputs: DeploymentInputs, then: Any) -> Any:
    """Look at the candidate's artifact and note that it was withdrawn; then `then`, whether that went well or not."""
    if inputs.table is None:
        return then
    look = Call(
        "Look at the candidate",
        "sagemaker",
        "describeModel",
        {"ModelName": expression("$states.input.serving.candidate")},
        comment="By its artifact it is known again.",
        output=with_also("withdrawn", '{"artifact": $states.result.PrimaryContainer.ModelDataUrl}'),
    )
    keep = Call(
        "Note that it was withdrawn",
        "dynamodb",
        "putItem",
        {
            "TableName": inputs.table,
            "Item": {
                **_KEY,
                "artifact": {"S": expression("$states.input.withdrawn.artifact")},
                "model": {"S": expression("$states.input.serving.candidate")},
                "made": {"S": expression("$now()")},
            },
        },
        comment="So that it is not tried again while nothing changes.",
    )
    look.add_retry(retries.of_a_look("SageMaker"))
    keep.add_retry(retries.of_the_table())
    for call in (look, keep):
        catch_all(call, then)
    look.next(keep)
    keep.next(then)
    return look
