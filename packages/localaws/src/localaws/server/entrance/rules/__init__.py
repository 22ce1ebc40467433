"""What services refuse although no model says so, told from the request alone.

moto takes these things for granted and stumbles where they are not. Each module is one kind of
rule, as a table by service and operation.
"""

from __future__ import annotations

from typing import Any

from localaws.server.entrance.rules import (
    documents,
    formats,
    members,
    messages,
    payloads,
    queues,
    tokens,
)


def check(service: str, operation: str, parameters: dict[str, Any]) -> None:
    """Hold a request of the right types against the rules.

    Raises:
        Refusal: it breaks one.
    """
    for kind in (members, tokens, formats, documents, payloads, queues, messages):
        kind.check(service, operation, parameters)
