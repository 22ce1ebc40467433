"""The resource policies of functions: statements added, removed, shown."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace

from localaws.functions.errors import nothing_there, statement_exists
from localaws.functions.function import Function, Policy
from localaws.functions.operations.ledger import (
    Caller,
    Ledger,
    Operation,
    Request,
    Result,
    check_revision,
)
from localaws.functions.policies import document, statement
from localaws.functions.versions import exactly
from localaws.protocols.refusal import Refusal


class PermissionOperations:
    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self.operations: Mapping[str, Operation] = {
            "AddPermission": self.add,
            "GetPolicy": self.get,
            "RemovePermission": self.remove,
        }

    def add(self, caller: Caller, request: Request) -> Result:
        """AddPermission."""
        function, qualifier = self._ledger.find(caller, request)
        exactly(function, qualifier)
        resource = function.qualified(qualifier)
        made = statement(request, resource)

        def change(found: Function) -> Function:
            policy = found.policies.get(qualifier or "", ())
            check_revision(request.get("RevisionId"), _revision(policy))
            if any(each["Sid"] == made["Sid"] for each in policy):
                raise statement_exists(made["Sid"])
            return _with(found, qualifier, (*policy, made))

        self._ledger.functions.change(function.arn, change)
        return {"Statement": json.dumps(made, separators=(",", ":"))}

    def remove(self, caller: Caller, request: Request) -> Result:
        """RemovePermission."""
        function, qualifier = self._ledger.find(caller, request)

        def change(found: Function) -> Function:
            policy = found.policies.get(qualifier or "", ())
            check_revision(request.get("RevisionId"), _revision(policy))
            left = tuple(each for each in policy if each["Sid"] != request["StatementId"])
            if len(left) == len(policy):
                raise Refusal(
                    "ResourceNotFoundException",
                    f"Statement {request['StatementId']} is not found in resource policy.",
                    404,
                )
            return _with(found, qualifier, left)

        self._ledger.functions.change(function.arn, change)
        return {}

    def get(self, caller: Caller, request: Request) -> Result:
        """GetPolicy."""
        function, qualifier = self._ledger.find(caller, request)
        policy = function.policies.get(qualifier or "", ())
        if not policy:
            raise nothing_there()
        return {"Policy": document(policy), "RevisionId": _revision(policy)}


def _with(function: Function, qualifier: str | None, policy: Policy) -> Function:
    others = {name: each for name, each in function.policies.items() if name != (qualifier or "")}
    return replace(function, policies=others | ({qualifier or "": policy} if policy else {}))


def _revision(policy: Policy) -> str:
    """The RevisionId of a policy, which changes when it does."""
    digest = hashlib.sha256(document(policy).encode()).hexdigest()
    return "-".join((digest[:8], digest[8:12], digest[12:16], digest[16:20], digest[20:32]))
