"""Makes a stack's resources what a template says, and puts everything back when one fails.

What is to be done with a resource is decided in ``changes``.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, cast

from localaws.cloudformation import changes, left_out
from localaws.cloudformation.changes import Action
from localaws.cloudformation.dynamic_values import DynamicValues
from localaws.cloudformation.errors import (
    ReplacementNeeded,
    ResourceFailed,
    TemplateError,
    Unchangeable,
)
from localaws.cloudformation.evaluation.dynamic_references import resolved
from localaws.cloudformation.evaluation.functions import Evaluation
from localaws.cloudformation.names import NAMES
from localaws.cloudformation.reasons import reason_of
from localaws.cloudformation.stack import Resource
from localaws.cloudformation.template import order
from localaws.cloudformation.template.parts import Declared, Template
from localaws.cloudformation.types.handler import Adopts, HalfMade, Handler, Made, Site
from localaws.cloudformation.types.properties import conformed
from localaws.cloudformation.types.registry import handler_for, is_custom

log = logging.getLogger(__name__)


# (status, resource, reason): what becomes an event of the stack.
Tell = Callable[[str, Resource, str | None], None]


class ResourceChanges:
    """One pass over a stack's resources.

    Args:
        site: the stack's; ``logical_id`` is filled in for each resource.
        standing: the resources by logical id; changed in place.
        imports: physical ids of what is to be imported rather than made, by logical ids.
    """

    def __init__(
        self,
        site: Site,
        standing: dict[str, Resource],
        tell: Tell,
        imports: Mapping[str, str] | None = None,
    ) -> None:
        self._site = site
        self._standing = standing
        self._tell = tell
        self._imports = imports or {}
        self._undo: list[tuple[str, Callable[[], bool]]] = []
        self._superseded: list[Resource] = []

    def bring_about(self, template: Template, evaluation: Evaluation) -> None:
        """Create and update what the template has; ``clean_up`` then deletes what it has not.

        Raises:
            ResourceFailed: one resource failed, or the template cannot be evaluated; its event was
                told. ``roll_back`` undoes what was done before.
        """
        try:
            names = order.in_order(template.resources)
            for name in names:
                self._bring_about(name, template.resources[name], evaluation)
        except TemplateError as error:
            raise ResourceFailed(str(error)) from error
        wanted = {
            name
            for name, resource in template.resources.items()
            if _is_wanted(resource, evaluation)
        }
        for name in [name for name in self._standing if name not in wanted]:
            self._drop(self._standing.pop(name))

    def clean_up(self) -> None:
        """Delete what is not wanted any more. A failure here is told and fails nothing."""
        for resource in reversed(self._superseded):
            self._delete(resource)

    def roll_back(self) -> list[str]:
        """Undo everything, the last first; the logical ids of those that could not be undone."""
        left = []
        self._superseded = []  # they stay
        for name, undo in reversed(self._undo):
            try:
                undone = undo()
            except Exception as error:  # whatever a service raises; the rest goes on
                log.info("%s could not be rolled back", name, exc_info=True)
                standing = self._standing[name]
                self._tell("UPDATE_FAILED", standing, reason_of(error, standing.kind))
                undone = False
            if not undone:
                left.append(name)
        self.clean_up()
        return left

    def delete_all(self) -> list[str]:
        """Delete every resource, the last made first; the logical ids of those that are left."""
        for name in list(reversed(self._standing)):
            if self._delete(self._standing[name]):
                del self._standing[name]
        return list(self._standing)

    def _bring_about(self, name: str, wanted: Declared, evaluation: Evaluation) -> None:
        if not _is_wanted(wanted, evaluation):
            return
        kind = wanted.kind
        standing = self._standing.get(name)
        draft = Resource(
            *(name, kind, {}, Made(""), None),
            outlives_stack=wanted.outlives_stack,
            outlives_replacement=wanted.outlives_replacement,
        )
        try:
            properties = self._resolved(kind, evaluation(wanted.properties))
            draft = replace(draft, properties=conformed(kind, name, properties))
            self._become(standing, draft)
        except (ResourceFailed, KeyboardInterrupt):
            raise
        except Exception as error:  # whatever a service raises is the resource's failure
            log.info("resource %s of stack %s failed", name, self._site.stack, exc_info=True)
            failed = self._standing.get(name, draft)
            status = "CREATE_FAILED" if standing is None else "UPDATE_FAILED"
            reason = reason_of(error, kind)
            self._tell(status, failed, reason)
            raise ResourceFailed(f"The following resource(s) failed: [{name}]. {reason}") from error

    def _resolved(self, kind: str, properties: Any) -> Any:
        """With what dynamic references stand for; custom resources see no secrets."""
        return resolved(properties, DynamicValues(self._site), secrets=not is_custom(kind))

    def _become(self, standing: Resource | None, draft: Resource) -> None:
        action = changes.action(standing, draft)
        if standing is None or action is Action.CREATE:
            if draft.logical_id in self._imports:
                self._adopt(draft)
            else:
                self._create(draft, None)
            return
        if action is Action.KEEP:
            self._standing[draft.logical_id] = _as_declared(standing, draft)
            return
        if standing.kind == draft.kind:
            self._tell("UPDATE_IN_PROGRESS", standing, None)
        if action is Action.REPLACE:
            self._create(draft, standing)
        else:
            self._update(standing, draft)

    def _create(self, draft: Resource, superseded: Resource | None) -> None:
        handler = handler_for(draft.kind)
        self._tell("CREATE_IN_PROGRESS", draft, None)
        if handler is None:
            reason = left_out.skip(self._site, draft)
            self._standing[draft.logical_id] = draft
            self._tell("CREATE_COMPLETE", draft, reason)
            return
        left_out.tell_of_properties(self._site, draft, handler)
        site = self._of(draft)
        owner = f"{site.account}/{site.region}"
        name = NAMES.fresh(owner, draft.kind, site.stack, draft.logical_id)
        try:
            made = handler.create(site, name, draft.properties)
        except HalfMade as error:
            half = replace(draft, made=error.made, handler=handler)
            self._standing[draft.logical_id] = half
            self._undo.append((draft.logical_id, lambda: self._remove(half, superseded)))
            raise
        resource = replace(draft, made=made, handler=handler)
        self._standing[draft.logical_id] = resource
        self._tell("CREATE_COMPLETE", resource, None)
        if superseded is not None:
            self._superseded.append(replace(superseded, outlives_stack=draft.outlives_replacement))
        self._undo.append((draft.logical_id, lambda: self._remove(resource, superseded)))

    def _adopt(self, draft: Resource) -> None:
        """An import changes nothing of the resource itself; undone, it leaves it where it was."""
        handler = handler_for(draft.kind)
        assert isinstance(handler, Adopts)
        self._tell("IMPORT_IN_PROGRESS", draft, None)
        made = handler.adopt(self._of(draft), self._imports[draft.logical_id])
        resource = replace(draft, made=made, handler=cast("Handler", handler))
        self._standing[draft.logical_id] = resource
        self._tell("IMPORT_COMPLETE", resource, None)

        def let_go() -> bool:
            del self._standing[draft.logical_id]
            return True

        self._undo.append((draft.logical_id, let_go))

    def _update(self, standing: Resource, draft: Resource) -> None:
        assert standing.handler is not None
        left_out.tell_of_properties(self._site, draft, standing.handler)
        # Before it is tried: an update that fails half-way has to be undone as well.
        undo = (draft.logical_id, lambda: self._restore(standing, draft))
        self._undo.append(undo)
        try:
            made = standing.handler.update(
                self._of(standing), standing.made, standing.properties, draft.properties
            )
        except ReplacementNeeded:
            self._undo.remove(undo)
            self._create(draft, standing)
            return
        except Unchangeable:
            self._undo.remove(undo)
            raise
        resource = replace(_as_declared(standing, draft), made=made)
        self._standing[draft.logical_id] = resource
        self._supersede(standing, resource, draft.outlives_replacement)
        self._tell("UPDATE_COMPLETE", resource, None)

    def _supersede(self, former: Resource, resource: Resource, outlives: bool) -> None:
        """Have the former one deleted in the end, where an update has made another one."""
        if resource.made.physical_id != former.made.physical_id:
            self._superseded.append(replace(former, outlives_stack=outlives))

    def _drop(self, resource: Resource) -> None:
        """Have it deleted once all else has come about; until then it can come back."""

        def put_back() -> bool:
            self._standing[resource.logical_id] = resource
            return True

        self._superseded.append(resource)
        self._undo.append((resource.logical_id, put_back))

    def _restore(self, standing: Resource, changed: Resource) -> bool:
        assert standing.handler is not None
        now = self._standing[standing.logical_id]  # as before, where the update itself failed
        made = standing.handler.update(
            self._of(standing), now.made, changed.properties, standing.properties
        )
        restored = self._standing[standing.logical_id] = replace(standing, made=made)
        self._supersede(now, restored, changed.outlives_replacement)
        self._tell("UPDATE_COMPLETE", standing, None)
        return True

    def _remove(self, resource: Resource, superseded: Resource | None) -> bool:
        gone = self._delete(replace(resource, outlives_stack=False))
        if superseded is not None:
            self._standing[resource.logical_id] = superseded
        elif gone:
            self._standing.pop(resource.logical_id, None)
        return gone

    def _delete(self, resource: Resource) -> bool:
        """Delete one resource; whether it is gone, or none of ours any more."""
        if resource.outlives_stack:
            self._tell("DELETE_SKIPPED", resource, None)
            return True
        self._tell("DELETE_IN_PROGRESS", resource, None)
        try:
            if resource.handler is not None:
                resource.handler.delete(self._of(resource), resource.made, resource.properties)
        except Exception as error:  # whatever a service raises is the resource's failure
            log.info("%s could not be deleted", resource.logical_id, exc_info=True)
            self._tell("DELETE_FAILED", resource, reason_of(error, resource.kind))
            return False
        self._tell("DELETE_COMPLETE", resource, None)
        return True

    def _of(self, resource: Resource) -> Site:
        return replace(self._site, logical_id=resource.logical_id)


def _as_declared(standing: Resource, draft: Resource) -> Resource:
    """What stands, with the properties and policies of the template."""
    return replace(
        standing,
        properties=draft.properties,
        outlives_stack=draft.outlives_stack,
        outlives_replacement=draft.outlives_replacement,
    )


def _is_wanted(resource: Declared, evaluation: Evaluation) -> bool:
    return resource.condition is None or evaluation.condition(resource.condition)
