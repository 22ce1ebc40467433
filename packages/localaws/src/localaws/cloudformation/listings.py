"""The operations that only look: what moto answers with a 500, or about stacks that it did not ask for."""

from __future__ import annotations

from typing import Any

from moto.cloudformation.exceptions import ValidationError
from moto.cloudformation.models import CloudFormationBackend
from moto.cloudformation.responses import CloudFormationResponse
from moto.core.responses import ActionResult, EmptyResult

from localaws.cloudformation import lifecycle, xml_text
from localaws.cloudformation.documents import parsed
from localaws.cloudformation.errors import TemplateError
from localaws.moto_mends import guard

_RESPONSES = {
    "describe_stacks": "e87e07759744",
    "list_exports": "597d22ea93f9",
    "set_stack_policy": "8ce9b3c849d1",
}
_GET_STACK = "69465719d1c0"
_STACKS = 50
_EXPORTS = 100


def apply() -> None:
    for name, expected in _RESPONSES.items():
        guard.take(CloudFormationResponse, name, expected)
    guard.take(CloudFormationBackend, "get_stack", _GET_STACK)
    CloudFormationBackend.get_stack = _get_stack
    CloudFormationResponse.describe_stacks = _describe_stacks
    CloudFormationResponse.list_exports = _list_exports
    CloudFormationResponse.set_stack_policy = _set_stack_policy


def _get_stack(self: Any, name_or_stack_id: str | None) -> Any:
    """A stack by its name, or by its id even when it is deleted."""
    found = lifecycle.found(self, name_or_stack_id) or self.deleted_stacks.get(name_or_stack_id)
    if found is None:
        raise ValidationError(name_or_stack_id)
    return found


def _describe_stacks(self: Any) -> ActionResult:
    name, backend = self._get_param("StackName"), self.cloudformation_backend
    if name is not None:
        return ActionResult({"Stacks": [backend.get_stack(name)]})
    stacks = list(backend.stacks.values())
    start = _start(self, len(stacks))
    end = start + _STACKS
    token = str(end) if end < len(stacks) else None
    return ActionResult({"Stacks": stacks[start:end], "NextToken": token})


def _list_exports(self: Any) -> ActionResult:
    exports = list(self.cloudformation_backend.exports.values())
    start = _start(self, len(exports))
    end = start + _EXPORTS
    token = str(end) if end < len(exports) else None
    return ActionResult({"Exports": exports[start:end], "NextToken": token})


def _start(response: Any, count: int) -> int:
    """Where a page begins.

    Raises:
        ValidationError: the token is none of ours.
    """
    token = response._get_param("NextToken")
    if token is None:
        return 0
    if not (token.isascii() and token.isdecimal()) or len(token) > 9 or int(token) > count:
        raise ValidationError(message="The specified NextToken is invalid.")
    return int(token)


def _set_stack_policy(self: Any) -> EmptyResult:
    stack = lifecycle.standing(self.cloudformation_backend, self._get_param("StackName"))
    body, url = self._get_param("StackPolicyBody"), self._get_param("StackPolicyURL")
    if url is not None:
        raise ValidationError(
            message="StackPolicyURL is not supported by this embedded AWS. Give StackPolicyBody."
        )
    if body is None:
        raise ValidationError(message="Either StackPolicyBody or StackPolicyURL must be specified.")
    try:
        parsed(body)
    except TemplateError as error:
        raise ValidationError(
            message=f"Error validating stack policy: Invalid stack policy: {error}"
        ) from error
    stack.policy = xml_text.cleaned(body)
    return EmptyResult()
