"""Keys of a stack: the same one whatever changes, and never replaced: what it encrypted would be lost."""

from __future__ import annotations

from typing import Any

import pytest

from ...cloud import Cloud
from .one_resource import deployed, failed

KIND = "AWS::KMS::Key"


def test_a_key_is_changed_in_place_and_pending_once_its_stack_is_gone(cloud: Cloud) -> None:
    kms = cloud.aws.client("kms")

    def key(**properties: Any) -> dict[str, Any]:
        found = deployed(cloud, KIND, properties, "Arn", "KeyId", stack="key")
        assert found["Ref"] == found["KeyId"]
        metadata: dict[str, Any] = kms.describe_key(KeyId=found["Arn"])["KeyMetadata"]
        return metadata

    first = key(Description="one", EnableKeyRotation="true")
    assert kms.get_key_rotation_status(KeyId=first["KeyId"])["KeyRotationEnabled"]
    disabled = key(Enabled=False)
    assert (disabled["KeyId"], disabled["KeyState"]) == (first["KeyId"], "Disabled")
    assert disabled["Description"] == ""
    assert key(PendingWindowInDays=7)["KeyState"] == "Enabled"
    cloud.stacks.delete_stack(StackName="key")
    assert kms.describe_key(KeyId=first["KeyId"])["KeyMetadata"]["KeyState"] == "PendingDeletion"


@pytest.mark.parametrize("change", [{"KeyUsage": "SIGN_VERIFY", "KeySpec": "RSA_2048"}])
def test_what_no_key_can_have_otherwise_fails_the_update(
    cloud: Cloud, change: dict[str, Any]
) -> None:
    deployed(cloud, KIND, {}, stack="key-usage")
    said = failed(cloud, KIND, change, stack="key-usage")
    assert "of an existing KMS key cannot be changed" in said


def test_an_alias_can_name_another_key(cloud: Cloud) -> None:
    kms = cloud.aws.client("kms")
    keys = [kms.create_key()["KeyMetadata"]["KeyId"] for _ in range(2)]
    for key in keys:
        properties = {"AliasName": "alias/moves", "TargetKeyId": key}
        found = deployed(cloud, "AWS::KMS::Alias", properties, stack="alias")
        assert found["Ref"] == "alias/moves"
        assert kms.describe_key(KeyId="alias/moves")["KeyMetadata"]["KeyId"] == key
    cloud.stacks.delete_stack(StackName="alias")
    assert "alias/moves" not in {a["AliasName"] for a in kms.list_aliases()["Aliases"]}
