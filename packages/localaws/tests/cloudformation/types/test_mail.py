"""Identities and templates of a stack."""

from __future__ import annotations

from ...cloud import Cloud
from .one_resource import deployed


def test_an_identity_may_send_as_long_as_its_stack_is_there(cloud: Cloud) -> None:
    kind, properties = "AWS::SES::EmailIdentity", {"EmailIdentity": "stack.example.org"}
    assert deployed(cloud, kind, properties, stack="identity")["Ref"] == "stack.example.org"
    ses = cloud.aws.client("ses")
    assert "stack.example.org" in ses.list_identities()["Identities"]
    cloud.stacks.delete_stack(StackName="identity")
    assert "stack.example.org" not in ses.list_identities()["Identities"]


def test_a_template_is_changed_in_place_and_made_anew_for_another_name(cloud: Cloud) -> None:
    ses = cloud.aws.client("ses")

    def template(**properties: str) -> str:
        given = {"Template": properties}
        return deployed(cloud, "AWS::SES::Template", given, "Id", stack="template")["Ref"]

    def text(name: str) -> str:
        found: dict[str, str] = ses.get_template(TemplateName=name)["Template"]
        return found["TextPart"]

    name = template(SubjectPart="s", TextPart="one")
    assert text(name) == "one"
    assert template(SubjectPart="s", TextPart="two") == name
    assert text(name) == "two"
    assert template(TemplateName="other", SubjectPart="s", TextPart="three") == "other"
    names = [each["Name"] for each in ses.list_templates()["TemplatesMetadata"]]
    assert ("other" in names, name in names) == (True, False)
