"""Sentences for what goes wrong, in JSONata: the causes of the machine's Fail states, and what a job's error means.

A caught error lies in `$states.input.failure` as Error and Cause, which is what the service said.
"""

from pipelines.sdk import jsonata
from pipelines.sdk.jsonata import cases, literal, mapping, string_in

_FAILURE = {
    "failure": "$states.input.failure",
    "cause": '$type($failure.Cause) = "string" ? $failure.Cause : ""',
    "said": '$cause = "" ? $failure.Error : $cause',
}
_MOST_PROBLEMS = 20
_JOBS = {
    kind: {"noun": f"{noun} job", "log": f"/aws/sagemaker/{group}"}
    for kind, noun, group in (
        # First: its description has that of its best training in it.
        ("HyperParameterTuning", "Hyper parameter tuning", "TrainingJobs"),
        ("Training", "Training", "TrainingJobs"),
        ("Processing", "Processing", "ProcessingJobs"),
        ("Transform", "Transform", "TransformJobs"),
    )
}
_LATE = "A state did not end in time and was given up."


def of_input() -> str:
    """What is wrong with the execution's input: all of it, unless that is more than anybody reads."""
    few = f"$filter($states.input.problems, function($one, $i) {{ $i < {_MOST_PROBLEMS} }})"
    others = f"$count($states.input.problems) - {_MOST_PROBLEMS}"
    return jsonata.block(
        {"few": few, "others": others},
        '$join($few, " ") & ($others > 0 ? " And " & $string($others) & " more.")',
    )


def of_execution(error: str, cause: str) -> str:
    """A sentence for a person, from the code of the error that an execution ended with and that of its cause.

    A job's own error is caught nowhere, so that a redrive can try it again: the cause is then the job's
    description as a JSON text. A Fail state's cause is a sentence already. Whoever stops an execution may say
    anything, also what only begins like JSON.
    """
    said = f'($type({cause}) = "string" ? {cause} : "")'
    bindings = {
        "error": f'$type({error}) = "string" ? {error} : ""',
        "cause": said,
        "names": f'$substring($cause, 0, 1) = "{{" ? {_of_each_kind("JobName")} : {{}}',
        "kind": f"$filter({literal(list(_JOBS))}, function($kind) {{ $exists($lookup($names, $kind)) }})[0]",
        "name": "$lookup($names, $kind)",
        "message": string_in("$cause", "ExitMessage"),
        "failure": string_in("$cause", "FailureReason"),
        "said_itself": _text("$message"),
        "found": _text("$failure"),
        "an_exit_code": '$found = "" or $contains($found, /^AlgorithmError/)',
        "told": '$said_itself != "" and $an_exit_code ? $said_itself : $found',
        "reason": _after_a_colon("$told"),
        "limit": r'$match($cause, /"MaxRuntimeInSeconds"\s*:\s*([0-9]+)/)[0].groups[0]',
        "ended": cases(
            [
                (
                    f'{string_in("$cause", "SecondaryStatus")} = "MaxRuntimeExceeded"',
                    '" was stopped at its limit" & ($exists($limit) ? " of " & $limit & " seconds" : "")',
                ),
                (f'$lookup({_of_each_kind("JobStatus")}, $kind) = "Stopped"', '" was stopped"'),
            ],
            '" failed"',
        ),
        "about": f"$lookup({literal(_JOBS)}, $kind)",
    }
    log = '" Its log: group " & $about.log & ", streams " & $name & "/…"'
    return jsonata.block(
        bindings,
        cases(
            [
                ("$exists($name)", f'$about.noun & " " & $name & $ended & $reason & {log}'),
                ('$cause = "" and $error = "States.Timeout"', literal(_LATE)),
                ('$cause = ""', '$error = "" ? "No reason was given." : $error'),
                (
                    "$contains($error, /^SageMaker\\./)",
                    '"A job could not be started: " & $cause',
                ),
            ],
            "$cause",
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
                    '$named & "no object with data lies there (names that begin with _ or . are markers)."',
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


def of_another_champion() -> str:
    """The gate compared with a model that no longer serves."""
    state = "$states.input"
    return (
        f'"Endpoint " & {state}.endpoint.EndpointName & " serves " & {state}.endpoint.EndpointConfigName & " by now, but '
        f'the new model was compared with " & ($exists({state}.champion.configuration) ? {state}.champion.configuration '
        ': "none") & ": nothing was changed. Start an execution: it compares with what serves."'
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


def of_scaling() -> str:
    """A release that is through, but for the scaling of its endpoint."""
    return jsonata.block(
        _FAILURE,
        '"Endpoint " & $states.input.config.endpoint.name & " serves the new model, but does not scale: " & $said',
    )


def _of_each_kind(what: str) -> str:
    """By kind of job what `$cause` has under that kind's name and `what`, such as "JobName"."""
    return mapping({kind: string_in("$cause", f"{kind}{what}") for kind in _JOBS})


def _text(value: str) -> str:
    """A text on one line, empty where there is none."""
    return f'$type({value}) = "string" ? $trim({value}) : ""'


def _after_a_colon(text: str) -> str:
    """What ends a sentence: a full stop, after a colon and the text where there is one."""
    stop = f'($substring({text}, -1) = "." ? "" : ".")'
    return f'{text} = "" ? "." : ": " & {text} & {stop}'
