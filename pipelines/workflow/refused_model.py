"""Deletes the model of an execution that ends without releasing it.

Where a model is measured by what it says (`measured`), it has to be made before anybody knows whether it is good
enough. One that is refused, rejected, forgotten, or was refused before, would be left behind, each night one more. Of
an execution that failed it stays, as a redrive goes on with it; the next release tidies it up.
"""

from pipelines.sdk.fragment import Fragment
from pipelines.sdk.jsonata import expression, literal
from pipelines.sdk.states import Call, Choice, Pass, catch_all
from pipelines.workflow import retries
from pipelines.workflow.outcome import IN_SERVICE

_INPUT = "$states.input"


class DropModel(Fragment):
    """Afterwards there is no `$.model` in an execution that released nothing."""

    def __init__(self) -> None:
        made = Choice(
            "Is a model left over?", "One that was made to be asked, and is not released."
        )
        drop = Call(
            "Delete refused model",
            "sagemaker",
            "deleteModel",
            {"ModelName": expression(f"{_INPUT}.names.run")},
            "Nothing serves it.",
            output=_without("model"),
        )
        stays = Pass(
            "Refused model stays",
            _without("failure"),
            "The next release tidies it up with the others.",
        )
        made.go_on_when(
            f"$not($exists({_INPUT}.model)) or {_INPUT}.outcome.name = {literal(IN_SERVICE)}"
        )
        made.otherwise(drop)
        drop.add_retry(retries.of_a_poll("SageMaker"))
        catch_all(drop, stays)
        super().__init__(made, [made, drop, stays])


def _without(key: str) -> str:
    return f"$sift({_INPUT}, function($value, $key) {{ $key != {literal(key)} }})"
