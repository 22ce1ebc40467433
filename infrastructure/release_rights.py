"""What the state machine may do to release a model, beside making endpoints: ask, look at alarms, scale, tidy up."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from aws_cdk import Aws

from infrastructure.statement import Statement, own_arn

_LINKED = "sagemaker.application-autoscaling.amazonaws.com"
_ROLE = "AWSServiceRoleForApplicationAutoScaling_SageMakerEndpoint"

ByKind = dict[str, Callable[[tuple[str, ...]], Statement]]


def by_kind(endpoint_name: str, function: str | None, alarms: Sequence[str]) -> ByKind:
    """The statement for the actions on each kind of `rights`. function: ARN of the one that asks the endpoint.
    alarms: names of those that take a release back."""
    named = tuple(own_arn("cloudwatch", f"alarm:{name}") for name in alarms)
    # Target tracking names its alarms by what it scales.
    of_scaling = own_arn("cloudwatch", f"alarm:TargetTracking-endpoint/{endpoint_name}*")
    linked = f"arn:{Aws.PARTITION}:iam::{Aws.ACCOUNT_ID}:role/aws-service-role/{_LINKED}/{_ROLE}"
    return {
        "function": lambda actions: Statement("Ask", actions, (function,) if function else ()),
        "rollback-alarms": lambda actions: Statement("LookAtAlarms", actions, named),
        "all": lists,
        "any:endpoint": lambda actions: _any("endpoint", actions),
        "any:endpoint-config": lambda actions: _any("endpoint-config", actions),
        "scaling": lambda actions: Statement(
            "Scale",
            actions,
            ("*",),
            wildcard="A scalable target has an id of its own, which nobody knows before; the condition names the service.",
            conditions={"StringEquals": {"application-autoscaling:service-namespace": "sagemaker"}},
        ),
        "scaling-alarms": lambda actions: Statement(
            "ScalingAlarms",
            actions,
            (of_scaling,),
            wildcard="Target tracking makes the alarms, and names them by the endpoint and an id.",
        ),
        "scaling-role": lambda actions: Statement(
            "ScalingRole",
            actions,
            (linked,),
            conditions={"StringLike": {"iam:AWSServiceName": _LINKED}},
        ),
    }


def lists(actions: tuple[str, ...]) -> Statement:
    """What only looks at names, of all there are."""
    return Statement("List", actions, ("*",), wildcard="SageMaker's List actions know no resource.")


def _any(noun: str, actions: tuple[str, ...]) -> Statement:
    sid = "".join(word.capitalize() for word in noun.split("-"))
    return Statement(
        f"LookAtAny{sid}",
        actions,
        (own_arn("sagemaker", f"{noun}/*"),),
        wildcard="What any endpoint of the account uses is not deleted, whoever made that endpoint.",
    )
