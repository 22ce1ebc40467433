"""A stack from its creation to its deletion, as a request that was found sound wants it.

What can be refused is refused here, before anything is made; ``stacks`` then does the work.
"""

from __future__ import annotations

import threading
from typing import Any

from moto.cloudformation.exceptions import AlreadyExistsException, ValidationError
from moto.cloudformation.models import Stack
from moto.cloudformation.utils import generate_stack_id

from localaws.cloudformation import stacks
from localaws.cloudformation.errors import TemplateError
from localaws.cloudformation.requests import Wanted

_COMPLETE = ("CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE")
_names = threading.Lock()


def found(backend: Any, name_or_id: str | None) -> Any:
    """The stack of that name or id that is not deleted, or None."""
    for stack in list(backend.stacks.values()):
        if name_or_id in (stack.name, stack.stack_id):
            return stack
    return None


def standing(backend: Any, name_or_id: str | None) -> Any:
    """The stack of that name or id that is not deleted.

    Raises:
        ValidationError: there is none.
    """
    stack = found(backend, name_or_id)
    if stack is None:
        raise ValidationError(message=f"Stack [{name_or_id}] does not exist")
    return stack


def create(
    backend: Any, name: str, wanted: Wanted, disable_rollback: bool = False, **options: Any
) -> Any:
    """A new stack, brought to its end.

    Raises:
        AlreadyExistsException: there is one of that name.
        ValidationError: its parameters are not what the template allows.
    """
    stack = Stack(
        stack_id=generate_stack_id(name, backend.region_name, backend.account_id),
        name=name,
        template=wanted.text,
        parameters=dict(wanted.parameters),
        account_id=backend.account_id,
        region_name=backend.region_name,
        tags=dict(wanted.tags),
        **options,
    )
    stack.disable_rollback = disable_rollback
    check_values(stack, wanted)
    with _names:
        if found(backend, name) is not None:
            raise AlreadyExistsException(f"Stack [{name}] already exists")
        backend.stacks[stack.stack_id] = stack
    stacks.create(stack, wanted.template, backend.exports)
    return stack


def update(backend: Any, stack: Any, wanted: Wanted) -> None:
    """Bring a stack to another template, parameters or tags.

    Raises:
        ValidationError: it cannot be updated, nothing would change, or its parameters are not
            what the template allows.
    """
    ensure_updatable(stack)
    check_values(stack, wanted)
    if unchanged(stack, wanted):
        raise ValidationError(message="No updates are to be performed.")
    change(backend, stack, wanted)


def change(backend: Any, stack: Any, wanted: Wanted) -> None:
    """Bring a stack to a new template; a rollback brings the old one back."""
    before = (stack.template, stack.template_dict, stack.parameters, stack.tags, stack.description)
    stack.template, stack.template_dict = wanted.text, wanted.document
    stack.parameters = dict(wanted.parameters)
    stack.description = wanted.template.description
    # No tags in a request mean that those of the stack stay.
    stack.tags = dict(wanted.tags) or stack.tags
    stacks.update(stack, wanted.template, backend.exports)
    if stack.status != "UPDATE_COMPLETE":
        stack.template, stack.template_dict, stack.parameters, stack.tags, stack.description = (
            before
        )


def delete(backend: Any, stack: Any) -> None:
    """Delete a stack with its change sets; it stays, DELETE_FAILED, where a resource does.

    Raises:
        ValidationError: it must not be deleted now.
    """
    ensure_idle(stack)
    if stack.enable_termination_protection:
        raise ValidationError(
            message=f"Stack [{stack.name}] cannot be deleted while TerminationProtection is enabled"
        )
    stacks.delete(stack, backend.exports)
    if stack.status == "DELETE_COMPLETE":
        del backend.stacks[stack.stack_id]
        backend.deleted_stacks[stack.stack_id] = stack
        for change_set in [c for c in backend.change_sets.values() if c.stack is stack]:
            del backend.change_sets[change_set.change_set_id]


def ensure_idle(stack: Any) -> None:
    """Refuse to touch a stack that is being worked on.

    Raises:
        ValidationError: the API's error.
    """
    if stack.status.endswith("IN_PROGRESS") and stack.status != "REVIEW_IN_PROGRESS":
        raise _not_in(stack)


def ensure_updatable(stack: Any) -> None:
    """Refuse to update a stack that is being worked on, or never came to stand.

    Raises:
        ValidationError: the API's error.
    """
    if stack.status not in _COMPLETE:
        raise _not_in(stack)


def _not_in(stack: Any) -> ValidationError:
    return ValidationError(
        message=f"Stack:{stack.stack_id} is in {stack.status} state and can not be updated."
    )


def unchanged(stack: Any, wanted: Wanted) -> bool:
    """Whether a stack is as a request wants it already."""
    return bool(
        stack.template_dict == wanted.document
        and stack.resource_map.parameters
        == stack.resource_map.values_of(wanted.template, wanted.parameters)
        and (not wanted.tags or dict(wanted.tags) == stack.tags)
    )


def check_values(stack: Any, wanted: Wanted) -> None:
    """See that parameters and conditions can be evaluated.

    Raises:
        ValidationError: they cannot.
    """
    try:
        stack.resource_map.evaluation(wanted.template, wanted.parameters)
    except TemplateError as error:
        raise ValidationError(message=str(error)) from error
