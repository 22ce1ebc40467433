"""CloudFormation as an object: its operations by name, for every account and region."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import Any

from localaws.clock import Clock
from localaws.cloudformation import background
from localaws.cloudformation.means import NO_MEANS, Means
from localaws.cloudformation.operations import change_sets, descriptions, stacks, templates
from localaws.cloudformation.store import Store

Operation = Callable[[Store, Mapping[str, Any]], dict[str, Any]]

OPERATIONS: Mapping[str, Operation] = {
    "CreateChangeSet": change_sets.create_change_set,
    "CreateStack": stacks.create_stack,
    "DeleteChangeSet": change_sets.delete_change_set,
    "DeleteStack": stacks.delete_stack,
    "DescribeChangeSet": change_sets.describe_change_set,
    "DescribeStackEvents": descriptions.describe_stack_events,
    "DescribeStackResource": descriptions.describe_stack_resource,
    "DescribeStackResources": descriptions.describe_stack_resources,
    "DescribeStacks": descriptions.describe_stacks,
    "ExecuteChangeSet": change_sets.execute_change_set,
    "GetTemplate": templates.get_template,
    "GetTemplateSummary": templates.get_template_summary,
    "ListChangeSets": change_sets.list_change_sets,
    "ListExports": descriptions.list_exports,
    "ListImports": descriptions.list_imports,
    "ListStackResources": descriptions.list_stack_resources,
    "ListStacks": descriptions.list_stacks,
    "UpdateStack": stacks.update_stack,
    "UpdateTerminationProtection": stacks.update_termination_protection,
    "ValidateTemplate": templates.validate_template,
}


# Those that may take as long as a function or an endpoint does.
_CHANGING = frozenset({"CreateStack", "UpdateStack", "DeleteStack", "ExecuteChangeSet"})


class CloudFormation:
    """The service; what it knows lives as long as it does. ``means`` is what its stacks are made with."""

    def __init__(self, clock: Clock, means: Means = NO_MEANS) -> None:
        self._clock = clock
        self._means = means
        self._stores: dict[tuple[str, str], Store] = {}
        self._lock = threading.Lock()

    def call(
        self, account: str, region: str, operation: str, request: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Do one operation, such as ``CreateStack``, and return its result.

        Raises:
            Refusal: the request is refused.
        """
        with self._lock:
            new = Store(account, region, self._clock, self._means)
            store = self._stores.setdefault((account, region), new)
        if operation not in _CHANGING:
            return OPERATIONS[operation](store, request)
        return background.run(
            lambda: OPERATIONS[operation](store, request),
            meanwhile=lambda: _begun(store, operation, request),
        )


def _begun(store: Store, operation: str, request: Mapping[str, Any]) -> dict[str, Any]:
    """The result of an operation that goes on."""
    if operation in ("CreateStack", "UpdateStack"):
        return {"StackId": store.standing(request["StackName"]).stack_id}
    return {}
