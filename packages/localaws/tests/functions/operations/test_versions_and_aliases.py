"""Versions and aliases over the API."""

from __future__ import annotations

from typing import Any

import pytest

from localaws.protocols.refusal import Refusal

from .conftest import ARN, Api, zipped


def test_a_version_is_published_once_for_each_change(api: Api, greet: dict[str, Any]) -> None:
    first = api("PublishVersion", FunctionName="greet", Description="the first")
    assert (first["Version"], first["FunctionArn"]) == ("1", f"{ARN}:1")
    assert first["Description"] == "the first"
    assert api("PublishVersion", FunctionName="greet")["Version"] == "1"
    api("UpdateFunctionCode", FunctionName="greet", ZipFile=zipped("x = 1"))
    assert api("PublishVersion", FunctionName="greet")["Version"] == "2"


def test_a_version_of_other_code_than_expected_is_refused(api: Api, greet: dict[str, Any]) -> None:
    with pytest.raises(Refusal, match="is different from current CodeSHA256"):
        api("PublishVersion", FunctionName="greet", CodeSha256="abc")


def test_an_alias_moves_from_version_to_version(api: Api, greet: dict[str, Any]) -> None:
    api("PublishVersion", FunctionName="greet")
    made = api("CreateAlias", FunctionName="greet", Name="live", FunctionVersion="1")
    assert (made["AliasArn"], made["FunctionVersion"]) == (f"{ARN}:live", "1")
    api("UpdateFunctionConfiguration", FunctionName="greet", Timeout=9)
    api("PublishVersion", FunctionName="greet")
    routed = {"AdditionalVersionWeights": {"2": 0.5}}
    moved = api("UpdateAlias", FunctionName="greet", Name="live", RoutingConfig=routed)
    assert moved["RoutingConfig"] == routed
    assert api("GetFunctionConfiguration", FunctionName=f"{ARN}:live")["Version"] == "1"
    listed = api("ListAliases", FunctionName="greet", FunctionVersion="2")["Aliases"]
    assert [each["Name"] for each in listed] == ["live"]
    with pytest.raises(Refusal, match="PreconditionFailedException"):
        api("UpdateAlias", FunctionName="greet", Name="live", RevisionId=made["RevisionId"])


@pytest.mark.parametrize(
    ("operation", "request_", "why"),
    [
        ("CreateAlias", {"Name": "live", "FunctionVersion": "7"}, "Function not found"),
        ("GetAlias", {"Name": "none"}, f"Alias not found: {ARN}:none"),
        ("UpdateAlias", {"Name": "none"}, f"Alias not found: {ARN}:none"),
    ],
)
def test_what_is_not_there_is_said(
    api: Api, greet: dict[str, Any], operation: str, request_: dict[str, Any], why: str
) -> None:
    with pytest.raises(Refusal, match=why):
        api(operation, FunctionName="greet", **request_)


def test_an_alias_is_made_once(api: Api, greet: dict[str, Any]) -> None:
    api("CreateAlias", FunctionName="greet", Name="live", FunctionVersion="$LATEST")
    with pytest.raises(Refusal, match="Alias already exists"):
        api("CreateAlias", FunctionName="greet", Name="live", FunctionVersion="$LATEST")
