"""A human's approval, where the deployment asks for one: waited for by a task token, until a deadline.

The message goes out before the token is stored, a moment earlier. So nobody is waited for who was not asked: a
message that cannot be sent fails the execution, and so does a token that cannot be stored. The table's item is
what `stepline approve`, `stepline reject` and the page behind the link decide by; the token itself is in no mail.

Whoever decides sends `{"approved": true or false, "by": …, "reason": …}` as the task's success. What says
anything else has not approved. A task that was sent a failure `Rejected` is rejected, for its cause.
"""

from pipelines.definition import Pipeline
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.policy import Approval
from pipelines.sdk.fragment import Fragment
from pipelines.sdk.jsonata import expression, literal, mapping
from pipelines.sdk.states import Call, Catch, Choice, Fail, Pass, Retry, catch_all, with_also
from pipelines.workflow import failures, tell
from pipelines.workflow.outcome import FORGOTTEN, REJECTED, Ends
from pipelines.workflow.processing import EVALUATION

WAITING = "token"
"""The table's partition of executions that wait for an approval; the sort key is the execution's name."""
_SECONDS_AFTER_IT = 30 * 24 * 3600
"""How long the item outlives its deadline, to say to whoever comes late what was decided."""
LONGEST_NAME, LONGEST_REASON = 200, 1000
_NAME = "$states.context.Execution.Name"
_DECIDED = "$states.input.approval"
_UNTIL = f'$substring({_DECIDED}.deadline, 0, 10) & " " & $substring({_DECIDED}.deadline, 11, 5) & " UTC"'
_NUMBERS = (
    "($exists($states.input.decision.sentence) ? $states.input.decision.sentence : "
    '"No gate compared the new model with what serves.")'
)


class ApprovalStep(Fragment):
    """Asks, and waits. Afterwards `$.approval` says who approved, and why."""

    def __init__(self, pipeline: Pipeline, inputs: DeploymentInputs) -> None:
        if inputs.approval is None:
            raise ValueError(f"The deployment of {pipeline.name!r} asks nobody for approval.")
        limit = inputs.approval.deadline_seconds
        clock = {"key": "$uuid()", "deadline": f"$fromMillis($millis() + {limit * 1000})"}
        start = Pass(
            "Set the approval's deadline",
            with_also("approval", mapping(clock)),
            comment="And a key that nobody can guess, for the link.",
        )
        ask = _ask(pipeline, inputs, inputs.approval)
        wait = _wait(pipeline, inputs, limit)
        approved = Choice("Is it approved?", "By nothing but a plain yes.")
        reject = Ends(
            "Reject model",
            REJECTED,
            f'"Rejected" & ({_DECIDED}.by = "" ? "" : " by " & {_DECIDED}.by) & '
            f'({_DECIDED}.reason = "" ? "." : ": " & {_DECIDED}.reason & ".") & " " & {_NUMBERS}',
            "What serves goes on serving: this is no failure.",
        )
        forget = Ends(
            "Stop waiting",
            FORGOTTEN,
            f'"Nobody approved the new model until " & {_UNTIL} & ". " & {_NUMBERS}',
            "What serves goes on serving: this is no failure.",
        )
        unasked = Fail(
            "Nobody could be asked",
            "ApprovalNotAsked",
            failures.of_call("Nobody could be asked for approval"),
        )
        wait.add_catch(Catch(["States.Timeout"], forget, "$states.input"))
        wait.add_catch(Catch(["Rejected"], approved, _given("$states.errorOutput", "Cause")))
        for call in (ask, wait):
            catch_all(call, unasked)
        start.next(ask)
        ask.next(wait)
        wait.next(approved)
        approved.go_on_when(f"{_DECIDED}.approved")
        approved.otherwise(reject)
        super().__init__(start, [approved], early=[reject, forget])


def _ask(pipeline: Pipeline, inputs: DeploymentInputs, approval: Approval) -> tell.Publish:
    name = literal(pipeline.name)
    commands = [
        f'"{label}:\\n  " & ' + tell.command(inputs, verb, name, tell.execution_option() + reason)
        for label, verb, reason in (
            ("To approve", "approve", ""),
            ("To reject", "reject", ' & " --reason WHY"'),
        )
    ]
    link = approval.link and (
        f'"Or decide on this page:\\n  {approval.link}?execution=" & $encodeUrlComponent({_NAME}) '
        f'& "&key=" & {_DECIDED}.key'
    )
    numbers = '"All its numbers, and the report:\\n  " & ' + tell.command(
        inputs, "evaluation", name, tell.execution_option()
    )
    return tell.Publish(
        "Ask for approval",
        inputs,
        tell.subject(pipeline, inputs, '"waiting for approval"'),
        tell.text(
            f'"A new model waits for your approval. " & {_NUMBERS}',
            [
                *commands,
                *([link] if link else []),
                *([numbers] if pipeline.evaluation else []),
                f'"Whoever wants it in service decides until " & {_UNTIL} & '
                '". If nobody does, what serves goes on serving."',
                f'"Execution: " & {_NAME} & "\\nRun: " & $states.input.where.run & "/"',
            ],
        ),
        comment="The numbers, and the commands to decide by.",
    )


def _wait(pipeline: Pipeline, inputs: DeploymentInputs, limit_seconds: int) -> Call:
    strings = {
        "sk": _NAME,
        "token": "$states.context.Task.Token",
        "key": f"{_DECIDED}.key",
        "execution": "$states.context.Execution.Id",
        "deadline": f"{_DECIDED}.deadline",
        "sentence": _NUMBERS,
    }
    if pipeline.evaluation:  # for whoever wants to see more than the sentence before deciding
        strings["evaluation"] = f'$states.input.where.evaluated & "/{EVALUATION}/"'
    expires = f"$string($floor($millis() / 1000) + {limit_seconds + _SECONDS_AFTER_IT})"
    wait = Call(
        "Wait for approval",
        "dynamodb",
        "putItem.waitForTaskToken",
        {
            "TableName": inputs.table,
            "Item": {
                "pk": {"S": WAITING},
                **{key: {"S": expression(code)} for key, code in strings.items()},
                "expires": {"N": expression(expires)},
            },
        },
        "Until somebody decides by the token that the table keeps.",
        output=_given("$states.result", "reason"),
        timeout_seconds=limit_seconds,
    )
    busy = ("ProvisionedThroughputExceededException", "ThrottlingException", "SdkClientException")
    wait.add_retry(
        Retry([f"DynamoDb.{error}" for error in busy], interval=2, attempts=5, ceiling=60)
    )
    return wait


def _given(result: str, reason: str) -> str:
    """What a human sent, added to the approval; whatever is no text and no plain yes counts for nothing."""

    def text(member: str, longest: int) -> str:
        value = f"{result}.{member}"
        return f'$type({value}) = "string" ? $substring($trim({value}), 0, {longest}) : ""'

    decided = {
        "approved": f"{result}.approved = true",
        "by": text("by", LONGEST_NAME),
        "reason": text(reason, LONGEST_REASON),
    }
    return with_also("approval", f"$merge([{_DECIDED}, {mapping(decided)}])")
