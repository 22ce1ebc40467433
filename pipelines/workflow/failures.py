"""Sentences for what goes wrong, in JSONata: the causes of the machine's Fail states.

A caught error lies in `$states.input.failure` as Error and Cause. A failed job's Cause is the job's
description as a JSON text; a refused call's is what the service said.
"""

import re

from pipelines.sdk import jsonata
from pipelines.sdk.jsonata import cases, literal

_FAILURE = {
    "failure": "$states.input.failure",
    "cause": '$type($failure.Cause) = "string" ? $failure.Cause : ""',
    "said": '$cause = "" ? $failure.Error : $cause',
}
_MOST_PROBLEMS = 20
_TIMED_OUT = '$failure.Error = "States.Timeout"'


def of_input() -> str:
    """What is wrong with the execution's input: all of it, unless that is more than anybody reads."""
    few = f"$filter($states.input.problems, function($one, $i) {{ $i < {_MOST_PROBLEMS} }})"
    others = f"$count($states.input.problems) - {_MOST_PROBLEMS}"
    return jsonata.block(
        {"few": few, "others": others},
        '$join($few, " ") & ($others > 0 ? " And " & $string($others) & " more.")',
    )


def of_job(kind: str, log_group: str, limit_seconds: int) -> str:
    """A job of a kind ("Training", "HyperParameterTuning") that failed, was stopped or could not start.

    A processing job says why in its ExitMessage, and its FailureReason is then no more than an exit code; where
    the platform has its own reason (a ClientError), that comes before whatever the job said.
    """
    noun = re.sub(r"(?<!^)(?=[A-Z])", " ", kind).capitalize()
    about = {
        **_FAILURE,
        "job": '$substring($cause, 0, 1) = "{" and $substring($cause, -1) = "}" '
        "? $parse($cause) : {}",
        "name": f"$job.{kind}JobName",
        "said_itself": _text("$job.ExitMessage"),
        "found": _text("$job.FailureReason"),
        "an_exit_code": '$found = "" or $contains($found, /^AlgorithmError/)',
        "told": '$said_itself != "" and $an_exit_code ? $said_itself : $found',
        "reason": _after_a_colon("$told"),
        "ended": cases(
            [
                (
                    '$job.SecondaryStatus = "MaxRuntimeExceeded"',
                    literal(f" was stopped at its limit of {limit_seconds} seconds"),
                ),
                (f'$job.{kind}JobStatus = "Stopped"', '" was stopped"'),
            ],
            '" failed"',
        ),
    }
    log = f'" Its log: group {log_group}, streams " & $name & "/…"'
    return jsonata.block(
        about,
        cases(
            [
                (
                    _TIMED_OUT,
                    f'"{noun} job of " & $states.input.names.run & '
                    f'" did not end in time and was stopped. Its log: group {log_group}"',
                ),
                ("$exists($name)", f'"{noun} job " & $name & $ended & $reason & {log}'),
            ],
            literal(f"The {noun.lower()} job could not be started: ") + " & $said",
        ),
    )


def of_call(what: str) -> str:
    """A call that was refused; `what` is such as "The model could not be created"."""
    return jsonata.block(_FAILURE, literal(f"{what}: ") + " & $said")


def of_listing(what: str, address: str) -> str:
    """A prefix without objects, or one that could not be listed; `address` is where it is kept."""
    about = {
        **_FAILURE,
        "place": f"$states.input.where.{address}",
        "named": literal(f"{what} should be at ") + ' & $place.uri & ", but "',
    }
    return jsonata.block(
        about,
        cases(
            [
                (
                    "$not($exists($failure))",
                    '$named & "no object lies there."',
                ),
                (
                    '$contains($failure.Error, "NoSuchBucket")',
                    '$named & "there is no bucket " & $place.bucket & "."',
                ),
                (
                    '$contains($cause, "AccessDenied") or $contains($cause, "Access Denied") '
                    'or $contains($cause, "Status Code: 403")',
                    '$named & "the state machine\'s role may not list bucket " & $place.bucket '
                    '& ": " & $said',
                ),
            ],
            '$named & "it could not be listed: " & $said',
        ),
    )


def of_endpoint(limit_seconds: int) -> str:
    """An endpoint that is not, or not in time, in service on the new configuration."""
    about = {
        "endpoint": "$states.input.endpoint",
        "named": '"Endpoint " & $endpoint.EndpointName',
        "told": '$type($endpoint.FailureReason) = "string" ? $endpoint.FailureReason : ""',
        "reason": _after_a_colon("$told"),
        "log": '" Its log: group /aws/sagemaker/Endpoints/" & $endpoint.EndpointName & "."',
        "rang": "$states.input.alarms",
        "alarms": '$count($rang) > 0 ? " In the state ALARM: " & $join($rang.(name & " (" & reason & ")"), ", ") & "."'
        ' : ""',
    }
    return jsonata.block(
        about,
        cases(
            [
                (
                    '$endpoint.EndpointStatus = "InService"',
                    '$named & " serves " & $endpoint.EndpointConfigName & ", not the new "'
                    ' & $states.input.names.run & ": the update was rolled back, or another came after it" & $reason & $alarms & $log',
                ),
                (
                    '$endpoint.EndpointStatus in ["Failed", "OutOfService", "UpdateRollbackFailed"]',
                    '$named & " is " & $endpoint.EndpointStatus & $reason & $log',
                ),
            ],
            '$named & " was still " & $endpoint.EndpointStatus & '
            + literal(f" after {limit_seconds} seconds.")
            + " & $log",
        ),
    )


def of_smoke_test() -> str:
    """A wrong answer, or none, after which the endpoint is as it was before; `$.problem` says which."""
    state = "$states.input"
    return (
        f'{state}.problem & ($exists({state}.previous) ? " The previous configuration " & {state}.previous & '
        '" serves again." : " There was none before it: the endpoint was deleted.") '
        f'& " Its log: group /aws/sagemaker/Endpoints/" & {state}.config.endpoint.name & "."'
    )


def of_putting_back() -> str:
    """A wrong answer, after which the endpoint could not be brought to what it was."""
    state = "$states.input"
    return jsonata.block(
        _FAILURE,
        f'{state}.problem & " The endpoint could not be brought back to what it was before, so look at it now"'
        f' & ($exists({state}.endpoint.EndpointStatus) ? ": it is " & {state}.endpoint.EndpointStatus & " on " & '
        f'{state}.endpoint.EndpointConfigName : "") & "." & ($exists($failure) ? " The last error: " & $said : "")',
    )


def _text(value: str) -> str:
    """A text on one line, empty where there is none."""
    return f'$type({value}) = "string" ? $trim({value}) : ""'


def _after_a_colon(text: str) -> str:
    """What ends a sentence: a full stop, after a colon and the text where there is one."""
    stop = f'($substring({text}, -1) = "." ? "" : ".")'
    return f'{text} = "" ? "." : ": " & {text} & {stop}'
