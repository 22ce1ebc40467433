"""Members that a service wants although its model calls them optional."""

from __future__ import annotations

from typing import Any

import pytest

from localaws.protocols.refusal import Refusal
from localaws.server.entrance.rules import members


def test_a_missing_member_of_a_list_is_named_by_its_number() -> None:
    tags = [{"Key": "a", "Value": "b"}, {"Key": "c"}, {}]
    with pytest.raises(Refusal) as refused:
        members.check("secretsmanager", "TagResource", {"Tags": tags})
    assert refused.value.code == "InvalidParameterException"
    assert [part.split(" failed")[0] for part in refused.value.message.split("; ")] == [
        "3 validation errors detected: Value null at 'tags.3.member.key'",
        "Value null at 'tags.2.member.value'",
        "Value null at 'tags.3.member.value'",
    ]


def test_what_is_optional_as_a_whole_may_be_missing_as_a_whole() -> None:
    members.check("secretsmanager", "TagResource", {"SecretId": "s"})
    members.check("cloudwatch", "GetMetricData", {"MetricDataQueries": [{"Expression": "1"}]})


@pytest.mark.parametrize("given", [{}, {"TokenX": "t"}, {"KeyId": "k"}, {"GrantId": "g"}])
def test_half_of_a_set_is_none(given: dict[str, Any]) -> None:
    with pytest.raises(Refusal, match="Either a grant token, or a key ID and a grant ID"):
        members.check("kms", "RetireGrant", given)


@pytest.mark.parametrize("given", [{"GrantToken": "t"}, {"KeyId": "k", "GrantId": "g"}])
def test_either_set_will_do(given: dict[str, Any]) -> None:
    members.check("kms", "RetireGrant", given)


def test_a_transaction_of_single_actions_passes() -> None:
    items = [{"Put": {}}, {"Delete": {}}]
    members.check("dynamodb", "TransactWriteItems", {"TransactItems": items})


@pytest.mark.parametrize("item", [{}, {"Put": {}, "Delete": {}}])
def test_a_transaction_has_one_action_an_item(item: dict[str, Any]) -> None:
    with pytest.raises(Refusal, match="can only contain one of"):
        members.check("dynamodb", "TransactWriteItems", {"TransactItems": [{"Put": {}}, item]})


def test_only_stacks_have_parameters_of_that_kind() -> None:
    members.check("cloudformation", "ListStacks", {})
    members.check("ssm", "GetParameters", {"Parameters": [{"ParameterKey": "a"}]})


def test_parameters_of_stacks_have_values_or_keep_theirs() -> None:
    keeps = {"ParameterKey": "a", "UsePreviousValue": True}
    given = [keeps, {"ParameterKey": "b", "ParameterValue": ""}]
    body: dict[str, Any] = {"TemplateBody": "{}"}
    members.check("cloudformation", "CreateStack", body | {"Parameters": given})
    bare = [{"ParameterKey": "c"}, {"ParameterKey": "d", "UsePreviousValue": False}]
    with pytest.raises(Refusal, match=r"Parameters: \[c, d\] must have values"):
        members.check("cloudformation", "CreateStack", body | {"Parameters": [*given, *bare]})
