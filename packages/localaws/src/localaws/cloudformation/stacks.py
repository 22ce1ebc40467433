"""Creates, updates and deletes stacks, with their events and statuses."""

from __future__ import annotations

import logging
from typing import Any

from moto.cloudformation.models import Event, Export
from moto.core.exceptions import ServiceException

from localaws.cloudformation import xml_text
from localaws.cloudformation.deployment import Deployment, Resource
from localaws.cloudformation.errors import ResourceFailed, TemplateError
from localaws.cloudformation.handler import Site
from localaws.cloudformation.stack_resources import StackResources
from localaws.cloudformation.template import Template

log = logging.getLogger(__name__)


def review(stack: Any) -> None:
    """There is a change set of a stack to be, and nothing else."""
    _set(stack, "REVIEW_IN_PROGRESS", "User Initiated")


def create(stack: Any, template: Template, exports: dict[str, Export]) -> None:
    """Make everything; the stack ends CREATE_COMPLETE, or ROLLBACK_COMPLETE (_FAILED)."""
    _set(stack, "CREATE_IN_PROGRESS", "User Initiated")
    deployment = _deployment(stack)
    try:
        _bring_about(stack, template, deployment, exports)
    except ResourceFailed as error:
        if stack.disable_rollback:
            _set(stack, "CREATE_FAILED", str(error))
            return
        _set(stack, "ROLLBACK_IN_PROGRESS", f"{error} Rollback requested by user.")
        _rolled_back(stack, "ROLLBACK", deployment.roll_back())
        return
    _set(stack, "CREATE_COMPLETE")


def update(stack: Any, template: Template, exports: dict[str, Export]) -> None:
    """Change what differs; the stack ends UPDATE_COMPLETE, or UPDATE_ROLLBACK_COMPLETE (_FAILED)."""
    resources: StackResources = stack.resource_map
    before = (resources.parameters, resources.outputs)
    _set(stack, "UPDATE_IN_PROGRESS", "User Initiated")
    deployment = _deployment(stack)
    try:
        _bring_about(stack, template, deployment, exports)
    except ResourceFailed as error:
        _set(stack, "UPDATE_ROLLBACK_IN_PROGRESS", str(error))
        left = deployment.roll_back()
        resources.parameters, resources.outputs = before
        _rolled_back(stack, "UPDATE_ROLLBACK", left)
        return
    _set(stack, "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS")
    deployment.clean_up()
    _set(stack, "UPDATE_COMPLETE")


def delete(stack: Any, exports: dict[str, Export]) -> None:
    """Delete everything; the stack ends DELETE_COMPLETE or DELETE_FAILED."""
    _set(stack, "DELETE_IN_PROGRESS", "User Initiated")
    left = _deployment(stack).delete_all()
    if left:
        reason = f"The following resource(s) failed to delete: [{', '.join(left)}]."
        _set(stack, "DELETE_FAILED", reason)
        return
    _withdraw_exports(stack, exports)
    _set(stack, "DELETE_COMPLETE")


def _rolled_back(stack: Any, rollback: str, left: list[str]) -> None:
    if left:
        reason = f"The following resource(s) failed to roll back: [{', '.join(left)}]."
        _set(stack, f"{rollback}_FAILED", reason)
    else:
        _set(stack, f"{rollback}_COMPLETE")


def _bring_about(
    stack: Any, template: Template, deployment: Deployment, exports: dict[str, Export]
) -> None:
    resources: StackResources = stack.resource_map
    try:
        evaluation = resources.evaluation(template, stack.parameters)
        resources.parameters = resources.values_of(template, stack.parameters)
        deployment.bring_about(template, evaluation)
        outputs = resources.evaluate_outputs(template, evaluation)
    except TemplateError as error:
        raise ResourceFailed(str(error)) from error
    taken = [
        output.export
        for output in outputs
        if output.export in exports and exports[output.export].exporting_stack_id != stack.stack_id
    ]
    if taken:
        raise ResourceFailed(f"Export with name {taken[0]} is already exported by another stack")
    resources.outputs = outputs
    _withdraw_exports(stack, exports)
    for output in outputs:
        if output.export is not None:
            exports[output.export] = Export(stack.stack_id, output.export, output.value)


def _withdraw_exports(stack: Any, exports: dict[str, Export]) -> None:
    for name in [n for n, e in exports.items() if e.exporting_stack_id == stack.stack_id]:
        del exports[name]


def _deployment(stack: Any) -> Deployment:
    site = Site(
        account=stack.account_id,
        region=stack.region_name,
        stack=stack.name,
        stack_id=stack.stack_id,
        logical_id="",
        tags=dict(stack.tags or {}),
    )

    def tell(status: str, resource: Resource, reason: str | None) -> None:
        _event(stack, status, reason, resource.logical_id, resource.made.physical_id, resource.kind)

    return Deployment(site, stack.resource_map.standing, tell)


def _set(stack: Any, status: str, reason: str | None = None) -> None:
    stack.status = status
    stack.stack_status_reason = None if reason is None else xml_text.cleaned(reason)
    _event(stack, status, reason, stack.name, stack.stack_id, "AWS::CloudFormation::Stack")


def _event(
    stack: Any, status: str, reason: str | None, logical: str, physical: str, kind: str
) -> None:
    log.log(
        logging.WARNING if status.endswith("FAILED") else logging.INFO,
        "stack %s: %s %s%s",
        stack.name,
        logical,
        status,
        f": {reason}" if reason else "",
    )
    # Whatever a service said becomes a part of answers in XML.
    reason = None if reason is None else xml_text.cleaned(reason)
    event = Event(
        stack_id=stack.stack_id,
        stack_name=stack.name,
        logical_resource_id=logical,
        physical_resource_id=physical,
        resource_type=kind,
        resource_status=status,
        resource_status_reason=reason,
        resource_properties=None,
    )
    stack.events.append(event)
    try:
        event.sendToSns(stack.account_id, stack.region_name, stack.notification_arns)
    except ServiceException as error:  # nobody's deployment ends for a topic that is not there
        log.warning("stack %s could not notify: %s", stack.name, error)
