"""AWS::KMS::Key and AWS::KMS::Alias. moto cannot change a key: what was encrypted with it would be lost."""

from __future__ import annotations

from localaws.cloudformation.types import values
from localaws.cloudformation.types.handler import Made, Site
from localaws.cloudformation.types.moto_types.moto_type import (
    MotoType,
    Properties,
    changed,
    tag_changes,
)

_OF_KEY = ("Description", "KeyPolicy", "EnableKeyRotation", "Enabled")


def _update_key(site: Site, made: Made, old: Properties, new: Properties) -> None:
    kms, key = site.client("kms"), made.physical_id
    differs = changed(old, new, *_OF_KEY)
    if "Description" in differs:
        kms.update_key_description(KeyId=key, Description=new.get("Description", ""))
    if "KeyPolicy" in differs and "KeyPolicy" in new:
        policy = values.document(new["KeyPolicy"])
        kms.put_key_policy(KeyId=key, PolicyName="default", Policy=policy)
    if "EnableKeyRotation" in differs:
        rotates = values.boolean(new.get("EnableKeyRotation"))
        (kms.enable_key_rotation if rotates else kms.disable_key_rotation)(KeyId=key)
    if "Enabled" in differs:
        (kms.enable_key if values.boolean(new.get("Enabled", True)) else kms.disable_key)(KeyId=key)
    tags, gone = tag_changes(site, old, new)
    if gone:
        kms.untag_resource(KeyId=key, TagKeys=gone)
    if tags:
        kms.tag_resource(KeyId=key, Tags=values.tag_list(tags, "TagKey", "TagValue"))


def _update_alias(site: Site, made: Made, old: Properties, new: Properties) -> None:
    site.client("kms").update_alias(AliasName=made.physical_id, TargetKeyId=new["TargetKeyId"])


KEY = MotoType(
    fixed=frozenset({"KeySpec", "KeyUsage", "MultiRegion", "Origin"}),
    changing=frozenset({*_OF_KEY, "Tags"}),
    update=_update_key,
    attributes=lambda site, physical_id, model: {"KeyId": physical_id},
)
ALIAS = MotoType(
    fixed=frozenset({"AliasName"}), changing=frozenset({"TargetKeyId"}), update=_update_alias
)
