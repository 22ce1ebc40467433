"""Which actions of ``arn:aws:states:::sagemaker:`` there are, here and on AWS."""

from __future__ import annotations

from dataclasses import dataclass

from localaws import offer

SERVICE = "sagemaker"


@dataclass(frozen=True)
class JobKind:
    """What a ``.sync`` action waits for.

    Attributes:
        kind: as ``SageMaker.finished`` calls it.
        noun: as the API's operations and members do, such as ``TrainingJob``.
    """

    kind: str
    noun: str

    @property
    def name_member(self) -> str:
        return f"{self.noun}Name"

    @property
    def arn_member(self) -> str:
        return f"{self.noun}Arn"

    @property
    def status_member(self) -> str:
        return f"{self.noun}Status"


JOBS = {
    "createTrainingJob": JobKind("training", "TrainingJob"),
    "createProcessingJob": JobKind("processing", "ProcessingJob"),
}
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
