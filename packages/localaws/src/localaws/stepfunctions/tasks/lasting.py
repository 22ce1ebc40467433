"""Requests that may wait before they are responded to: for an execution, a message, a program, a stranger.

Whoever makes requests has others go on meanwhile: an execution that is waited for may itself have tasks.
"""

from __future__ import annotations

from localaws.stepfunctions.language.resource import Action, Function, Resource

_LASTING = frozenset(
    {
        ("sfn", "getActivityTask"),
        ("sfn", "startSyncExecution"),
        ("sfn", "testState"),
        ("sqs", "receiveMessage"),
        ("sagemakerruntime", "invokeEndpoint"),
        ("lambda", "invoke"),
        ("http", "invoke"),
    }
)


def may_last(resource: Resource) -> bool:
    """Whether the request of a task may wait for more than the service itself."""
    if isinstance(resource, Action):
        return (resource.service, resource.action) in _LASTING
    return isinstance(resource, Function)
