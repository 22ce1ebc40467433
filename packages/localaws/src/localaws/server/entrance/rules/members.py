"""Members that a service wants although its model calls them optional."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from localaws.protocols.refusal import Refusal
from localaws.protocols.words import joined, problem, summed_up

# Paths of members; ``*`` stands for every member of a list. Code: of the family, unless one is named.
_WANTED: dict[tuple[str, str], tuple[str, tuple[str, ...]]] = {
    ("dynamodb", "CreateTable"): ("ValidationException", ("KeySchema", "AttributeDefinitions")),
    ("secretsmanager", "CreateSecret"): ("InvalidParameterException", ("Tags.*.Key",)),
    ("secretsmanager", "TagResource"): (
        "InvalidParameterException",
        ("Tags.*.Key", "Tags.*.Value"),
    ),
    ("stepfunctions", "TagResource"): ("ValidationException", ("tags.*.key", "tags.*.value")),
    ("cloudformation", "CreateStack"): ("ValidationError", ("Parameters.*.ParameterKey",)),
    ("cloudformation", "UpdateStack"): ("ValidationError", ("Parameters.*.ParameterKey",)),
    ("cloudformation", "CreateChangeSet"): ("ValidationError", ("Parameters.*.ParameterKey",)),
    ("cloudwatch", "GetMetricData"): (
        "ValidationError",
        (
            "MetricDataQueries.*.MetricStat.Metric.Namespace",
            "MetricDataQueries.*.MetricStat.Metric.MetricName",
        ),
    ),
    ("kms", "GenerateRandom"): ("ValidationException", ("NumberOfBytes",)),
    ("s3", "PutBucketVersioning"): (
        "IllegalVersioningConfigurationException",
        ("VersioningConfiguration.Status",),
    ),
}

# One of several sets of members has to be there.
_ONE_OF: dict[tuple[str, str], tuple[str, str, tuple[tuple[str, ...], ...]]] = {
    ("cloudformation", "CreateStack"): (
        "ValidationError",
        "Either Template URL or Template Body must be specified.",
        (("TemplateBody",), ("TemplateURL",)),
    ),
    ("cloudformation", "UpdateStack"): (
        "ValidationError",
        "Either Template URL or Template Body must be specified.",
        (("TemplateBody",), ("TemplateURL",), ("UsePreviousTemplate",)),
    ),
    ("cloudformation", "CreateChangeSet"): (
        "ValidationError",
        "Either Template URL or Template Body must be specified.",
        (("TemplateBody",), ("TemplateURL",), ("UsePreviousTemplate",)),
    ),
    ("cloudformation", "GetTemplateSummary"): (
        "ValidationError",
        "Either StackName, TemplateBody or TemplateURL must be specified.",
        (("StackName",), ("TemplateBody",), ("TemplateURL",)),
    ),
    ("cloudformation", "ValidateTemplate"): (
        "ValidationError",
        "Either Template URL or Template Body must be specified.",
        (("TemplateBody",), ("TemplateURL",)),
    ),
    ("kms", "RetireGrant"): (
        "ValidationException",
        "Either a grant token, or a key ID and a grant ID, must be specified.",
        (("GrantToken",), ("KeyId", "GrantId")),
    ),
    ("stepfunctions", "ListExecutions"): (
        "ValidationException",
        "Either a state machine ARN or a map run ARN must be specified.",
        (("stateMachineArn",), ("mapRunArn",)),
    ),
    ("sns", "Publish"): (
        "InvalidParameter",
        "Invalid parameter: TopicArn or TargetArn Reason: no value for required parameter",
        (("TopicArn",), ("TargetArn",), ("PhoneNumber",)),
    ),
}


def check(service: str, operation: str, parameters: dict[str, Any]) -> None:
    """Refuse a request that lacks what its service wants."""
    if (service, operation) in _WANTED:
        code, paths = _WANTED[service, operation]
        missing = [
            problem(None, where, "Member must not be null")
            for path in paths
            for where in _missing(parameters, path.split("."), "")
        ]
        if missing:
            raise Refusal(code, summed_up(missing))
    if (service, operation) in _ONE_OF:
        code, message, sets = _ONE_OF[service, operation]
        if not any(all(parameters.get(name) for name in names) for names in sets):
            raise Refusal(code, message)
    if (service, operation) == ("dynamodb", "TransactWriteItems"):
        _one_action_each(parameters)
    if service == "cloudformation" and "Parameters" in parameters:
        _values(parameters["Parameters"])


def _missing(value: Any, path: list[str], where: str) -> Iterator[str]:
    first, rest = path[0], path[1:]
    if first == "*":
        for index, member in enumerate(value, 1):
            yield from _missing(member, rest, f"{where}.{index}.member")
    elif first not in value:
        # What is optional as a whole may be missing as a whole.
        if not rest:
            yield joined(where, first)
    elif rest:
        yield from _missing(value[first], rest, joined(where, first))


def _one_action_each(parameters: dict[str, Any]) -> None:
    if any(len(item) != 1 for item in parameters["TransactItems"]):
        raise Refusal(
            "ValidationException",
            "TransactItems can only contain one of Check, Put, Update or Delete",
        )


def _values(given: list[dict[str, Any]]) -> None:
    empty = [
        one["ParameterKey"]
        for one in given
        if "ParameterKey" in one and "ParameterValue" not in one and not one.get("UsePreviousValue")
    ]
    if empty:
        raise Refusal("ValidationError", f"Parameters: [{', '.join(empty)}] must have values")
