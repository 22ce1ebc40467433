"""The operations of the API that take a template, in place of moto's."""

from __future__ import annotations

import json
from typing import Any

from moto.cloudformation.exceptions import ValidationError
from moto.cloudformation.responses import CloudFormationResponse
from moto.core.responses import ActionResult

from localaws.cloudformation import capabilities, lifecycle, requests, template_source
from localaws.cloudformation.template import Parameter, Template
from localaws.moto_mends import guard

_TAKEN = {
    "create_stack": "660dce4c9dc3",
    "update_stack": "cad5ffd0166f",
    "validate_template": "ebc56ecdf92f",
    "get_template_summary": "ec161b85c216",
}


def apply() -> None:
    for name, expected in _TAKEN.items():
        guard.take(CloudFormationResponse, name, expected)
    CloudFormationResponse.create_stack = _create_stack
    CloudFormationResponse.update_stack = _update_stack
    CloudFormationResponse.validate_template = _validate_template
    CloudFormationResponse.get_template_summary = _get_template_summary


def source(response: Any, previous: str | None = None) -> str:
    """The text of the template that a request names.

    Raises:
        ValidationError: it names none.
    """
    return template_source.read(
        response._get_param("TemplateBody"),
        response._get_param("TemplateURL"),
        previous,
        response._get_bool_param("UsePreviousTemplate", False),
    )


def wanted(response: Any, text: str, previous: dict[str, str]) -> requests.Wanted:
    """What a request wants of a template. Raises as ``requests.wanted``."""
    return requests.wanted(
        text,
        response._get_param("Parameters"),
        response._get_param("Tags"),
        response._get_param("Capabilities"),
        previous,
    )


def _create_stack(self: Any) -> ActionResult:
    name = self._get_param("StackName")
    requests.check_stack_name(name)
    on_failure = self._get_param("OnFailure")
    if on_failure is not None and self._get_param("DisableRollback") is not None:
        raise ValidationError(message="Either DisableRollback or OnFailure can be specified.")
    stays = self._get_bool_param("DisableRollback", False) or on_failure == "DO_NOTHING"
    backend = self.cloudformation_backend
    stack = lifecycle.create(
        backend,
        name,
        wanted(self, source(self), {}),
        disable_rollback=stays,
        notification_arns=self._get_param("NotificationARNs", []),
        role_arn=self._get_param("RoleARN"),
        enable_termination_protection=self._get_bool_param("EnableTerminationProtection", False),
        timeout_in_mins=self._get_param("TimeoutInMinutes"),
        stack_policy_body=self._get_param("StackPolicyBody"),
    )
    if on_failure == "DELETE" and stack.status == "ROLLBACK_COMPLETE":
        lifecycle.delete(backend, stack)
    return ActionResult({"StackId": stack.stack_id})


def _update_stack(self: Any) -> ActionResult:
    backend = self.cloudformation_backend
    stack = lifecycle.standing(backend, self._get_param("StackName"))
    request = wanted(self, source(self, stack.template), stack.stack_parameters)
    lifecycle.update(backend, stack, request)
    return ActionResult({"StackId": stack.stack_id})


def _validate_template(self: Any) -> ActionResult:
    _, template = requests.read_template(source(self))
    return ActionResult(
        {
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
    )


def _get_template_summary(self: Any) -> ActionResult:
    name = self._get_param("StackName")
    if name is None:
        text = source(self)
    else:
        stack = self.cloudformation_backend.get_stack(name)
        if stack.status == "REVIEW_IN_PROGRESS":
            raise ValidationError(
                message="GetTemplateSummary cannot be called on REVIEW_IN_PROGRESS stacks."
            )
        text = stack.template
    document, template = requests.read_template(text)
    return ActionResult(
        {
            "Description": template.description,
            "Metadata": None if template.metadata is None else json.dumps(document["Metadata"]),
            "Version": document.get("AWSTemplateFormatVersion"),
            "Parameters": [_declaration(each) for each in template.parameters.values()],
            "ResourceTypes": [each.kind for each in template.resources.values()],
            "DeclaredTransforms": [],
            **_capabilities(template),
        }
    )


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
