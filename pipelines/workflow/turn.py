"""One execution at a time: whoever starts takes the turn, an item of the stack's table, or is skipped.

The item holds the ARN of the execution whose turn it is. It is written on a condition, so that of several that
start together exactly one has it. An execution that was aborted can give up nothing: a turn whose holder no longer
runs is taken over at once, on the condition that nothing has changed since it was seen.
"""

from typing import Any

from pipelines.definition import Pipeline
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.sdk import jsonata
from pipelines.sdk.fragment import Fragment
from pipelines.sdk.states import Catch, Choice, Fail, Pass, catch_all
from pipelines.workflow import failures
from pipelines.workflow.outcome import SKIPPED, Ends
from pipelines.workflow.tell import Publish, command, subject, text
from pipelines.workflow.turn_calls import CHANGED, GONE, HOLDER, Turn, named

SKIPS_TOLD_OF = 3
"""So many executions in a row that one and the same kept from running are told of: it may hang."""


class TakeTurn(Fragment):
    """Takes the turn, or ends the execution as skipped."""

    def __init__(self, pipeline: Pipeline, inputs: DeploymentInputs) -> None:
        turn = of_this_execution(inputs)
        skipped = Ends(
            "Another execution runs",
            SKIPPED,
            f'"Execution " & {named(HOLDER)} & " runs, and there is one at a time: this one did nothing."',
            "The way to be skipped: nothing is read, made or paid for.",
        )
        count = turn.count_skip()
        catch_all(count, skipped)
        if inputs.topic_arn is None:
            count.next(skipped)
        else:
            often = Choice("Skipped too often?", "Somebody may want to look at the one that runs.")
            tell = _tell(pipeline, inputs)
            often.when(f"$states.input.turn.skips = {SKIPS_TOLD_OF}", tell).otherwise(skipped)
            catch_all(tell, skipped)
            tell.next(skipped)
            count.next(often)
        failed = Fail(
            "Turn not taken",
            "TurnNotTaken",
            failures.of_call("It is not known whether another execution runs"),
        )
        super().__init__(*take(turn, busy=count, failed=failed), early=[skipped])


class KeepTurn(Fragment):
    """Fails where the turn is no longer this execution's: before what no two may do at once.

    It is another's where this execution had ended, and was redriven when that one ran already.
    """

    def __init__(self, inputs: DeploymentInputs) -> None:
        turn = of_this_execution(inputs)
        keep, look = turn.keep(), turn.look("Who has the turn now?")
        lost = Fail(
            "Turn lost",
            "TurnLost",
            f'"Execution " & ($exists({HOLDER}) ? {named(HOLDER)} : "another") & " has the turn by now, and there '
            'is one at a time: this one leaves the endpoint as it is."',
        )
        unknown = Fail(
            "Turn not kept",
            "TurnNotKept",
            failures.of_call("It is not known whether another execution runs"),
        )
        keep.add_catch(Catch([CHANGED], look))
        catch_all(keep, unknown)
        catch_all(look, lost)
        look.next(lost)
        super().__init__(keep, [keep])


class GiveUpTurn(Fragment):
    """Lets the next execution run, where the turn is this one's."""

    def __init__(self, inputs: DeploymentInputs) -> None:
        ours = Choice("Is it our turn?", "One that was skipped had none.")
        give_up = of_this_execution(inputs).give_up()
        left = Pass(
            "Turn not given up",
            "$states.input",
            "Whoever comes next sees that this execution no longer runs, and takes it over.",
        )
        ours.go_on_when("$not($exists($states.input.turn.taken))").otherwise(give_up)
        catch_all(give_up, left)
        super().__init__(ours, [ours, give_up, left])


def take(turn: Turn, busy: Any, failed: Any) -> tuple[Any, list[Any]]:
    """The state that begins to take a turn, and those in which it has been taken.

    `busy` comes next where another execution runs, whose ARN is in `$.turn.holder`; `failed` where nobody knows.
    """
    first, look, describe, over = turn.take(), turn.look(), turn.describe(), turn.take_over()
    held = Choice("Has somebody the turn?", "It may have been given up since.")
    held.when(f"$not($exists({HOLDER}))", first)
    # What is no execution of this state machine could not be looked at: Step Functions would refuse, or deny it.
    held.when(turn.may_be_held(), describe).otherwise(over)
    runs = Choice("Does that one still run?", "One that was aborted could give up nothing.")
    runs.when('$states.input.turn.status = "RUNNING"', busy).otherwise(over)
    for call in (first, over):
        call.add_catch(Catch([CHANGED], look))
        catch_all(call, failed)
    catch_all(look, failed)
    describe.add_catch(Catch(list(GONE), over))
    catch_all(describe, failed)
    look.next(held)
    describe.next(runs)
    return first, [first, over]


def of_this_execution(inputs: DeploymentInputs) -> Turn:
    """The turn, for states of the execution that wants it. Raises ValueError where there is no table."""
    if inputs.table is None:
        raise ValueError(
            "Executions take turns in the deployment's table, and the deployment brings none."
        )
    return Turn(inputs.table, "$states.context.Execution.Id")


def _tell(pipeline: Pipeline, inputs: DeploymentInputs) -> Publish:
    name = jsonata.literal(pipeline.name)
    sentence = (
        f'$string({SKIPS_TOLD_OF}) & " executions in a row did nothing, because execution " & {named(HOLDER)} & '
        '" still runs, since " & $states.input.turn.since & "."'
    )
    look = f'"To see what it does: " & {command(inputs, "watch", name)}'
    return Publish(
        "Tell of the skips",
        inputs,
        subject(pipeline, inputs, '"skipped too often"'),
        text(sentence, [look]),
        "Once, until another execution has the turn.",
    )
