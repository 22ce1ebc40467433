"""What CreateStack, UpdateStack and CreateChangeSet share: a request is read whole, and refused before
anything is touched.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from localaws.cloudformation import xml_text
from localaws.cloudformation.errors import InsufficientCapabilities, TemplateError, ValidationError
from localaws.cloudformation.operations import template_source
from localaws.cloudformation.stack import NOTHING, Wanted
from localaws.cloudformation.template import capabilities, structure
from localaws.cloudformation.template.documents import parsed
from localaws.cloudformation.template.parts import Template

_STACK_NAME = re.compile(r"[a-zA-Z][-a-zA-Z0-9]{0,127}")
_MOST_TAGS = 50


def wanted(request: Mapping[str, Any], before: Wanted | None = None) -> Wanted:
    """What a request wants of a stack that was wanted as ``before``.

    Raises:
        ValidationError: the template is none, or a member is not what it has to be.
        InsufficientCapabilities: it has IAM resources, and nobody acknowledged that.
    """
    text = template_text(request, before)
    document, template = read_template(text)
    missing = capabilities.missing(template, request.get("Capabilities") or [])
    if missing:
        raise InsufficientCapabilities(missing)
    given = _parameters(request.get("Parameters"), (before or NOTHING).given)
    return Wanted(text, document, template, given, _tags(request.get("Tags")))


def template_text(request: Mapping[str, Any], before: Wanted | None = None) -> str:
    """The template that a request names, ``before``'s if it says so.

    Raises:
        ValidationError: it names none, or several.
    """
    return template_source.read(
        request.get("TemplateBody"),
        request.get("TemplateURL"),
        None if before is None else before.text,
        bool(request.get("UsePreviousTemplate")),
    )


def read_template(text: str) -> tuple[dict[str, Any], Template]:
    """The document and the template that a text is.

    Raises:
        ValidationError: it is none.
    """
    try:
        document = parsed(text)
        return document, structure.checked(document)
    except TemplateError as error:
        raise ValidationError(str(error)) from error


def check_stack_name(name: Any) -> None:
    """See that a new stack may be called that.

    Raises:
        ValidationError: it may not.
    """
    if not isinstance(name, str) or not _STACK_NAME.fullmatch(name):
        raise ValidationError(
            f"1 validation error detected: Value '{name}' at 'stackName' failed to satisfy "
            "constraint: Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*, and "
            "have length less than or equal to 128"
        )


def _parameters(given: Any, previous: Mapping[str, str]) -> dict[str, str]:
    values: dict[str, str] = {}
    for one in given or []:
        key = one.get("ParameterKey")
        if not key:
            raise ValidationError("Every member of Parameters must have a ParameterKey")
        if key in values:
            raise ValidationError(f"Parameter {key} was specified multiple times")
        value, keep = one.get("ParameterValue"), one.get("UsePreviousValue") in (True, "true")
        if keep and value:
            raise ValidationError(
                f"Invalid input for parameter key {key}. Cannot specify usePreviousValue as "
                "true and non empty value for a parameter"
            )
        if keep and key not in previous:
            raise ValidationError(
                f"Invalid input for parameter key {key}. Cannot specify usePreviousValue as "
                "true for a parameter key not in the previous template"
            )
        if not keep and value is None:
            raise ValidationError(f"Parameters: [{key}] must have values")
        values[key] = previous[key] if keep else _speakable(str(value), f"parameter {key}")
    return values


def _tags(given: Any) -> dict[str, str]:
    tags: dict[str, str] = {}
    for one in given or []:
        key, value = one.get("Key"), one.get("Value")
        if not key or value is None or len(key) > 128 or len(value) > 256:
            raise ValidationError(
                "Every tag must have a Key of 1 to 128 characters and a Value of at most 256"
            )
        if key in tags:
            raise ValidationError(f"Duplicate tag keys found: {key}")
        if key.lower().startswith("aws:"):
            raise ValidationError(f"Tag keys must not begin with aws: ({key})")
        tags[_speakable(key, "tag")] = _speakable(value, f"tag {key}")
    if len(tags) > _MOST_TAGS:
        raise ValidationError(f"A stack has at most {_MOST_TAGS} tags, not {len(tags)}")
    return tags


def _speakable(text: str, what: str) -> str:
    character = xml_text.fault(text)
    if character is not None:
        raise ValidationError(f"The character {character} is not allowed in a {what}")
    return text
