"""The operations of Lambda by their names."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Protocol

from localaws.functions.operations.aliases import AliasOperations
from localaws.functions.operations.concurrency import ConcurrencyOperations
from localaws.functions.operations.functions import FunctionOperations
from localaws.functions.operations.invoke import InvokeOperations, SendEvent
from localaws.functions.operations.layers import LayerOperations
from localaws.functions.operations.ledger import Caller, Ledger, Operation, Request, Result
from localaws.functions.operations.permissions import PermissionOperations
from localaws.functions.operations.tags import TagOperations
from localaws.functions.operations.versions import VersionOperations


class Part(Protocol):
    """The operations of one noun."""

    operations: Mapping[str, Operation]


class Lambda:
    """The service in every account and region."""

    def __init__(self, ledger: Ledger, send: SendEvent, others: Collection[Part] = ()) -> None:
        """``others`` are the operations of parts that are made elsewhere."""
        parts: list[Part] = [
            FunctionOperations(ledger),
            VersionOperations(ledger),
            AliasOperations(ledger),
            ConcurrencyOperations(ledger),
            PermissionOperations(ledger),
            LayerOperations(ledger),
            InvokeOperations(ledger, send),
            TagOperations(ledger),
            *others,
        ]
        self._operations = {
            name: operation for part in parts for name, operation in part.operations.items()
        }

    def call(self, account: str, region: str, operation: str, request: Request) -> Result:
        """Do one operation, such as ``CreateFunction``, and return its result.

        Raises:
            Refusal: the request is refused.
        """
        return self._operations[operation](Caller(account, region), request)
