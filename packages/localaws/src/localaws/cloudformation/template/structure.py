"""The one check of a template's structure, before anything is made: a document becomes a Template.

Every operation that takes a template takes it through here. Pure: it looks at nothing but the
document. The sentences are CloudFormation's where one is known.
(https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html)
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from localaws.cloudformation.errors import TemplateError
from localaws.cloudformation.template import declarations, order
from localaws.cloudformation.template.expressions import call
from localaws.cloudformation.template.function_check import Names, check
from localaws.cloudformation.template.parts import Declared, DeclaredOutput, Template

_SECTIONS = frozenset(
    [
        "AWSTemplateFormatVersion",
        "Description",
        "Metadata",
        "Parameters",
        "Mappings",
        "Conditions",
        "Resources",
        "Outputs",
        "Rules",  # checked by whoever made the template; without effect on resources
        "Hooks",
        "Transform",
    ]
)
_NOT_DONE = {
    "Transform": (
        ". Macros, SAM's among them, are not expanded: write the resources that they stand for, such as "
        "AWS::Lambda::Function"
    ),
    "Hooks": "",
}
# https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
_MOST = {"Parameters": 200, "Mappings": 200, "Resources": 500, "Outputs": 200}
_SINGULAR = {"Parameters": "Parameter", "Resources": "Resource", "Outputs": "Output"}
_LOGICAL_ID = re.compile(r"[A-Za-z0-9]{1,255}")


def checked(document: Mapping[str, Any]) -> Template:
    """The template that a document is.

    Raises:
        TemplateError: it is none, or asks for what is not done here (a Transform).
    """
    _check_sections(document)
    description, metadata = document.get("Description"), document.get("Metadata")
    if "Description" in document and not isinstance(description, str):
        raise TemplateError("Template format error: every Description member must be a string.")
    if description is not None and len(description.encode()) > 1024:
        raise TemplateError("Template format error: 'Description' length is greater than 1024.")
    parameters = {
        name: declarations.parameter(name, each)
        for name, each in _section(document, "Parameters").items()
    }
    resources = {
        name: declarations.resource(name, each)
        for name, each in _section(document, "Resources").items()
    }
    if not resources:
        raise TemplateError("Template format error: At least one Resources member must be defined.")
    for name in sorted(parameters.keys() & resources.keys()):
        raise TemplateError(
            f"Template format error: the name {name} is both a parameter's and a resource's."
        )
    mappings = _mappings(_section(document, "Mappings"))
    conditions = _section(document, "Conditions")
    names = Names(parameters, mappings, conditions, resources)
    outputs = {
        name: declarations.output(name, each)
        for name, each in _section(document, "Outputs").items()
    }
    ordered = _conditions(conditions, Names(parameters, mappings, conditions, ()))
    _check_resources(resources, names)
    _check_outputs(outputs, names)
    _section(document, "Rules")
    return Template(description, metadata, parameters, mappings, ordered, resources, outputs)


def _check_sections(document: Mapping[str, Any]) -> None:
    unknown = sorted(set(document) - _SECTIONS)
    if unknown:
        raise TemplateError(
            "Template validation error: Invalid template property or properties "
            f"[{', '.join(unknown)}]"
        )
    for name, way_out in _NOT_DONE.items():
        if name in document:
            raise TemplateError(
                f"Template format error: the section {name} is not supported by this embedded AWS"
                + way_out
            )
    version = document.get("AWSTemplateFormatVersion", "2010-09-09")
    if version != "2010-09-09":
        raise TemplateError(
            "Template format error: unsupported value for AWSTemplateFormatVersion."
        )
    if not isinstance(document.get("Metadata", {}), dict):
        raise TemplateError("Template format error: Metadata must be an object.")


def _section(document: Mapping[str, Any], name: str) -> dict[str, Any]:
    """A section of named members; an empty one where the document has none."""
    found = document.get(name, {})
    if not isinstance(found, dict):
        raise TemplateError(f"Template format error: {name} must be an object of named members.")
    most = _MOST.get(name)
    if most is not None and len(found) > most:
        raise TemplateError(
            f"Template format error: Number of {name.lower()}, {len(found)}, is greater than "
            f"maximum allowed, {most}"
        )
    for each in found:
        if not _LOGICAL_ID.fullmatch(each):
            what = _SINGULAR.get(name, f"{name} member")
            raise TemplateError(f"Template format error: {what} name {each} is non alphanumeric.")
    return found


def _mappings(section: Mapping[str, Any]) -> dict[str, dict[str, dict[str, Any]]]:
    for name, mapping in section.items():
        if not isinstance(mapping, dict) or not mapping:
            raise TemplateError(
                f"Template format error: Every Mappings member must be a map: {name} is none."
            )
        for key, attributes in mapping.items():
            if not isinstance(attributes, dict) or not all(
                isinstance(value, str | int | float)
                or (isinstance(value, list) and not any(isinstance(v, dict | list) for v in value))
                for value in attributes.values()
            ):
                raise TemplateError(
                    "Template format error: Every Mappings attribute must be a String or a List: "
                    f"{name}.{key} is an object of none."
                )
    return dict(section)


def _conditions(section: Mapping[str, Any], names: Names) -> dict[str, Any]:
    for name, condition in section.items():
        found = call(condition)
        if found is None or found[0] not in _GIVE_CONDITIONS:
            raise TemplateError(
                "Template format error: Every Conditions member must be a condition function: "
                f"{name} is none."
            )
        check(condition, names, "Conditions")
    return {name: section[name] for name in order.of_conditions(section)}


_GIVE_CONDITIONS = ("Condition", "Fn::And", "Fn::Equals", "Fn::Not", "Fn::Or")


def _check_resources(resources: Mapping[str, Declared], names: Names) -> None:
    for resource in resources.values():
        missing = [other for other in resource.depends_on if other not in resources]
        if missing:
            raise TemplateError(
                f"Template format error: Unresolved resource dependencies [{', '.join(missing)}] "
                "in the Resources block of the template"
            )
        _check_condition(resource.condition, names, "Resources")
        check(resource.properties, names, "Resources")
    order.in_order(resources)


def _check_outputs(outputs: Mapping[str, DeclaredOutput], names: Names) -> None:
    for output in outputs.values():
        _check_condition(output.condition, names, "Outputs")
        check(output.value, names, "Outputs")
        if output.export is not None:
            check(output.export, names, "Outputs")


def _check_condition(name: str | None, names: Names, section: str) -> None:
    if name is not None and name not in names.conditions:
        raise TemplateError(
            f"Template format error: Unresolved condition dependency {name} in the {section} "
            "block of the template"
        )
