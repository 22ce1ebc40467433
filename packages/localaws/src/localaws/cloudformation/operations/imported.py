"""Change sets that import: what exists already becomes a stack's own, and nothing else changes.

The rules are those of CloudFormation's guide, "Import AWS resources into a CloudFormation stack": each resource
has a DeletionPolicy and an identifier, and an import neither makes nor changes anything beside.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from localaws.cloudformation.changes import changes
from localaws.cloudformation.errors import ValidationError
from localaws.cloudformation.stack import Stack, Wanted
from localaws.cloudformation.template.parts import Template
from localaws.cloudformation.types.registry import adopter_for


def checked(stack: Stack, wanted: Wanted, request: Mapping[str, Any]) -> dict[str, str]:
    """The physical ids of what is to be imported by logical ids; nothing where no import is asked for.

    Raises:
        ValidationError: it cannot be imported so.
    """
    asked, kind = request.get("ResourcesToImport") or [], request.get("ChangeSetType", "UPDATE")
    if kind != "IMPORT":
        if asked:
            raise ValidationError("ResourcesToImport can only be given with ChangeSetType IMPORT.")
        return {}
    if not asked:
        raise ValidationError("You must specify ResourcesToImport for an IMPORT change set.")
    found = {one["LogicalResourceId"]: _identifier(wanted, one) for one in asked}
    others = [c.logical_id for c in changes(stack, wanted, found) if c.action != "Import"]
    if others:
        raise ValidationError(
            f"As part of the import operation, you cannot modify or add [{', '.join(others)}]"
        )
    return found


def identifiers(template: Template) -> list[dict[str, Any]]:
    """What names a resource of each type that can be imported here."""
    by_kind: dict[str, list[str]] = {}
    for name, resource in template.resources.items():
        by_kind.setdefault(resource.kind, []).append(name)
    found = {kind: adopter_for(kind) for kind in by_kind}
    return [
        {
            "ResourceType": kind,
            "LogicalResourceIds": by_kind[kind],
            "ResourceIdentifiers": [handler.identified_by],
        }
        for kind, handler in found.items()
        if handler is not None
    ]


def _identifier(wanted: Wanted, one: Mapping[str, Any]) -> str:
    name, kind = one["LogicalResourceId"], one["ResourceType"]
    declared = wanted.document.get("Resources", {}).get(name)
    if declared is None or declared["Type"] != kind:
        raise ValidationError(
            f"Resources to import: there is no resource {name} of type {kind} in the template."
        )
    handler = adopter_for(kind)
    if handler is None:
        raise ValidationError(
            f"ResourceTypes [{kind}] are not supported for Import by this embedded AWS."
        )
    if "DeletionPolicy" not in declared:
        raise ValidationError(
            f"Resources [{name}] is missing DeletionPolicy in the template, which an import needs."
        )
    identifier = one["ResourceIdentifier"]
    if set(identifier) != {handler.identified_by}:
        raise ValidationError(
            f"A resource of type {kind} is identified by {handler.identified_by}, not by "
            f"{', '.join(sorted(identifier)) or 'nothing'}."
        )
    return str(identifier[handler.identified_by])
