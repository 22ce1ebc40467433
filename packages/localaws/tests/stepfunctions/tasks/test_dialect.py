"""How members are spelt."""

from __future__ import annotations

import pytest

from localaws.protocols.models import service_model
from localaws.stepfunctions.tasks.dialect import Dialect


@pytest.mark.parametrize(
    ("member", "spelt"),
    [
        ("TableName", "TableName"),
        ("logGroupName", "LogGroupName"),
        ("ETag", "ETag"),
        ("MD5OfMessageBody", "Md5OfMessageBody"),
        ("DBInstanceIdentifier", "DbInstanceIdentifier"),
        ("SSEKMSKeyId", "SsekmsKeyId"),
        ("ChecksumCRC32", "ChecksumCRC32"),
        ("S3Uri", "S3Uri"),
        ("S", "S"),
        ("BOOL", "Bool"),
        ("NULL", "Nul"),
        ("Equals", "EqualsValue"),
    ],
)
def test_an_sdk_integration_spells_as_the_sdk_for_java_2(member: str, spelt: str) -> None:
    assert Dialect.SDK.spelt(member) == spelt


@pytest.mark.parametrize("member", ["MD5OfMessageBody", "BOOL", "TableName"])
def test_an_optimised_integration_spells_as_the_api_with_a_capital(member: str) -> None:
    assert Dialect.OPTIMISED.spelt(member) == member
    assert Dialect.OPTIMISED.spelt("stateMachineArn") == "StateMachineArn"


def test_the_apis_own_spelling_is_taken_as_well_but_never_a_small_letter() -> None:
    value = service_model("dynamodb").shape_for("AttributeValue")
    names = Dialect.SDK.members(value)  # type: ignore[arg-type]
    assert names["Bool"] == names["BOOL"] == "BOOL"
    assert "bool" not in names
