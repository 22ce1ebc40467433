"""What an event says of an execution: the names under which the other states know it."""

DETAIL = "$states.input.detail"
EXECUTION = f"{DETAIL}.executionArn"
STATUS = f"{DETAIL}.status"

LIKE_CONTEXT = (
    f'{{"Id": {EXECUTION}, "Name": {DETAIL}.name, "StartTime": $fromMillis({DETAIL}.startDate)}}'
)
"""As the execution's own context object had it, from which the run has its name."""
