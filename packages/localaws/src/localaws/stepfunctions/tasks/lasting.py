"""Requests that may wait before they are responded to: for an execution, a message, a program, a stranger.

Whoever makes requests has others go on meanwhile: an execution that is waited for may itself have tasks.
"""

from __future__ import annotations

from localaws.stepfunctions.language.resource import Action, Resource

_LASTING = frozenset(
    {
        ("sfn", "getActivityTask", True),
        ("sfn", "startSyncExecution", True),
        ("sfn", "testState", True),
        ("sqs", "receiveMessage", True),
        ("sagemakerruntime", "invokeEndpoint", True),
        ("lambda", "invoke", True),
        ("http", "invoke", False),
    }
)


def may_last(resource: Resource) -> bool:
    """Whether the request of a task may wait for more than the service itself."""
    if isinstance(resource, Action):
        return (resource.service, resource.action, resource.is_sdk) in _LASTING
    return False
