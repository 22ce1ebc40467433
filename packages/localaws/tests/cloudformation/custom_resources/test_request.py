"""What the provider of a custom resource is asked."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localaws.cloudformation.custom_resources.request import Request, as_text
from localaws.cloudformation.errors import Refused

FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:f"


def request(**properties: Any) -> Request:
    return Request("Create", "r", "arn:s", "C", "Custom::Thing", properties)


def test_only_what_is_known_is_said() -> None:
    said = json.loads(request(ServiceToken=FUNCTION, Size=7).document("http://here"))
    assert said == {
        "RequestType": "Create",
        "ServiceToken": FUNCTION,
        "ResponseURL": "http://here",
        "StackId": "arn:s",
        "RequestId": "r",
        "LogicalResourceId": "C",
        "ResourceType": "Custom::Thing",
        "ResourceProperties": {"ServiceToken": FUNCTION, "Size": "7"},
    }


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "true"),
        (7, "7"),
        (1.5, "1.5"),
        ("a", "a"),
        ([False, {"a": 1}], ["false", {"a": "1"}]),
    ],
)
def test_every_scalar_is_text(value: Any, text: Any) -> None:
    assert as_text(value) == text


@given(
    st.recursive(
        st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_text_stays_as_it_is(value: Any) -> None:
    assert as_text(as_text(value)) == as_text(value)


@pytest.mark.parametrize("token", [None, "", "nobody", 7, ["arn:aws:sns:"]])
def test_a_token_is_an_arn(token: Any) -> None:
    with pytest.raises(Refused, match="ServiceToken must be the ARN"):
        request(ServiceToken=token).document("")


@pytest.mark.parametrize(("given", "seconds"), [({}, 3600), ({"ServiceTimeout": "7"}, 7)])
def test_a_provider_has_an_hour_or_what_is_said(given: dict[str, Any], seconds: int) -> None:
    assert request(**given).seconds == seconds


@pytest.mark.parametrize("seconds", [0, 3601, -1, "long", "1.5", "٣"])
def test_it_has_no_other_time(seconds: Any) -> None:
    with pytest.raises(Refused, match="a number from 1 to 3600"):
        assert request(ServiceTimeout=seconds).seconds
