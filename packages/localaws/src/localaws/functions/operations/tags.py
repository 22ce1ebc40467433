"""The tags of functions, and what AWS keeps of a function that is always the same here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from localaws.functions.errors import invalid
from localaws.functions.function import Function
from localaws.functions.operations.ledger import Caller, Ledger, Operation, Request, Result

_MOST = 50


class TagOperations:
    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self.operations: Mapping[str, Operation] = {
            "GetFunctionCodeSigningConfig": self.code_signing,
            "GetRuntimeManagementConfig": self.runtime_management,
            "ListTags": self.list,
            "TagResource": self.add,
            "UntagResource": self.remove,
        }

    def list(self, caller: Caller, request: Request) -> Result:
        """ListTags."""
        return {"Tags": dict(self._function(caller, request).tags)}

    def add(self, caller: Caller, request: Request) -> Result:
        """TagResource."""
        function = self._function(caller, request)

        def change(found: Function) -> Function:
            tags = {**found.tags, **request["Tags"]}
            if len(tags) > _MOST:
                raise invalid(f"The function can have {_MOST} tags at most.")
            return replace(found, tags=tags)

        self._ledger.functions.change(function.arn, change)
        return {}

    def remove(self, caller: Caller, request: Request) -> Result:
        """UntagResource."""
        function = self._function(caller, request)
        gone = set(request["TagKeys"])

        def change(found: Function) -> Function:
            return replace(found, tags={k: v for k, v in found.tags.items() if k not in gone})

        self._ledger.functions.change(function.arn, change)
        return {}

    def code_signing(self, caller: Caller, request: Request) -> Result:
        """GetFunctionCodeSigningConfig: no function has one."""
        function, _ = self._ledger.find(caller, request)
        return {"FunctionName": function.name, "CodeSigningConfigArn": ""}

    def runtime_management(self, caller: Caller, request: Request) -> Result:
        """GetRuntimeManagementConfig: a function runs on what this machine has."""
        function, _ = self._ledger.find(caller, request)
        return {"UpdateRuntimeOn": "Auto", "FunctionArn": function.arn}

    def _function(self, caller: Caller, request: Request) -> Function:
        function, qualifier = self._ledger.find(caller, request, "Resource")
        if qualifier is not None:
            raise invalid(
                "Tags on function aliases and versions are not supported. Please specify a function "
                "ARN.",
            )
        return function
