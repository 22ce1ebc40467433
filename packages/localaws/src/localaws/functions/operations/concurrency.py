"""Reserved concurrency, and what the account may run at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from localaws.functions.execution.concurrency import ACCOUNT_LIMIT
from localaws.functions.function import Function
from localaws.functions.operations.ledger import Caller, Ledger, Operation, Request, Result
from localaws.functions.rules import LARGEST_INLINE_ZIP, LARGEST_UNPACKED, check_reserved

_CODE_STORAGE = 80_530_636_800  # bytes: the account's 75 GB


class ConcurrencyOperations:
    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self.operations: Mapping[str, Operation] = {
            "DeleteFunctionConcurrency": self.delete,
            "GetAccountSettings": self.account,
            "GetFunctionConcurrency": self.get,
            "PutFunctionConcurrency": self.put,
        }

    def put(self, caller: Caller, request: Request) -> Result:
        """PutFunctionConcurrency."""
        function, _ = self._ledger.find(caller, request)
        asked = request["ReservedConcurrentExecutions"]
        others = sum(
            each.reserved or 0
            for each in self._ledger.functions.all(caller.account, caller.region)
            if each.arn != function.arn
        )
        check_reserved(asked, ACCOUNT_LIMIT, others)
        self._reserve(function, asked)
        return {"ReservedConcurrentExecutions": asked}

    def get(self, caller: Caller, request: Request) -> Result:
        """GetFunctionConcurrency."""
        function, _ = self._ledger.find(caller, request)
        return {"ReservedConcurrentExecutions": function.reserved}

    def delete(self, caller: Caller, request: Request) -> Result:
        """DeleteFunctionConcurrency."""
        function, _ = self._ledger.find(caller, request)
        self._reserve(function, None)
        return {}

    def account(self, caller: Caller, request: Request) -> Result:
        """GetAccountSettings."""
        functions = self._ledger.functions.all(caller.account, caller.region)
        configurations = [
            each
            for function in functions
            for each in (function.latest, *(v.configuration for v in function.versions))
        ]
        reserved = sum(each.reserved or 0 for each in functions)
        return {
            "AccountLimit": {
                "TotalCodeSize": _CODE_STORAGE,
                "CodeSizeUnzipped": LARGEST_UNPACKED,
                "CodeSizeZipped": LARGEST_INLINE_ZIP,
                "ConcurrentExecutions": ACCOUNT_LIMIT,
                "UnreservedConcurrentExecutions": ACCOUNT_LIMIT - reserved,
            },
            "AccountUsage": {
                "TotalCodeSize": sum(each.code.size for each in configurations),
                "FunctionCount": len(functions),
            },
        }

    def _reserve(self, function: Function, count: int | None) -> None:
        self._ledger.functions.change(function.arn, lambda found: replace(found, reserved=count))
