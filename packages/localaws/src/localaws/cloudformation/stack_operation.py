"""Creates, updates and deletes a stack, from its first event to its last status.

Whether that may be asked for is decided in ``lifecycle``; the resources are made in
``resource_changes``.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from localaws.cloudformation import xml_text
from localaws.cloudformation.dynamic_values import DynamicValues
from localaws.cloudformation.errors import ResourceFailed, TemplateError
from localaws.cloudformation.exports import held_back
from localaws.cloudformation.resource_changes import ResourceChanges
from localaws.cloudformation.stack import Event, Output, Resource, Stack, Wanted
from localaws.cloudformation.stack_values import StackValues, outputs
from localaws.cloudformation.store import DELETED, Store
from localaws.cloudformation.types.handler import Site

log = logging.getLogger(__name__)


def review(store: Store, stack: Stack) -> Stack:
    """There is a change set of a stack to be, and nothing else."""
    return _Operation(store, stack).set("REVIEW_IN_PROGRESS", "User Initiated")


def create(store: Store, stack: Stack) -> Stack:
    """Make everything; the stack ends CREATE_COMPLETE, or ROLLBACK_COMPLETE (_FAILED)."""
    operation = _Operation(store, stack)
    operation.set("CREATE_IN_PROGRESS", "User Initiated")
    try:
        operation.bring_about()
    except ResourceFailed as error:
        if stack.stays_on_failure:
            return operation.set("CREATE_FAILED", str(error), imports=operation.imported)
        operation.set("ROLLBACK_IN_PROGRESS", f"{error} Rollback requested by user.")
        return operation.roll_back("ROLLBACK")
    return operation.set("CREATE_COMPLETE")


def update(store: Store, stack: Stack, wanted: Wanted) -> Stack:
    """Change what differs; the stack ends UPDATE_COMPLETE, or UPDATE_ROLLBACK_COMPLETE (_FAILED)."""
    operation = _Operation(store, replace(stack, wanted=wanted))
    operation.set("UPDATE_IN_PROGRESS", "User Initiated")
    try:
        operation.bring_about()
    except ResourceFailed as error:
        operation.set("UPDATE_ROLLBACK_IN_PROGRESS", str(error))
        return operation.roll_back(
            "UPDATE_ROLLBACK", wanted=stack.wanted, parameters=stack.parameters
        )
    operation.set("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS")
    operation.changes.clean_up()
    return operation.set("UPDATE_COMPLETE")


def take_in(store: Store, stack: Stack, wanted: Wanted, imports: Mapping[str, str]) -> Stack:
    """Make the stack's what no stack has made; it ends IMPORT_COMPLETE, or IMPORT_ROLLBACK_COMPLETE.

    ``imports`` are the physical ids by the logical ids.
    """
    operation = _Operation(store, replace(stack, wanted=wanted), imports)
    operation.set("IMPORT_IN_PROGRESS", "User Initiated")
    try:
        operation.bring_about()
    except ResourceFailed as error:
        operation.set("IMPORT_ROLLBACK_IN_PROGRESS", str(error))
        return operation.roll_back(
            "IMPORT_ROLLBACK", wanted=stack.wanted, parameters=stack.parameters
        )
    return operation.set("IMPORT_COMPLETE")


def delete(store: Store, stack: Stack) -> Stack:
    """Delete everything; the stack ends DELETE_COMPLETE or DELETE_FAILED.

    Where another stack imports what it exports, it is as it was, and its reason says so (aws/aws-cdk#604).
    """
    operation = _Operation(store, stack)
    operation.set("DELETE_IN_PROGRESS", "User Initiated")
    if reason := held_back(store, stack, ()):
        return operation.set(stack.status, reason)
    left = operation.changes.delete_all()
    if left:
        reason = f"The following resource(s) failed to delete: [{', '.join(left)}]."
        return operation.set("DELETE_FAILED", reason)
    return operation.set(DELETED)


class _Operation:
    """One of them. Every step is at once in the store, where everybody sees it."""

    def __init__(
        self, store: Store, stack: Stack, imports: Mapping[str, str] | None = None
    ) -> None:
        site = Site(
            account=stack.account,
            region=stack.region,
            stack=stack.name,
            stack_id=stack.stack_id,
            logical_id="",
            tags=dict(stack.wanted.tags),
            means=store.means,
        )
        self._store = store
        self._stack = stack
        self._look_up = DynamicValues(site)
        self._resources = dict(stack.resources)
        self.changes = ResourceChanges(site, self._resources, self._tell, imports)
        self.imported: frozenset[str] = frozenset()  # what ``bring_about`` imported so far

    def set(self, status: str, reason: str | None = None, **changed: Any) -> Stack:
        """Give the stack a status, and what else has changed; the stack as it is then."""
        said = None if reason is None else xml_text.cleaned(reason)
        stack = self._keep(status=status, status_reason=said, **changed)
        self._say(stack.name, stack.stack_id, "AWS::CloudFormation::Stack", status, reason)
        return stack

    def bring_about(self) -> None:
        """Make of the stack what it is wanted to be, but for what it has too much.

        Raises:
            ResourceFailed: something failed. ``roll_back`` undoes what was done before.
        """
        wanted = self._stack.wanted
        values = StackValues(self._stack, self._resources, self._store.exported)
        try:
            evaluation = values.evaluation(wanted)
            self._keep(parameters=values.parameters(wanted))
            try:
                self.changes.bring_about(wanted.template, evaluation)
                found = outputs(wanted.template, evaluation, self._look_up)
            finally:
                self.imported = frozenset(evaluation.imported)
        except TemplateError as error:
            raise ResourceFailed(str(error)) from error
        self._refuse_taken(found)
        if reason := held_back(self._store, self._stack, found):
            raise ResourceFailed(reason)
        self._keep(outputs=found, imports=self.imported)

    def roll_back(self, kind: str, **before: Any) -> Stack:
        """Undo what was done; the stack ends as ``kind`` says, with what it had before."""
        left = self.changes.roll_back()
        if left:
            reason = f"The following resource(s) failed to roll back: [{', '.join(left)}]."
            return self.set(f"{kind}_FAILED", reason, **before)
        return self.set(f"{kind}_COMPLETE", **before)

    def _refuse_taken(self, found: tuple[Output, ...]) -> None:
        theirs = {
            output.export: stack.name
            for stack, output in self._store.exports()
            if stack.stack_id != self._stack.stack_id
        }
        for output in found:
            if output.export in theirs:
                raise ResourceFailed(
                    f"Export with name {output.export} is already exported by stack "
                    f"{theirs[output.export]}."
                )

    def _keep(self, **changed: Any) -> Stack:
        self._stack = replace(self._stack, resources=dict(self._resources), **changed)
        self._store.put(self._stack)
        return self._stack

    def _tell(self, status: str, resource: Resource, reason: str | None) -> None:
        self._keep()
        self._say(resource.logical_id, resource.made.physical_id, resource.kind, status, reason)

    def _say(
        self, logical_id: str, physical_id: str, kind: str, status: str, reason: str | None
    ) -> None:
        log.log(
            logging.WARNING if status.endswith("FAILED") else logging.INFO,
            "stack %s: %s %s%s",
            self._stack.name,
            logical_id,
            status,
            f": {reason}" if reason else "",
        )
        # Whatever a service said becomes a part of responses in XML.
        said = None if reason is None else xml_text.cleaned(reason)
        now = self._store.clock.now()
        event = Event(str(uuid.uuid4()), now, logical_id, physical_id, kind, status, said)
        self._store.tell(self._stack, event)
