"""AWS::SecretsManager::Secret and AWS::SecretsManager::ResourcePolicy."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from localaws.cloudformation.errors import Refused
from localaws.cloudformation.types import tags, values
from localaws.cloudformation.types.handler import Made, Site, unless_gone

_FOR_A_PASSWORD = (
    *("ExcludeCharacters", "ExcludeLowercase", "ExcludeNumbers", "ExcludePunctuation"),
    *("ExcludeUppercase", "IncludeSpace", "PasswordLength", "RequireEachIncludedType"),
)


class Secret:
    """A secret. Ref is its ARN. It is deleted at once, as CloudFormation does it."""

    fixed = frozenset({"Name"})
    properties = frozenset(
        {"Name", "Description", "KmsKeyId", "SecretString", "GenerateSecretString", "Tags"}
    )

    def create(self, site: Site, name: str, properties: Mapping[str, Any]) -> Made:
        secrets = site.client("secretsmanager")
        arn = secrets.create_secret(
            Name=properties.get("Name", name),
            Tags=values.tag_list(site.all_tags(properties)),
            **values.given(properties, ("Description", "KmsKeyId")),
            **_value(secrets, properties),
        )["ARN"]
        return Made(arn, {"Id": arn})

    def update(
        self, site: Site, made: Made, old: Mapping[str, Any], new: Mapping[str, Any]
    ) -> Made:
        secrets, arn = site.client("secretsmanager"), made.physical_id
        changed = values.given(new, values.differing(old, new, ("Description", "KmsKeyId")))
        if values.differing(old, new, ("SecretString", "GenerateSecretString")):
            changed |= _value(secrets, new)
        if changed:
            secrets.update_secret(SecretId=arn, **changed)
        taken, given = tags.gone(site, old, new), tags.wanted(new)
        if taken:
            secrets.untag_resource(SecretId=arn, TagKeys=taken)
        if given:
            secrets.tag_resource(SecretId=arn, Tags=values.tag_list(given))
        return made

    def delete(self, site: Site, made: Made, properties: Mapping[str, Any]) -> None:
        with unless_gone("ResourceNotFoundException"):
            site.client("secretsmanager").delete_secret(
                SecretId=made.physical_id, ForceDeleteWithoutRecovery=True
            )


class SecretPolicy:
    """Who may use a secret. Ref is the secret's ARN."""

    fixed = frozenset({"SecretId"})
    properties = frozenset({"SecretId", "ResourcePolicy", "BlockPublicPolicy"})

    def create(self, site: Site, name: str, properties: Mapping[str, Any]) -> Made:
        arn = site.client("secretsmanager").put_resource_policy(
            SecretId=properties["SecretId"],
            ResourcePolicy=values.document(properties["ResourcePolicy"]),
            **values.given(properties, ("BlockPublicPolicy",)),
        )["ARN"]
        return Made(arn, {"Id": arn})

    def update(
        self, site: Site, made: Made, old: Mapping[str, Any], new: Mapping[str, Any]
    ) -> Made:
        return self.create(site, "", new)

    def delete(self, site: Site, made: Made, properties: Mapping[str, Any]) -> None:
        with unless_gone("ResourceNotFoundException"):
            site.client("secretsmanager").delete_resource_policy(SecretId=made.physical_id)


def _value(secrets: Any, properties: Mapping[str, Any]) -> dict[str, str]:
    """The text to keep; none where nothing is said of it.

    Raises:
        Refused: the template contradicts itself.
    """
    wanted = properties.get("GenerateSecretString")
    if wanted is None:
        return values.given(properties, ("SecretString",))
    if "SecretString" in properties:
        raise Refused("A secret may have SecretString or GenerateSecretString, not both")
    options = values.given(wanted, _FOR_A_PASSWORD)
    password: str = secrets.get_random_password(**options)["RandomPassword"]
    template, key = wanted.get("SecretStringTemplate"), wanted.get("GenerateStringKey")
    if template is None and key is None:
        return {"SecretString": password}
    if template is None or key is None:
        raise Refused(
            "SecretStringTemplate and GenerateStringKey have to be given both, or neither"
        )
    try:
        members = json.loads(template)
    except ValueError:
        members = None
    if not isinstance(members, dict):
        raise Refused("SecretStringTemplate has to be a JSON object")
    return {"SecretString": json.dumps({**members, key: password})}
