"""Layers over the API."""

from __future__ import annotations

from typing import Any

import pytest

from localaws.protocols.refusal import Refusal

from .conftest import Api, zipped

LAYER = "arn:aws:lambda:eu-west-1:000000000000:layer:shared"


def published(api: Api, source: str = "x = 1") -> dict[str, Any]:
    return api(
        "PublishLayerVersion",
        LayerName="shared",
        Content={"ZipFile": zipped(source)},
        CompatibleRuntimes=["python3.12"],
    )


def test_versions_are_numbered_and_listed_newest_first(api: Api) -> None:
    assert published(api)["LayerVersionArn"] == f"{LAYER}:1"
    published(api, "x = 2")
    listed = api("ListLayerVersions", LayerName="shared")["LayerVersions"]
    assert [each["Version"] for each in listed] == [2, 1]
    (layer,) = api("ListLayers")["Layers"]
    assert layer["LatestMatchingVersion"]["LayerVersionArn"] == f"{LAYER}:2"
    assert api("ListLayers", CompatibleRuntime="nodejs22.x")["Layers"] == []


def test_a_number_is_never_given_again(api: Api) -> None:
    published(api)
    api("DeleteLayerVersion", LayerName="shared", VersionNumber=1)
    assert api("ListLayers")["Layers"] == []
    assert published(api)["Version"] == 2
    with pytest.raises(Refusal, match="ResourceNotFoundException"):
        api("GetLayerVersion", LayerName=LAYER, VersionNumber=1)


def test_a_function_names_a_version_of_it(api: Api, greet: dict[str, Any]) -> None:
    made = published(api)
    changed = api("UpdateFunctionConfiguration", FunctionName="greet", Layers=[f"{LAYER}:1"])
    assert changed["Layers"] == [{"Arn": f"{LAYER}:1", "CodeSize": made["Content"]["CodeSize"]}]
    published(api, "x = 2")
    both = [f"{LAYER}:1", f"{LAYER}:2"]
    with pytest.raises(Refusal, match="Two different versions of the same layer"):
        api("UpdateFunctionConfiguration", FunctionName="greet", Layers=both)


def test_who_may_use_it_is_kept(api: Api) -> None:
    published(api)
    named = {"LayerName": "shared", "VersionNumber": 1, "StatementId": "all"}
    with pytest.raises(Refusal, match="ResourceNotFoundException"):
        api("GetLayerVersionPolicy", LayerName="shared", VersionNumber=1)
    api("AddLayerVersionPermission", Action="lambda:GetLayerVersion", Principal="*", **named)
    policy = api("GetLayerVersionPolicy", LayerName="shared", VersionNumber=1)["Policy"]
    assert '"Principal":"*"' in policy
    with pytest.raises(Refusal, match="already exists"):
        api("AddLayerVersionPermission", Action="lambda:GetLayerVersion", Principal="*", **named)
    api("RemoveLayerVersionPermission", **named)


def test_a_layer_without_content_is_refused(api: Api) -> None:
    with pytest.raises(Refusal, match="ZipFile, or S3Bucket and S3Key"):
        api("PublishLayerVersion", LayerName="shared", Content={})


def test_an_arn_without_a_number_is_of_nothing(api: Api) -> None:
    with pytest.raises(Refusal, match="ResourceNotFoundException"):
        api("GetLayerVersionByArn", Arn=f"{LAYER}:-V_1")
