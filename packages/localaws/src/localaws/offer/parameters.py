"""Requests of offered operations that ask for what is not done: refused by what they say.

Each rule gets the parameters of a request that passed the model's validation, and gives the end of a
sentence, or None.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

Rule = Callable[[Mapping[str, Any]], str | None]

_NOT_HERE = "is not supported by this embedded AWS."
_LEAVING = ("email", "email-json", "sms", "http", "https")  # it would, but for the outbox
# Targets by service and the beginning of the resource.
_OF_BOTH = (("states", "stateMachine:"), ("lambda", "function:"), ("sqs", ""), ("sns", ""))
_OF_RULES = (
    *_OF_BOTH,
    ("logs", "log-group:"),
    ("events", "event-bus/"),
    ("events", "api-destination/"),
)
_OF_SCHEDULES = (*_OF_BOTH, ("events", "event-bus/"), ("scheduler", "aws-sdk:"))


def _asks(*path: str, but: Any = None) -> Rule:
    """Refuses a member that has a value, other than ``but`` if that is given."""

    def rule(parameters: Mapping[str, Any]) -> str | None:
        value: Any = parameters
        for name in path:
            value = value.get(name) if isinstance(value, Mapping) else None
        if not value or value == but:
            return None
        said = f"={value}" if isinstance(value, str | int) else ""
        return f"{'.'.join(path)}{said} {_NOT_HERE}"

    return rule


def _any(*rules: Rule) -> Rule:
    def rule(parameters: Mapping[str, Any]) -> str | None:
        return next((found for each in rules if (found := each(parameters))), None)

    return rule


def _subscription(parameters: Mapping[str, Any]) -> str | None:
    protocol = parameters["Protocol"]
    if protocol in ("lambda", "sqs", *_LEAVING):
        return None
    return (
        f"Protocol={protocol} {_NOT_HERE} Topics deliver to lambda and sqs; what leaves is in the "
        "outbox."
    )


def _topic_attributes(parameters: Mapping[str, Any]) -> str | None:
    """Old messages are not kept, deliveries not logged, and no message is looked through."""
    for name in (parameters.get("AttributeName"), *(parameters.get("Attributes") or ())):
        if name and ("Feedback" in name or name in ("ArchivePolicy", "DataProtectionPolicy")):
            return f"AttributeName={name} {_NOT_HERE}"
    return None


def _publication(parameters: Mapping[str, Any]) -> str | None:
    if ":endpoint/" in (parameters.get("TargetArn") or ""):
        return f"the TargetArn of a mobile device {_NOT_HERE} None would be reached."
    return None


def _is_one(arn: str, kinds: Iterable[tuple[str, str]]) -> bool:
    parts = arn.split(":", 5)
    is_fifo_topic = len(parts) == 6 and parts[2] == "sns" and arn.endswith(".fifo")
    return (
        len(parts) == 6
        and not is_fifo_topic
        and any(
            parts[2] == service and parts[5].startswith(resource) for service, resource in kinds
        )
    )


def _targets(parameters: Mapping[str, Any]) -> str | None:
    for target in parameters["Targets"]:
        if not _is_one(target["Arn"], _OF_RULES):
            return (
                f"the target {target['Arn']} {_NOT_HERE} Rules deliver to functions, state machines, "
                "SQS queues, SNS topics that are no FIFO ones, log groups, event buses and API "
                "destinations."
            )
    return None


def _key(parameters: Mapping[str, Any]) -> str | None:
    spec = parameters.get("KeySpec") or parameters.get("CustomerMasterKeySpec", "SYMMETRIC_DEFAULT")
    usage = parameters.get("KeyUsage", "ENCRYPT_DECRYPT")
    if usage == "KEY_AGREEMENT" or spec.startswith("ML_DSA"):
        return f"KeyUsage={usage} and KeySpec={spec} {_NOT_HERE}"
    if usage == "ENCRYPT_DECRYPT" and spec != "SYMMETRIC_DEFAULT":
        return f"KeySpec={spec} for ENCRYPT_DECRYPT {_NOT_HERE} Symmetric keys encrypt."
    return None


def _schedule(parameters: Mapping[str, Any]) -> str | None:
    target = parameters["Target"]
    if not _is_one(target["Arn"], _OF_SCHEDULES):
        return (
            f"the target {target['Arn']} {_NOT_HERE} Schedules call functions, state machines, SQS "
            "queues, SNS topics that are no FIFO ones, event buses, and what is offered here by aws-sdk."
        )
    return _v2(target)


def _v2(target: Mapping[str, Any]) -> str | None:
    for name in ("EventBridgePutEventsV2Parameters", "EventBridgePutRawEventsParameters"):
        if name in target:
            return f"Target.{name} {_NOT_HERE}"
    return None


_FUNCTION = _any(
    _asks("CapacityProviderConfig"),
    _asks("DurableConfig"),
    _asks("FileSystemConfigs"),
    _asks("SnapStart", "ApplyOn", but="None"),
    _asks("TenancyConfig"),
    _asks("AcceleratorConfig"),
    _asks("RuntimeConfig"),
)


def _event_source(parameters: Mapping[str, Any]) -> str | None:
    source = parameters.get("EventSourceArn") or ""
    if source.startswith("arn:") and source.split(":")[2] != "sqs":
        return f"the event source {source} {_NOT_HERE} Functions read SQS queues."
    return None


_MAPPING = _any(
    _asks("KMSKeyArn"),
    _asks("LoggingConfig"),
    _asks("MetricsConfig"),
    _asks("ProvisionedPollerConfig"),
    _asks("SelfManagedEventSource"),
)


def _scaled(parameters: Mapping[str, Any]) -> str | None:
    """Only endpoints are scaled, and of them what there is here."""
    namespace, dimension = parameters["ServiceNamespace"], parameters["ScalableDimension"]
    if namespace != "sagemaker":
        return f"ServiceNamespace={namespace} {_NOT_HERE} Targets are variants of endpoints."
    if not dimension.startswith("sagemaker:variant:"):
        return f"ScalableDimension={dimension} {_NOT_HERE} Targets are variants of endpoints."
    return None


RULES: Mapping[tuple[str, str], Rule] = {
    ("application-autoscaling", "RegisterScalableTarget"): _any(_scaled, _asks("Tags")),
    ("application-autoscaling", "DeregisterScalableTarget"): _scaled,
    ("application-autoscaling", "PutScalingPolicy"): _any(
        _scaled, _asks("PredictiveScalingPolicyConfiguration")
    ),
    ("application-autoscaling", "DeleteScalingPolicy"): _scaled,
    ("cloudformation", "CreateStack"): _any(_asks("NotificationARNs"), _asks("StackPolicyBody")),
    ("cloudformation", "UpdateStack"): _any(_asks("NotificationARNs"), _asks("StackPolicyBody")),
    # The CDK CLI always asks for ImportExistingResources. What exists under the name fails here.
    ("cloudformation", "CreateChangeSet"): _asks("NotificationARNs"),
    ("dynamodb", "CreateTable"): _asks("StreamSpecification", "StreamEnabled"),
    ("dynamodb", "UpdateTable"): _any(
        _asks("StreamSpecification", "StreamEnabled"), _asks("ReplicaUpdates")
    ),
    ("ecr", "CreateRepository"): _asks("imageScanningConfiguration", "scanOnPush"),
    ("events", "CreateConnection"): _asks("InvocationConnectivityParameters"),
    ("events", "UpdateConnection"): _asks("InvocationConnectivityParameters"),
    ("events", "CreateEventBus"): _any(_asks("EventSourceName"), _asks("LogConfig")),
    ("events", "PutEvents"): _asks("EndpointId"),
    ("events", "UpdateEventBus"): _asks("LogConfig"),
    ("events", "PutTargets"): _targets,
    ("iam", "SimulateCustomPolicy"): _any(
        _asks("ResourcePolicy"), _asks("OrderedOrganizationPolicyInputList")
    ),
    ("iam", "SimulatePrincipalPolicy"): _any(_asks("ResourcePolicy"), _asks("PolicyExclusionList")),
    ("kms", "CreateKey"): _any(_asks("Origin", but="AWS_KMS"), _key),
    ("kms", "Sign"): _asks("MessageType", but="RAW"),
    ("kms", "Verify"): _asks("MessageType", but="RAW"),
    ("lambda", "CreateEventSourceMapping"): _any(_event_source, _MAPPING),
    ("lambda", "CreateFunction"): _any(
        _FUNCTION, _asks("CodeSigningConfigArn"), _asks("PublishTo")
    ),
    ("lambda", "CreateFunctionUrlConfig"): _asks("InvokeMode", but="BUFFERED"),
    ("lambda", "UpdateFunctionUrlConfig"): _asks("InvokeMode", but="BUFFERED"),
    ("lambda", "Invoke"): _any(_asks("DurableExecutionName"), _asks("TenantId")),
    ("lambda", "PublishVersion"): _asks("PublishTo"),
    ("lambda", "UpdateEventSourceMapping"): _MAPPING,
    ("lambda", "UpdateFunctionCode"): _asks("PublishTo"),
    ("lambda", "UpdateFunctionConfiguration"): _FUNCTION,
    ("scheduler", "CreateSchedule"): _schedule,
    ("scheduler", "UpdateSchedule"): _schedule,
    ("secretsmanager", "CreateSecret"): _asks("AddReplicaRegions"),
    ("ses", "SendEmail"): _asks("ConfigurationSetName"),
    ("ses", "SendRawEmail"): _asks("ConfigurationSetName"),
    ("ses", "SendTemplatedEmail"): _asks("ConfigurationSetName"),
    ("ses", "SendBulkTemplatedEmail"): _asks("ConfigurationSetName"),
    ("sesv2", "CreateEmailIdentity"): _asks("ConfigurationSetName"),
    ("sesv2", "SendBulkEmail"): _asks("ConfigurationSetName"),
    ("sesv2", "SendEmail"): _any(_asks("ConfigurationSetName"), _asks("ListManagementOptions")),
    ("sns", "CreateTopic"): _any(_topic_attributes, _asks("DataProtectionPolicy")),
    ("sns", "Publish"): _publication,
    ("sns", "SetTopicAttributes"): _topic_attributes,
    ("sns", "Subscribe"): _subscription,
    ("ssm", "PutParameter"): _asks("Policies"),
}
