"""Functions: made, shown, changed, listed, deleted."""

from __future__ import annotations

from typing import Any

import pytest

from localaws.protocols.refusal import Refusal

from .conftest import ARN, Api, zipped


def test_a_new_function_is_shown_with_the_defaults_of_aws(greet: dict[str, Any]) -> None:
    assert greet["FunctionArn"] == ARN
    shown = {
        name: greet[name]
        for name in ("Version", "Timeout", "MemorySize", "State", "PackageType", "Architectures")
    }
    assert shown == {
        "Version": "$LATEST",
        "Timeout": 3,
        "MemorySize": 128,
        "State": "Active",
        "PackageType": "Zip",
        "Architectures": ["x86_64"],
    }
    assert greet["Environment"] == {"Variables": {"STAGE": "dev"}}
    assert greet["LoggingConfig"] == {"LogFormat": "Text", "LogGroup": "/aws/lambda/greet"}


def test_its_name_is_taken(api: Api, greet: dict[str, Any], role: str) -> None:
    with pytest.raises(Refusal, match="ResourceConflictException: Function already exist: greet"):
        api(
            "CreateFunction",
            FunctionName="greet",
            Runtime="python3.12",
            Role=role,
            Handler="app.handler",
            Code={"ZipFile": zipped()},
        )


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"Code": {}}, "Please specify only one of ZipFile"),
        ({"Code": {"ZipFile": b"no zip"}}, "unzip"),
        ({"Code": {"S3Bucket": "none-such", "S3Key": "k"}}, "S3 Error Code: NoSuchBucket"),
        ({"Handler": None}, "Handler is mandatory"),
        ({"Runtime": "java21"}, "The runtime java21 does not run"),
        ({"PackageType": "Image"}, "PackageType Image needs Code.ImageUri"),
        ({"Layers": ["arn:aws:lambda:eu-west-1:000000000000:layer:l:1"]}, "does not exist"),
        ({"DeadLetterConfig": {"TargetArn": "arn:aws:s3:::b"}}, "valid queue or topic"),
        ({"Role": "arn:aws:iam::000000000000:role/nobody"}, "cannot be assumed by Lambda"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_made(
    api: Api, role: str, changes: dict[str, Any], why: str
) -> None:
    asked = {
        "FunctionName": "greet",
        "Runtime": "python3.12",
        "Role": role,
        "Handler": "app.handler",
        "Code": {"ZipFile": zipped()},
    }
    with pytest.raises(Refusal, match=why):
        api("CreateFunction", **(asked | changes))
    assert api("ListFunctions")["Functions"] == []


def test_a_role_that_trusts_another_service_is_refused(api: Api, other_role: str) -> None:
    with pytest.raises(Refusal, match="has to exist, and to allow the principal lambda"):
        api(
            "CreateFunction",
            FunctionName="greet",
            Runtime="python3.12",
            Role=other_role,
            Handler="app.handler",
            Code={"ZipFile": zipped()},
        )


def test_it_is_got_with_code_and_tags(api: Api, greet: dict[str, Any]) -> None:
    found = api("GetFunction", FunctionName="greet")
    assert found["Configuration"] == greet
    assert found["Code"] == {"RepositoryType": "S3"}
    assert found["Tags"] == {"team": "ml"}


def test_a_configuration_is_changed_where_the_request_says_something(
    api: Api, greet: dict[str, Any]
) -> None:
    changed = api("UpdateFunctionConfiguration", FunctionName=ARN, Timeout=10)
    assert changed["Timeout"] == 10
    assert changed["Environment"] == {"Variables": {"STAGE": "dev"}}
    assert changed["RevisionId"] != greet["RevisionId"]
    emptied = api("UpdateFunctionConfiguration", FunctionName="greet", Environment={})
    assert "Environment" not in emptied


def test_a_change_of_what_somebody_else_has_changed_is_refused(
    api: Api, greet: dict[str, Any]
) -> None:
    seen = greet["RevisionId"]
    api("UpdateFunctionConfiguration", FunctionName="greet", Timeout=10)
    with pytest.raises(Refusal, match="PreconditionFailedException"):
        api("UpdateFunctionConfiguration", FunctionName="greet", Timeout=5, RevisionId=seen)
    with pytest.raises(Refusal, match="PreconditionFailedException"):
        api("UpdateFunctionCode", FunctionName="greet", ZipFile=zipped("x = 1"), RevisionId=seen)


def test_new_code_is_another_code(api: Api, greet: dict[str, Any]) -> None:
    tried = api("UpdateFunctionCode", FunctionName="greet", ZipFile=zipped("x = 1"), DryRun=True)
    assert api("GetFunction", FunctionName="greet")["Configuration"] == greet
    changed = api("UpdateFunctionCode", FunctionName="greet", ZipFile=zipped("x = 1"), Publish=True)
    assert changed["CodeSha256"] == tried["CodeSha256"] != greet["CodeSha256"]
    assert changed["Version"] == "1"


def test_a_zip_does_not_become_an_image(api: Api, greet: dict[str, Any]) -> None:
    with pytest.raises(Refusal, match="Please don't provide ImageUri"):
        api("UpdateFunctionCode", FunctionName="greet", ImageUri="a/b:c")


def test_functions_are_listed_by_page(api: Api, role: str) -> None:
    for name in "abc":
        api(
            "CreateFunction",
            FunctionName=name,
            Runtime="python3.12",
            Role=role,
            Handler="app.handler",
            Code={"ZipFile": zipped()},
        )
    first = api("ListFunctions", MaxItems=2)
    assert [each["FunctionName"] for each in first["Functions"]] == ["a", "b"]
    rest = api("ListFunctions", MaxItems=2, Marker=first["NextMarker"])
    assert [each["FunctionName"] for each in rest["Functions"]] == ["c"]
    assert rest["NextMarker"] is None
    with pytest.raises(Refusal, match="Invalid marker"):
        api("ListFunctions", Marker="nothing")


def test_a_deleted_function_is_gone(api: Api, greet: dict[str, Any]) -> None:
    assert api("DeleteFunction", FunctionName="greet") == {"StatusCode": 204}
    with pytest.raises(Refusal, match=f"Function not found: {ARN}"):
        api("GetFunction", FunctionName="greet")


def test_a_version_is_deleted_alone_unless_an_alias_points_at_it(
    api: Api, greet: dict[str, Any]
) -> None:
    api("PublishVersion", FunctionName="greet")
    api("CreateAlias", FunctionName="greet", Name="live", FunctionVersion="1")
    with pytest.raises(Refusal, match="the alias live points at it"):
        api("DeleteFunction", FunctionName="greet", Qualifier="1")
    api("DeleteAlias", FunctionName="greet", Name="live")
    api("DeleteFunction", FunctionName="greet:1")
    assert [
        v["Version"] for v in api("ListVersionsByFunction", FunctionName="greet")["Versions"]
    ] == ["$LATEST"]
    with pytest.raises(Refusal, match="cannot be deleted without deleting the function"):
        api("DeleteFunction", FunctionName="greet", Qualifier="$LATEST")
