"""A stack's resources, parameters and outputs as moto's API code wants to see them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from moto.core.exceptions import ServiceException
from moto.ssm.models import ssm_backends

from localaws.cloudformation import xml_text
from localaws.cloudformation.deployment import Resource
from localaws.cloudformation.errors import TemplateError
from localaws.cloudformation.functions import Evaluation
from localaws.cloudformation.parameter_values import Parameters, resolved
from localaws.cloudformation.template import Template


@dataclass(frozen=True)
class Output:
    """An output; ``export`` is the name under which other stacks import it."""

    key: str
    value: str
    description: str | None
    export: str | None


class StackResources:
    """What a stack has: kept in the place of moto's ``ResourceMap``."""

    def __init__(self, stack: Any, exports: Mapping[str, Any]) -> None:
        self._stack = stack
        self._exports = exports
        self.standing: dict[str, Resource] = {}
        self.parameters = Parameters({}, frozenset())
        self.outputs: list[Output] = []

    def values_of(self, template: Template, given: Mapping[str, str]) -> Parameters:
        """The parameters of a template in this stack.

        Raises:
            TemplateError: one is missing or wrong.
        """
        return resolved(template.parameters, given, self._ssm_value)

    def evaluation(self, template: Template, given: Mapping[str, str]) -> Evaluation:
        """The values of a template in this stack.

        Raises:
            TemplateError: a parameter is missing or wrong, or a condition cannot be evaluated.
        """
        stack = self._stack
        pseudo = {
            "AWS::AccountId": stack.account_id,
            "AWS::Region": stack.region_name,
            "AWS::StackId": stack.stack_id,
            "AWS::StackName": stack.name,
            "AWS::URLSuffix": "amazonaws.com",
            "AWS::Partition": "aws",
            "AWS::NotificationARNs": stack.notification_arns,
            **self.values_of(template, given).values,
        }
        return Evaluation(
            pseudo,
            template.mappings,
            template.conditions,
            self._reference,
            self._attribute,
            self._exported,
        )

    def evaluate_outputs(self, template: Template, evaluation: Evaluation) -> list[Output]:
        """The outputs whose conditions hold.

        Raises:
            TemplateError: one refers to what there is not, or is no text.
        """
        found = []
        for key, declared in template.outputs.items():
            if declared.condition is not None and not evaluation.condition(declared.condition):
                continue
            export = declared.export
            found.append(
                Output(
                    key,
                    evaluation.text(declared.value, f"The output {key}"),
                    declared.description,
                    None if export is None else evaluation.text(export, f"The export of {key}"),
                )
            )
        for output in found:
            if xml_text.fault(output.value + (output.export or "")):
                raise TemplateError(f"The output {output.key} has a control character")
        names = [output.export for output in found if output.export is not None]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice is not None:
            raise TemplateError(f"Export names must be unique: {twice} is there twice")
        return found

    def _ssm_value(self, name: str) -> str | None:
        backend = ssm_backends[self._stack.account_id][self._stack.region_name]
        try:
            parameter = backend.get_parameter(name)
        except ServiceException:  # a name that no parameter can have
            return None
        return None if parameter is None else str(parameter.value)

    def _exported(self, name: str) -> str | None:
        export = self._exports.get(name)
        return None if export is None else str(export.value)

    def _resource(self, name: str) -> Resource:
        resource = self.standing.get(name)
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
                raise self._unknown(resource, attribute) from error
        raise self._unknown(resource, attribute)

    @staticmethod
    def _unknown(resource: Resource, attribute: str) -> TemplateError:
        return TemplateError(
            f"Fn::GetAtt: {resource.kind} has no attribute {attribute} in this embedded AWS "
            f"(resource {resource.logical_id})"
        )
