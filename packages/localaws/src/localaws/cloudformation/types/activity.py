"""AWS::StepFunctions::Activity."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from localaws.cloudformation.errors import Refused
from localaws.cloudformation.types import values
from localaws.cloudformation.types.handler import Made, Site


class Activity:
    """An activity. Ref is its ARN."""

    fixed = frozenset({"Name", "EncryptionConfiguration"})
    properties = frozenset({"Name", "EncryptionConfiguration", "Tags"})

    def create(self, site: Site, name: str, properties: Mapping[str, Any]) -> Made:
        client = site.client("stepfunctions")
        name = properties.get("Name", name)
        arn = f"arn:aws:states:{site.region}:{site.account}:activity:{name}"
        if _exists(client, arn):
            raise Refused(f"Activity Already Exists: '{arn}'")
        options = values.camel(values.given(properties, ("EncryptionConfiguration",)))
        tags = values.tag_list(site.all_tags(properties), "key", "value")
        client.create_activity(name=name, tags=tags, **options)
        return Made(arn, {"Arn": arn, "Name": name})

    def update(
        self, site: Site, made: Made, old: Mapping[str, Any], new: Mapping[str, Any]
    ) -> Made:
        client = site.client("stepfunctions")
        tags = site.all_tags(new)
        gone = [tag["Key"] for tag in old.get("Tags", []) if tag["Key"] not in tags]
        if gone:
            client.untag_resource(resourceArn=made.physical_id, tagKeys=gone)
        client.tag_resource(
            resourceArn=made.physical_id, tags=values.tag_list(tags, "key", "value")
        )
        return made

    def delete(self, site: Site, made: Made, properties: Mapping[str, Any]) -> None:
        site.client("stepfunctions").delete_activity(activityArn=made.physical_id)


def _exists(client: Any, arn: str) -> bool:
    try:
        client.describe_activity(activityArn=arn)
    except client.exceptions.ActivityDoesNotExist:
        return False
    return True
