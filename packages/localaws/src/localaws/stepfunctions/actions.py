"""Which actions of ``arn:aws:states:::sagemaker:`` there are, here and on AWS."""

from __future__ import annotations

from localaws import offer
from localaws.jobs.kinds import KINDS

SERVICE = "sagemaker"


# What a ``.sync`` action waits for.
JOBS = {f"create{kind.noun}": kind for kind in KINDS}
REQUEST_RESPONSE = frozenset(
    [*JOBS, "createModel", "createEndpointConfig", "createEndpoint", "updateEndpoint"]
)


def operation(action: str) -> str:
    """The API operation of an action: ``createModel`` is CreateModel."""
    return action[:1].upper() + action[1:]


def refusal(resource: str, action: str, condition: str | None) -> str | None:
    """Why a task with that resource cannot be, as one sentence; None if it can."""
    if action not in REQUEST_RESPONSE:
        return (
            f"The resource {resource} is not supported by this embedded AWS. "
            f"Of sagemaker it does: {', '.join(sorted(REQUEST_RESPONSE))}.{_instead(action)}"
        )
    if condition is None or (condition == "sync" and action in JOBS):
        return None
    return (
        f"The resource {resource} is not recognized: {action} has no .{condition}. "
        f"These can be waited for with .sync: {', '.join(sorted(JOBS))}."
    )


def _instead(action: str) -> str:
    """The SDK integration of an action, where the API does it."""
    if offer.refusal(SERVICE, operation(action)) is not None:
        return ""
    return f" There is arn:aws:states:::aws-sdk:{SERVICE}:{action}."
