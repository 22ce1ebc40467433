"""How long SageMaker's own log groups keep what jobs and endpoints have said.

SageMaker makes the groups with the first job, to be kept for ever, and the jobs of an account share them: so no
stack can have them. Where nobody has said how long, the execution does; what somebody has said, stays. What goes
wrong here fails nothing.
"""

from pipelines.deployment_inputs import DeploymentInputs
from pipelines.sdk import jsonata, upstream
from pipelines.sdk.fragment import Fragment
from pipelines.sdk.jsonata import expression, literal
from pipelines.sdk.states import Call, Catch, Choice, Map, Pass
from pipelines.workflow import retries

OF_JOBS = tuple(f"/aws/sagemaker/{kind}Jobs" for kind in ("Processing", "Training", "Transform"))
OF_ENDPOINT = "/aws/sagemaker/Endpoints/"


class KeepJobLogs(Fragment):
    """Sets the retention of `inputs.job_log_days` on the groups that have none."""

    def __init__(self, inputs: DeploymentInputs) -> None:
        groups = literal(list(OF_JOBS))
        if inputs.variant.serves:
            groups = (
                f"$append({groups}, {literal(OF_ENDPOINT)} & $states.input.config.endpoint.name)"
            )
        every = Map(
            "Keep logs of jobs",
            groups,
            upstream.Chain([_look(inputs.job_log_days or 0)]),
            comment="SageMaker makes the log groups; without a word they are kept for ever.",
            output="$states.input",
        )
        left = Pass("Leave the logs", "$states.input", "As they are.")
        every.add_catch(_all_the_same(left))
        super().__init__(every, [every, left])


def _look(days: int) -> Call:
    """Of one group: is it there, and does it say how long it keeps?"""
    look = Call(
        "Look at log group",
        "cloudwatchlogs",
        "describeLogGroups",
        {"LogGroupNamePrefix": expression("$states.input")},
        comment="How long does it keep what it has?",
        output=jsonata.mapping(
            {
                "name": "$states.input",
                "open": "$count($states.result.LogGroups[LogGroupName = $states.input and "
                "$not($exists(RetentionInDays))]) > 0",
            }
        ),
    )
    keep = Call(
        "Set retention",
        "cloudwatchlogs",
        "putRetentionPolicy",
        {"LogGroupName": expression("$states.input.name"), "RetentionInDays": days},
        comment="Nobody has said how long.",
    )
    done = Pass(
        "Kept", "$states.input", "Or there is no such group, or somebody has said how long."
    )
    said = Choice("Has nobody said how long?", "What somebody has said, stays.")
    said.when("$states.input.open", keep)
    said.otherwise(done)
    for step in (look, keep):
        step.add_retry(retries.of_a_look("CloudWatchLogs"))
        step.add_catch(_all_the_same(done))
    look.next(said)
    keep.next(done)
    return look


def _all_the_same(then: Pass) -> Catch:
    return Catch(["States.ALL"], then)
