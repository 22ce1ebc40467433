"""What a resource's properties are held against, and what becomes of them."""

from __future__ import annotations

from typing import Any

import pytest

from localaws.cloudformation.errors import InvalidProperties
from localaws.cloudformation.types.properties import conformed
from localaws.cloudformation.types.property_shapes import PATH

from .registry_schemas import text

GROUP = "AWS::Logs::LogGroup"


def test_the_shapes_are_those_of_the_registry() -> None:
    assert PATH.read_text() == text(), "make them again, as registry_schemas says"


@pytest.mark.parametrize(
    ("given", "made"),
    [
        ({"RetentionInDays": 7}, {"RetentionInDays": 7}),
        ({"RetentionInDays": "7"}, {"RetentionInDays": 7}),
        ({"RetentionInDays": 7.0}, {"RetentionInDays": 7}),
        ({"LogGroupName": 7}, {"LogGroupName": "7"}),
        ({"LogGroupName": True}, {"LogGroupName": "true"}),
        ({"DeletionProtectionEnabled": "True"}, {"DeletionProtectionEnabled": True}),
        ({"Tags": [{"Key": "a", "Value": 1}]}, {"Tags": [{"Key": "a", "Value": "1"}]}),
    ],
)
def test_values_become_what_the_type_has(given: dict[str, Any], made: dict[str, Any]) -> None:
    assert conformed(GROUP, "G", given) == made


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"RetentionInDays": "long"}, "#/RetentionInDays: expected type: Integer, found: String"),
        ({"RetentionInDays": True}, "#/RetentionInDays: expected type: Integer, found: Boolean"),
        ({"LogGroupName": ["a"]}, "#/LogGroupName: expected type: String, found: JSONArray"),
        ({"LogGroupName": None}, "#/LogGroupName: expected type: String, found: Null"),
        ({"Tags": {}}, "#/Tags: expected type: JSONArray, found: JSONObject"),
        ({"Tags": ["a"]}, "#/Tags/0: expected type: JSONObject, found: String"),
        ({"Tags": [{"Key": "a"}]}, "#/Tags/0: required key [Value] not found"),
        ({"Name": "a"}, "#: extraneous key [Name] is not permitted"),
    ],
)
def test_what_the_type_has_not_is_refused_in_cloudformations_words(
    given: dict[str, Any], said: str
) -> None:
    with pytest.raises(InvalidProperties) as refused:
        conformed(GROUP, "G", given)
    message = f"Properties validation failed for resource G with message: [{said}]"
    assert str(refused.value) == message


def test_all_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(InvalidProperties, match=r"LogGroupName.*, #/RetentionInDays"):
        conformed(GROUP, "G", {"LogGroupName": [], "RetentionInDays": []})


def test_a_type_of_which_no_shape_is_known_stays_as_it_is() -> None:
    assert conformed("AWS::Moon::Base", "B", {"a": object}) == {"a": object}
