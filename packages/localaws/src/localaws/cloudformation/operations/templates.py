"""The operations that look at a template and make nothing of it, and the one that gives it back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from localaws.cloudformation.errors import ValidationError
from localaws.cloudformation.operations import imported, requests
from localaws.cloudformation.store import Store
from localaws.cloudformation.template import capabilities
from localaws.cloudformation.template.parts import Parameter, Template
from localaws.cloudformation.types.registry import handler_for


def validate_template(store: Store, request: Mapping[str, Any]) -> dict[str, Any]:
    _, template = requests.read_template(requests.template_text(request))
    return {
        "Description": template.description,
        "Parameters": [
            {
                "ParameterKey": each.name,
                "DefaultValue": each.default,
                "NoEcho": each.hidden,
                "Description": each.description,
            }
            for each in template.parameters.values()
        ],
        **_capabilities(template),
        "DeclaredTransforms": [],
    }


def get_template_summary(store: Store, request: Mapping[str, Any]) -> dict[str, Any]:
    document, template = requests.read_template(_summed_up(store, request))
    return {
        "Description": template.description,
        "Metadata": None if template.metadata is None else json.dumps(document["Metadata"]),
        "Version": document.get("AWSTemplateFormatVersion"),
        "Parameters": [_declaration(each) for each in template.parameters.values()],
        "ResourceTypes": [each.kind for each in template.resources.values()],
        "ResourceIdentifierSummaries": imported.identifiers(template),
        "DeclaredTransforms": [],
        **_capabilities(template),
        **_warnings(template, request),
    }


def get_template(store: Store, request: Mapping[str, Any]) -> dict[str, Any]:
    return {"TemplateBody": store.known(request.get("StackName")).wanted.text}


def _warnings(template: Template, request: Mapping[str, Any]) -> dict[str, Any]:
    """The types that fail a stack here, or are skipped, for whoever asks for them beforehand."""
    asked = request.get("TemplateSummaryConfig") or {}
    if not asked.get("TreatUnrecognizedResourceTypesAsWarnings"):
        return {}
    kinds = dict.fromkeys(each.kind for each in template.resources.values())
    unknown = [kind for kind in kinds if handler_for(kind) is None]
    return {"Warnings": {"UnrecognizedResourceTypes": unknown}}


def _summed_up(store: Store, request: Mapping[str, Any]) -> str:
    name = request.get("StackName")
    if name is None:
        return requests.template_text(request)
    stack = store.known(name)
    if stack.is_in_review:
        raise ValidationError("GetTemplateSummary cannot be called on REVIEW_IN_PROGRESS stacks.")
    return stack.wanted.text


def _declaration(parameter: Parameter) -> dict[str, Any]:
    return {
        "ParameterKey": parameter.name,
        "DefaultValue": parameter.default,
        "ParameterType": parameter.kind,
        "NoEcho": parameter.hidden,
        "Description": parameter.description,
        "ParameterConstraints": {"AllowedValues": list(parameter.allowed)},
    }


def _capabilities(template: Template) -> dict[str, Any]:
    needed = capabilities.needed(template)
    if not needed:
        return {"Capabilities": []}
    kinds = ", ".join(capabilities.kinds(template))
    return {
        "Capabilities": needed,
        "CapabilitiesReason": f"The following resource(s) require capabilities: [{kinds}]",
    }
