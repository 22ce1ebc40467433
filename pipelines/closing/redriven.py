"""An execution that is redriven goes on behind the state that took its turn: it gets the turn again, or is stopped."""

from pipelines.closing.event import EXECUTION, STATUS
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.sdk import jsonata
from pipelines.sdk.fragment import Fragment
from pipelines.sdk.states import Call, Choice, Fail, Pass
from pipelines.workflow import failures, retries
from pipelines.workflow.turn import take
from pipelines.workflow.turn_calls import Turn, named


class IfRedriven(Fragment):
    """The way ends early for one that runs again."""

    def __init__(self, inputs: DeploymentInputs) -> None:
        ended = Choice("Has it ended?", "Or is it running again?")
        ended.go_on_when(f'{STATUS} != "RUNNING"')
        if inputs.table is None:
            runs = Pass("It runs again", "$states.input", "And takes no turns.")
            ended.otherwise(runs)
            super().__init__(ended, [ended], early=[runs])
            return
        stop = Call(
            "Stop the redriven execution",
            "sfn",
            "stopExecution",
            {
                "ExecutionArn": jsonata.expression(EXECUTION),
                "Error": "TurnLost",
                "Cause": jsonata.expression(
                    f'"Execution " & {named("$states.input.turn.holder")} & " runs, and there is one at a time: '
                    'redrive this one when that one has ended."'
                ),
            },
            "Two that run would release one model over the other.",
        )
        stop.add_retry(retries.of_a_look("Sfn"))
        unknown = Fail(
            "Turn not taken",
            "TurnNotTaken",
            failures.of_call("It is not known whether another execution runs"),
        )
        first, taken = take(Turn(inputs.table, EXECUTION), busy=stop, failed=unknown)
        ended.otherwise(first)
        super().__init__(ended, [ended], early=[*taken, stop])
