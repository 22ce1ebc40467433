"""The values of a template in a stack: parameters, references to what stands, outputs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from moto.core.exceptions import ServiceException
from moto.ssm.models import ssm_backends

from localaws.cloudformation import xml_text
from localaws.cloudformation.errors import TemplateError
from localaws.cloudformation.evaluation import dynamic_references
from localaws.cloudformation.evaluation.dynamic_references import LookUp
from localaws.cloudformation.evaluation.functions import Evaluation
from localaws.cloudformation.evaluation.parameter_values import Parameters, resolved
from localaws.cloudformation.stack import Output, Resource, Stack, Wanted
from localaws.cloudformation.template.parts import Template


class StackValues:
    """Looks values up in a stack.

    Args:
        resources: those that stand, by logical id; they may become more meanwhile.
        exported: the value of another stack's export; None where there is none.
    """

    def __init__(
        self,
        stack: Stack,
        resources: Mapping[str, Resource],
        exported: Callable[[str], str | None],
    ) -> None:
        self._stack = stack
        self._resources = resources
        self._exported = exported

    def parameters(self, wanted: Wanted) -> Parameters:
        """The parameters.

        Raises:
            TemplateError: one is missing or wrong.
        """
        return resolved(wanted.template.parameters, wanted.parameters, self._ssm_value)

    def evaluation(self, wanted: Wanted) -> Evaluation:
        """What evaluates the functions of the template.

        Raises:
            TemplateError: a parameter is missing or wrong, or a condition cannot be evaluated.
        """
        stack = self._stack
        pseudo = {
            "AWS::AccountId": stack.account,
            "AWS::Region": stack.region,
            "AWS::StackId": stack.stack_id,
            "AWS::StackName": stack.name,
            "AWS::URLSuffix": "amazonaws.com",
            "AWS::Partition": "aws",
            "AWS::NotificationARNs": [],
            **self.parameters(wanted).values,
        }
        return Evaluation(
            pseudo,
            wanted.template.mappings,
            wanted.template.conditions,
            self._reference,
            self._attribute,
            self._exported,
        )

    def _ssm_value(self, name: str) -> str | None:
        backend = ssm_backends[self._stack.account][self._stack.region]
        try:
            parameter = backend.get_parameter(name)
        except ServiceException:  # a name that no parameter can have
            return None
        if parameter is not None and parameter.parameter_type == "SecureString":
            raise TemplateError(
                f"Parameters [{name}] referenced by template have types not supported by "
                "CloudFormation."
            )
        return None if parameter is None else str(parameter.value)

    def _resource(self, name: str) -> Resource:
        resource = self._resources.get(name)
        if resource is None:
            raise TemplateError(f"Unresolved resource dependencies [{name}] in the template")
        if resource.handler is None:
            raise TemplateError(
                f"{name} is referred to, and its type {resource.kind} is not supported by this "
                "embedded AWS"
            )
        return resource

    def _reference(self, name: str) -> Any:
        return self._resource(name).made.physical_id

    def _attribute(self, name: str, attribute: str) -> Any:
        resource = self._resource(name)
        made = resource.made
        if attribute in made.attributes:
            return made.attributes[attribute]
        if made.model is not None:
            try:
                return made.model.get_cfn_attribute(attribute)
            except Exception as error:  # moto raises several for an attribute that it lacks
                raise _unknown(resource, attribute) from error
        raise _unknown(resource, attribute)


def _unknown(resource: Resource, attribute: str) -> TemplateError:
    if resource.kind.startswith(("Custom::", "AWS::CloudFormation::CustomResource")):
        return TemplateError(
            "CustomResource attribute error: Vendor response doesn't contain "
            f"{attribute} attribute (resource {resource.logical_id})"
        )
    return TemplateError(
        f"Fn::GetAtt: {resource.kind} has no attribute {attribute} in this embedded AWS "
        f"(resource {resource.logical_id})"
    )


def outputs(template: Template, evaluation: Evaluation, look_up: LookUp) -> tuple[Output, ...]:
    """The outputs whose conditions hold, with parameters for dynamic references to them, but no secrets.

    Raises:
        TemplateError: one refers to what there is not, or is no text.
    """

    def text(value: Any, what: str) -> str:
        plain = evaluation.text(value, what)
        return str(dynamic_references.resolved(plain, look_up, secrets=False))

    found = []
    for key, declared in template.outputs.items():
        if declared.condition is not None and not evaluation.condition(declared.condition):
            continue
        export = declared.export
        found.append(
            Output(
                key,
                text(declared.value, f"The output {key}"),
                declared.description,
                None if export is None else text(export, f"The export of {key}"),
            )
        )
    for output in found:
        if xml_text.fault(output.value + (output.export or "")):
            raise TemplateError(f"The output {output.key} has a control character")
    names = [output.export for output in found if output.export is not None]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise TemplateError(f"Export names must be unique: {twice} is there twice")
    return tuple(found)
