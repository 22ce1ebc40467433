"""A stack from its creation to its deletion, as a request that was found sound wants it.

What can be refused is refused here, before anything is made; ``stack_operation`` then does it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from localaws.cloudformation import stack_operation
from localaws.cloudformation.errors import TemplateError, ValidationError
from localaws.cloudformation.stack import Stack, Wanted
from localaws.cloudformation.stack_values import StackValues
from localaws.cloudformation.store import Store

_COMPLETE = (
    *("CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE"),
    *("IMPORT_COMPLETE", "IMPORT_ROLLBACK_COMPLETE"),
)


def create(store: Store, name: str, wanted: Wanted, **options: Any) -> Stack:
    """A new stack, brought to its end; ``options`` are further members of it.

    Raises:
        AlreadyExists: there is one of that name.
        ValidationError: its parameters are not what the template allows.
    """
    stack = replace(store.new_stack(name), wanted=wanted, status="CREATE_IN_PROGRESS", **options)
    check_values(store, stack, wanted)
    store.add(stack)
    return stack_operation.create(store, stack)


def update(store: Store, stack: Stack, wanted: Wanted) -> Stack:
    """Bring a stack to another template, parameters or tags.

    Raises:
        ValidationError: it cannot be updated, nothing would change, or its parameters are not
            what the template allows.
    """
    ensure_updatable(stack)
    check_values(store, stack, wanted)
    if unchanged(store, stack, wanted):
        raise ValidationError("No updates are to be performed.")
    return change(store, stack, wanted)


def change(store: Store, stack: Stack, wanted: Wanted) -> Stack:
    """Bring a stack to what is wanted; a rollback brings the old one back."""
    # No tags in a request mean that those of the stack stay.
    return stack_operation.update(
        store, stack, replace(wanted, tags=wanted.tags or stack.wanted.tags)
    )


def delete(store: Store, stack: Stack) -> None:
    """Delete a stack with its change sets; it stays, DELETE_FAILED, where a resource does.

    Raises:
        ValidationError: it must not be deleted now.
    """
    ensure_idle(stack)
    if stack.is_protected:
        raise ValidationError(
            f"Stack [{stack.name}] cannot be deleted while TerminationProtection is enabled"
        )
    stack_operation.delete(store, stack)


def ensure_idle(stack: Stack) -> None:
    """Refuse to touch a stack that is being changed.

    Raises:
        ValidationError: the API's error.
    """
    if stack.status.endswith("IN_PROGRESS") and not stack.is_in_review:
        raise _not_in(stack)


def ensure_updatable(stack: Stack) -> None:
    """Refuse to update a stack that is being changed, or never came to stand.

    Raises:
        ValidationError: the API's error.
    """
    if stack.status not in _COMPLETE:
        raise _not_in(stack)


def _not_in(stack: Stack) -> ValidationError:
    return ValidationError(
        f"Stack:{stack.stack_id} is in {stack.status} state and can not be updated."
    )


def unchanged(store: Store, stack: Stack, wanted: Wanted) -> bool:
    """Whether a stack is as a request wants it already."""
    values = StackValues(stack, stack.resources, store.exported)
    return (
        stack.wanted.document == wanted.document
        and stack.parameters == values.parameters(wanted)
        and (not wanted.tags or wanted.tags == stack.wanted.tags)
    )


def check_values(store: Store, stack: Stack, wanted: Wanted) -> None:
    """See that parameters and conditions can be evaluated.

    Raises:
        ValidationError: they cannot.
    """
    try:
        StackValues(stack, stack.resources, store.exported).evaluation(wanted)
    except TemplateError as error:
        raise ValidationError(str(error)) from error
