"""How the execution ended, and its turn: given up where it had it, and does not run again by now."""

from pipelines.closing.event import DETAIL, EXECUTION, LIKE_CONTEXT, STATUS
from pipelines.definition import Pipeline
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.sdk import jsonata
from pipelines.sdk.fragment import Fragment
from pipelines.sdk.jsonata import cases, literal, mapping
from pipelines.sdk.states import Call, Catch, Choice, Pass, catch_all
from pipelines.workflow import failures, retries
from pipelines.workflow.naming import run_bindings
from pipelines.workflow.turn_calls import CHANGED, Turn

_NOW = "$states.input.now"
_LATE = "It did not end in time and was given up."
_STOPPED = "It was stopped, and nobody said why."


class LookAtExecution(Fragment):
    """`$.ending` is then what is told of it, and `$.names` and `$.where` what its run is called."""

    def __init__(self, pipeline: Pipeline, inputs: DeploymentInputs) -> None:
        look = Call(
            "Look at the execution",
            "sfn",
            "describeExecution",
            {"ExecutionArn": jsonata.expression(EXECUTION)},
            "What was its error? Does it run again by now?",
            output=_known("$states.result"),
        )
        look.add_retry(retries.of_a_look("Sfn"))
        known = Pass(
            "Say what happened",
            _told(pipeline, inputs),
            "What cannot be looked at is as the event has it.",
        )
        # The first: an execution's input and error together may be more than a state may have.
        for errors in (["States.DataLimitExceeded"], ["States.ALL"]):
            look.add_catch(Catch(errors, known, output=_known("{}")))
        look.next(known)
        super().__init__(look, [known])


class GiveUpItsTurn(Fragment):
    """Where it is its turn, and it does not run again."""

    def __init__(self, inputs: DeploymentInputs) -> None:
        if inputs.table is None:
            raise ValueError("There are no turns without a table.")
        again = Choice("Does it run again by now?", "It may have been redriven at once.")
        give_up = Turn(inputs.table, EXECUTION).give_up()
        another = Pass("It was not its turn", "$states.input", "Another execution runs, or none.")
        left = Pass(
            "Turn not given up",
            "$states.input",
            "Whoever comes next sees that it no longer runs, and takes the turn over.",
        )
        again.go_on_when(f'{_NOW}.status = "RUNNING"').otherwise(give_up)
        give_up.add_catch(Catch([CHANGED], another))
        catch_all(give_up, left)
        super().__init__(again, [again, give_up, another, left])


def _known(seen: str) -> str:
    """The state's input with what was `seen` of the execution, without its own input and output: each may be nearly as
    much as a state may have."""
    bindings = {
        "detail": DETAIL,
        "seen": seen,
        "input": '$type($detail.input) = "string" ? $parse($detail.input) : {}',
        "started_by": '$type($input.started_by) = "string" ? $substring($input.started_by, 0, 1200)',
        "less": '$sift($detail, function($value, $key) { $not($key in ["input", "output"]) })',
    }
    more = {
        "error": "$exists($seen.Error) ? $seen.Error : $detail.error",
        "cause": "$exists($seen.Cause) ? $seen.Cause : $detail.cause",
        "started_by": "$started_by",
    }
    changed = {
        "detail": f"$merge([$less, {mapping(more)}])",
        "now": mapping({"status": "$seen.Status"}),
    }
    return jsonata.block(bindings, f"$merge([$states.input, {mapping(changed)}])")


def _told(pipeline: Pipeline, inputs: DeploymentInputs) -> str:
    reason = failures.of_execution("$error", "$cause")
    bindings = {
        **run_bindings(pipeline.prefix(inputs.stage), LIKE_CONTEXT),
        "detail": DETAIL,
        "error": "$detail.error",
        "cause": "$detail.cause",
        "silent": f'{STATUS} != "FAILED" and $not($type($cause) = "string")',
        "reason": cases(
            [
                (f'$silent and {STATUS} = "TIMED_OUT"', literal(_LATE)),
                ("$silent", literal(_STOPPED)),
            ],
            reason,
        ),
        "less": '$sift($detail, function($value, $key) { $key != "cause" })',
    }
    ending = {
        "status": STATUS,
        "reason": "$substring($reason, 0, 8000)",
        "error": '$type($error) = "string" ? $error',
        "started": "$started.StartTime",
        "ended": "$fromMillis($detail.stopDate)",
        "seconds": "$round(($detail.stopDate - $detail.startDate) / 1000, 3)",
        "redrives": "$exists($detail.redriveCount) ? $detail.redriveCount : 0",
        "started_by": "$detail.started_by",
    }
    where = {"run": f'{literal(inputs.runs)} & "/" & $run'}
    return jsonata.block(
        bindings,
        "$merge([$states.input, "
        + mapping(
            {
                "detail": "$less",
                "ending": mapping(ending),
                "names": mapping({"run": "$run", "execution": "$execution"}),
                "where": mapping(where),
            }
        )
        + "])",
    )
