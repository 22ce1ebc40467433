"""Whether a function that comes back to itself over and over is stopped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from localaws.functions.operations.ledger import Caller, Ledger, Operation, Request, Result


class RecursionOperations:
    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self.operations: Mapping[str, Operation] = {
            "GetFunctionRecursionConfig": self.get,
            "PutFunctionRecursionConfig": self.put,
        }

    def get(self, caller: Caller, request: Request) -> Result:
        """GetFunctionRecursionConfig."""
        function, _ = self._ledger.find(caller, request)
        return {"RecursiveLoop": function.recursive_loop}

    def put(self, caller: Caller, request: Request) -> Result:
        """PutFunctionRecursionConfig."""
        function, _ = self._ledger.find(caller, request)
        asked = request["RecursiveLoop"]
        self._ledger.functions.change(
            function.arn, lambda found: replace(found, recursive_loop=asked)
        )
        return {"RecursiveLoop": asked}
