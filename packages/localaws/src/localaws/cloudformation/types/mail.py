"""AWS::SES::EmailIdentity and AWS::SES::Template."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from localaws.cloudformation.errors import ReplacementNeeded
from localaws.cloudformation.types import values
from localaws.cloudformation.types.handler import Made, Site, unless_gone


class EmailIdentity:
    """An address or a domain that may send. Ref is it."""

    fixed = frozenset({"EmailIdentity"})
    properties = frozenset({"EmailIdentity", "Tags"})

    def create(self, site: Site, name: str, properties: Mapping[str, Any]) -> Made:
        site.client("sesv2").create_email_identity(
            EmailIdentity=properties["EmailIdentity"],
            Tags=values.tag_list(site.all_tags(properties)),
        )
        return Made(properties["EmailIdentity"])

    def update(
        self, site: Site, made: Made, old: Mapping[str, Any], new: Mapping[str, Any]
    ) -> Made:
        return made

    def delete(self, site: Site, made: Made, properties: Mapping[str, Any]) -> None:
        with unless_gone("NotFoundException"):
            site.client("sesv2").delete_email_identity(EmailIdentity=made.physical_id)


class Template:
    """A template of mails. Ref is its name."""

    fixed = frozenset[str]()
    properties = frozenset({"Template"})

    def create(self, site: Site, name: str, properties: Mapping[str, Any]) -> Made:
        template = {"TemplateName": name, **properties.get("Template", {})}
        site.client("ses").create_template(Template=template)
        return Made(template["TemplateName"], {"Id": template["TemplateName"]})

    def update(
        self, site: Site, made: Made, old: Mapping[str, Any], new: Mapping[str, Any]
    ) -> Made:
        template = {"TemplateName": made.physical_id, **new.get("Template", {})}
        if template["TemplateName"] != made.physical_id:
            raise ReplacementNeeded("a template keeps its name")
        site.client("ses").update_template(Template=template)
        return made

    def delete(self, site: Site, made: Made, properties: Mapping[str, Any]) -> None:
        site.client("ses").delete_template(TemplateName=made.physical_id)
