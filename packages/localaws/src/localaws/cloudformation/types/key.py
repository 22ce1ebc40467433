"""AWS::KMS::Key and AWS::KMS::Alias."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from localaws.cloudformation.errors import Unchangeable
from localaws.cloudformation.types import tags, values
from localaws.cloudformation.types.handler import Made, Site, undone_on_failure, unless_gone

_FOR_EVER = ("KeySpec", "KeyUsage", "MultiRegion", "Origin")
_PENDING = 30  # days


class Key:
    """A key. Ref is its id. Deleted, it is there until its waiting period is over."""

    fixed = frozenset[str]()  # what no key can have otherwise fails: it is not replaced
    properties = frozenset(
        [
            *_FOR_EVER,
            *("Description", "KeyPolicy", "EnableKeyRotation", "RotationPeriodInDays", "Enabled"),
            *("PendingWindowInDays", "BypassPolicyLockoutSafetyCheck", "Tags"),
        ]
    )

    identified_by = "KeyId"

    def create(self, site: Site, name: str, properties: Mapping[str, Any]) -> Made:
        kms = site.client("kms")
        options = values.given(
            properties, (*_FOR_EVER, "Description", "BypassPolicyLockoutSafetyCheck")
        )
        if "KeyPolicy" in properties:
            options["Policy"] = values.document(properties["KeyPolicy"])
        given = values.tag_list(site.all_tags(properties), "TagKey", "TagValue")
        metadata = kms.create_key(Tags=given, **options)["KeyMetadata"]
        made = Made(metadata["KeyId"], {"Arn": metadata["Arn"], "KeyId": metadata["KeyId"]})
        with undone_on_failure(lambda: self.delete(site, made, properties)):
            if properties.get("EnableKeyRotation"):
                _rotate(kms, made.physical_id, properties)
            if not properties.get("Enabled", True):
                kms.disable_key(KeyId=made.physical_id)
        return made

    def adopt(self, site: Site, identifier: str) -> Made:
        found = site.client("kms").describe_key(KeyId=identifier)["KeyMetadata"]
        return Made(found["KeyId"], {"Arn": found["Arn"], "KeyId": found["KeyId"]})

    def update(
        self, site: Site, made: Made, old: Mapping[str, Any], new: Mapping[str, Any]
    ) -> Made:
        if values.differing(old, new, _FOR_EVER):
            raise Unchangeable(
                "The KeySpec, KeyUsage, Origin and MultiRegion of an existing KMS key cannot be changed"
            )
        kms, key = site.client("kms"), made.physical_id
        if not old.get("Enabled", True) and new.get("Enabled", True):
            kms.enable_key(KeyId=key)  # first: a disabled key does not rotate
        if values.differing(old, new, ("Description",)):
            kms.update_key_description(KeyId=key, Description=new.get("Description", ""))
        if values.differing(old, new, ("KeyPolicy",)) and "KeyPolicy" in new:
            policy = values.document(new["KeyPolicy"])
            kms.put_key_policy(KeyId=key, PolicyName="default", Policy=policy)
        if values.differing(old, new, ("EnableKeyRotation", "RotationPeriodInDays")):
            _rotate(kms, key, new)
        if old.get("Enabled", True) and not new.get("Enabled", True):
            kms.disable_key(KeyId=key)
        taken, given = tags.gone(site, old, new), tags.wanted(new)
        if taken:
            kms.untag_resource(KeyId=key, TagKeys=taken)
        if given:
            kms.tag_resource(KeyId=key, Tags=values.tag_list(given, "TagKey", "TagValue"))
        return made

    def delete(self, site: Site, made: Made, properties: Mapping[str, Any]) -> None:
        days = properties.get("PendingWindowInDays", _PENDING)
        with unless_gone("NotFoundException", "KMSInvalidStateException"):
            site.client("kms").schedule_key_deletion(
                KeyId=made.physical_id, PendingWindowInDays=days
            )


class Alias:
    """Another name of a key. Ref is it."""

    fixed = frozenset({"AliasName"})
    properties = frozenset({"AliasName", "TargetKeyId"})

    def create(self, site: Site, name: str, properties: Mapping[str, Any]) -> Made:
        site.client("kms").create_alias(**properties)
        return Made(properties["AliasName"])

    def update(
        self, site: Site, made: Made, old: Mapping[str, Any], new: Mapping[str, Any]
    ) -> Made:
        site.client("kms").update_alias(AliasName=made.physical_id, TargetKeyId=new["TargetKeyId"])
        return made

    def delete(self, site: Site, made: Made, properties: Mapping[str, Any]) -> None:
        with unless_gone("NotFoundException"):
            site.client("kms").delete_alias(AliasName=made.physical_id)


def _rotate(kms: Any, key: str, properties: Mapping[str, Any]) -> None:
    if properties.get("EnableKeyRotation"):
        kms.enable_key_rotation(KeyId=key, **values.given(properties, ("RotationPeriodInDays",)))
    else:
        kms.disable_key_rotation(KeyId=key)
