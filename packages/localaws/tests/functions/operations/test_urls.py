"""The URLs of functions over the API; what they respond ``urls`` is tested for."""

from __future__ import annotations

from typing import Any

import pytest

from localaws.protocols.refusal import Refusal

from .conftest import ARN, REGION, Api


def test_one_is_made_shown_changed_and_deleted(api: Api, greet: dict[str, Any]) -> None:
    cors = {"AllowOrigins": ["https://app.example"], "AllowCredentials": True, "MaxAge": 5}
    made = api("CreateFunctionUrlConfig", FunctionName="greet", AuthType="NONE", Cors=cors)
    name = made["FunctionUrl"].removeprefix("http://").partition(".")[0]
    assert made["FunctionUrl"] == f"http://{name}.lambda-url.{REGION}.localhost:4566/"
    assert len(name) == 32
    assert (made["FunctionArn"], made["InvokeMode"], made["Cors"]) == (ARN, "BUFFERED", cors)
    changed = api("UpdateFunctionUrlConfig", FunctionName="greet", AuthType="AWS_IAM")
    assert (changed["AuthType"], changed["Cors"]) == ("AWS_IAM", cors)
    assert changed["FunctionUrl"] == made["FunctionUrl"]
    assert "Cors" not in api("UpdateFunctionUrlConfig", FunctionName="greet", Cors={})
    api("DeleteFunctionUrlConfig", FunctionName="greet")
    for operation in ("GetFunctionUrlConfig", "DeleteFunctionUrlConfig", "UpdateFunctionUrlConfig"):
        with pytest.raises(Refusal, match="ResourceNotFoundException"):
            api(operation, FunctionName="greet")


def test_a_function_and_each_alias_have_one(api: Api, greet: dict[str, Any]) -> None:
    api("CreateFunctionUrlConfig", FunctionName="greet", AuthType="NONE")
    with pytest.raises(Refusal, match="FunctionUrlConfig exists for this Lambda function"):
        api("CreateFunctionUrlConfig", FunctionName="greet", AuthType="NONE")
    with pytest.raises(Refusal, match="Function not found"):
        api("CreateFunctionUrlConfig", FunctionName="greet", Qualifier="live", AuthType="NONE")
    api("PublishVersion", FunctionName="greet")
    api("CreateAlias", FunctionName="greet", Name="live", FunctionVersion="1")
    api("CreateFunctionUrlConfig", FunctionName="greet", Qualifier="live", AuthType="NONE")
    listed = api("ListFunctionUrlConfigs", FunctionName="greet")["FunctionUrlConfigs"]
    assert [each["FunctionArn"] for each in listed] == [ARN, f"{ARN}:live"]
    assert len({each["FunctionUrl"] for each in listed}) == 2
