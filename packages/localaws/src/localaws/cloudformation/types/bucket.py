"""AWS::S3::Bucket and AWS::S3::BucketPolicy.

moto's model drops versioning, lifecycle, encryption, ownership and the public access block, and
skips bucket policies.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from localaws.cloudformation.types import values
from localaws.cloudformation.types.handler import Made, Site, undone_on_failure, unless_gone
from localaws.cloudformation.types.lifecycle import rule

_NOTIFICATIONS = "NotificationConfiguration"


class Bucket:
    """A bucket. Ref is its name."""

    fixed = frozenset({"BucketName"})
    identified_by = "BucketName"
    properties = frozenset(
        [
            "BucketName",
            "VersioningConfiguration",
            "LifecycleConfiguration",
            "BucketEncryption",
            "Tags",
            "PublicAccessBlockConfiguration",
            "OwnershipControls",
            "NotificationConfiguration",
            "AccessControl",
        ]
    )

    def create(self, site: Site, name: str, properties: Mapping[str, Any]) -> Made:
        bucket = properties.get("BucketName", name)
        location = {"LocationConstraint": site.region}
        site.client("s3").create_bucket(
            Bucket=bucket,
            **({} if site.region == "us-east-1" else {"CreateBucketConfiguration": location}),
        )
        made = Made(bucket, _attributes(site, bucket))
        with undone_on_failure(lambda: self.delete(site, made, properties)):
            _configure(site, bucket, properties)
            _notify(site, bucket, properties)
        return made

    def adopt(self, site: Site, identifier: str) -> Made:
        site.client("s3").head_bucket(Bucket=identifier)
        return Made(identifier, _attributes(site, identifier))

    def update(
        self, site: Site, made: Made, old: Mapping[str, Any], new: Mapping[str, Any]
    ) -> Made:
        _configure(site, made.physical_id, new)
        # The CDK's own custom resource sets them, too: what the template leaves alone stays as it is.
        if old.get(_NOTIFICATIONS) != new.get(_NOTIFICATIONS):
            _notify(site, made.physical_id, new)
        return made

    def delete(self, site: Site, made: Made, properties: Mapping[str, Any]) -> None:
        with unless_gone("NoSuchBucket"):
            site.client("s3").delete_bucket(Bucket=made.physical_id)


class BucketPolicy:
    """A bucket's policy. Ref is the bucket's name, as good as any: AWS makes one up."""

    fixed = frozenset({"Bucket"})
    properties = frozenset({"Bucket", "PolicyDocument"})

    def create(self, site: Site, name: str, properties: Mapping[str, Any]) -> Made:
        site.client("s3").put_bucket_policy(
            Bucket=properties["Bucket"], Policy=values.document(properties["PolicyDocument"])
        )
        return Made(properties["Bucket"])

    def update(
        self, site: Site, made: Made, old: Mapping[str, Any], new: Mapping[str, Any]
    ) -> Made:
        return self.create(site, "", new)

    def delete(self, site: Site, made: Made, properties: Mapping[str, Any]) -> None:
        with unless_gone("NoSuchBucket"):
            site.client("s3").delete_bucket_policy(Bucket=made.physical_id)


def _configure(site: Site, bucket: str, properties: Mapping[str, Any]) -> None:
    client = site.client("s3")
    versioning = properties.get("VersioningConfiguration", {}).get("Status")
    if versioning or client.get_bucket_versioning(Bucket=bucket).get("Status"):
        client.put_bucket_versioning(
            Bucket=bucket, VersioningConfiguration={"Status": versioning or "Suspended"}
        )
    rules = properties.get("LifecycleConfiguration", {}).get("Rules", [])
    if rules:
        client.put_bucket_lifecycle_configuration(
            Bucket=bucket, LifecycleConfiguration={"Rules": [rule(one) for one in rules]}
        )
    else:
        client.delete_bucket_lifecycle(Bucket=bucket)
    _protect(client, bucket, properties)
    if "AccessControl" in properties:
        client.put_bucket_acl(Bucket=bucket, ACL=_canned(properties["AccessControl"]))
    tags = values.tag_list(values.without_reserved(site.all_tags(properties)))
    if tags:
        client.put_bucket_tagging(Bucket=bucket, Tagging={"TagSet": tags})
    else:
        client.delete_bucket_tagging(Bucket=bucket)


def _notify(site: Site, bucket: str, properties: Mapping[str, Any]) -> None:
    site.client("s3").put_bucket_notification_configuration(
        Bucket=bucket,
        NotificationConfiguration=notifications(properties.get(_NOTIFICATIONS, {})),
    )


def notifications(given: Mapping[str, Any]) -> dict[str, Any]:
    """A NotificationConfiguration as S3's API writes it; whatever S3 refuses then fails the stack."""
    asked: dict[str, Any] = {}
    bridge = given.get("EventBridgeConfiguration")
    if bridge is not None and values.boolean(bridge.get("EventBridgeEnabled", True)):
        asked["EventBridgeConfiguration"] = {}
    for name, target, theirs, arn in (
        ("QueueConfigurations", "Queue", "QueueConfigurations", "QueueArn"),
        ("TopicConfigurations", "Topic", "TopicConfigurations", "TopicArn"),
        ("LambdaConfigurations", "Function", "LambdaFunctionConfigurations", "LambdaFunctionArn"),
    ):
        for one in given.get(name, []):
            entry = {arn: one[target], "Events": [one["Event"]]}
            if "Filter" in one:
                rules = [
                    {"Name": each["Name"].lower(), "Value": each["Value"]}
                    for each in one["Filter"]["S3Key"]["Rules"]
                ]
                entry["Filter"] = {"Key": {"FilterRules": rules}}
            asked.setdefault(theirs, []).append(entry)
    return asked


def _canned(access: str) -> str:
    """``LogDeliveryWrite`` as S3 spells it: ``log-delivery-write``."""
    return "-".join(re.findall("[A-Z][a-z]*", access)).lower()


def _protect(client: Any, bucket: str, properties: Mapping[str, Any]) -> None:
    encryption = properties.get("BucketEncryption", {}).get("ServerSideEncryptionConfiguration", [])
    if encryption:
        rules = [
            {
                "ApplyServerSideEncryptionByDefault": one.get("ServerSideEncryptionByDefault", {}),
                "BucketKeyEnabled": values.boolean(one.get("BucketKeyEnabled", False)),
            }
            for one in encryption
        ]
        client.put_bucket_encryption(
            Bucket=bucket, ServerSideEncryptionConfiguration={"Rules": rules}
        )
    block = properties.get("PublicAccessBlockConfiguration")
    if block is not None:
        client.put_public_access_block(
            Bucket=bucket,
            PublicAccessBlockConfiguration={
                name: values.boolean(value) for name, value in block.items()
            },
        )
    owner = properties.get("OwnershipControls")
    if owner is not None:
        client.put_bucket_ownership_controls(Bucket=bucket, OwnershipControls=owner)


def _attributes(site: Site, bucket: str) -> dict[str, str]:
    return {
        "Arn": f"arn:aws:s3:::{bucket}",
        "DomainName": f"{bucket}.s3.amazonaws.com",
        "RegionalDomainName": f"{bucket}.s3.{site.region}.amazonaws.com",
        "DualStackDomainName": f"{bucket}.s3.dualstack.{site.region}.amazonaws.com",
        "WebsiteURL": f"http://{bucket}.s3-website-{site.region}.amazonaws.com",
    }
