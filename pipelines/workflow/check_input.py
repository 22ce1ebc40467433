"""The first states: fill in the defaults, and refuse a wrong input before anything is paid for."""

from pipelines.definition import Pipeline
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.sdk.fragment import Fragment
from pipelines.sdk.states import Choice, Fail, Pass
from pipelines.workflow import failures, input_expression


class CheckInput(Fragment):
    """Afterwards `$.config`, `$.names` and `$.where` are all that later states know of the input."""

    def __init__(self, pipeline: Pipeline, inputs: DeploymentInputs) -> None:
        check = Pass(
            "Check input",
            input_expression.code(pipeline, inputs),
            comment="Fill in the defaults, name the run, and refuse what is wrong with the input.",
        )
        right = Choice("Is the input right?", "Before anything is started or paid for.")
        right.go_on_when("$states.input.accepted")
        right.otherwise(Fail("Refuse input", "InvalidInput", failures.of_input()))
        check.next(right)
        super().__init__(check, [right])
