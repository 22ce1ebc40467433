"""Whether an execution can be redriven, and if not, why: by the API reference of DescribeExecution."""

from __future__ import annotations

from localaws.stepfunctions.execution import NOT_REDRIVABLE, Execution, redrive_status

_DAY = 24 * 3600
_PERIOD = 14 * _DAY
_LONGEST = 365 * _DAY
_MOST_EVENTS = 24_999


def status(
    execution: Execution,
    now: float,
    events: int,
    machine_deleting: bool = False,
    of_this_account: bool = True,
) -> tuple[str, str | None]:
    """``redriveStatus`` and, where it is NOT_REDRIVABLE, ``redriveStatusReason``.

    An execution of an account that was here before can only be read: its roles and buckets are gone.
    """
    reason = _reason(execution, now, events, machine_deleting)
    if reason is None and not of_this_account:
        reason = "Execution was started before the embedded AWS began this account"
    if reason is not None:
        return NOT_REDRIVABLE, reason
    return redrive_status(execution)


def _reason(execution: Execution, now: float, events: int, machine_deleting: bool) -> str | None:
    if machine_deleting:
        return "State machine is in DELETING status"
    _, by_status = redrive_status(execution)
    if by_status is not None:
        return by_status
    if events > _MOST_EVENTS:
        return "Execution history event limit exceeded"
    if now - execution.started > _LONGEST:
        return "Execution has exceeded the max execution time"
    if execution.stopped is not None and now - execution.stopped > _PERIOD:
        return "Execution redrivable period exceeded"
    return None
