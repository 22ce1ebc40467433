"""Versions: published, and listed."""

from __future__ import annotations

from collections.abc import Mapping

from localaws.functions.errors import invalid
from localaws.functions.function import LATEST, Function
from localaws.functions.operations import shown
from localaws.functions.operations.ledger import (
    Caller,
    Ledger,
    Operation,
    Request,
    Result,
    check_revision,
)
from localaws.functions.operations.pages import page
from localaws.functions.versions import publish


class VersionOperations:
    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self.operations: Mapping[str, Operation] = {
            "ListVersionsByFunction": self.list,
            "PublishVersion": self.publish,
        }

    def publish(self, caller: Caller, request: Request) -> Result:
        """PublishVersion."""
        function, _ = self._ledger.find(caller, request)

        def change(found: Function) -> Function:
            check_revision(request.get("RevisionId"), found.latest.revision)
            asked = request.get("CodeSha256")
            if asked and asked != shown.latest(found)["CodeSha256"]:
                raise invalid(
                    f"CodeSHA256 ({asked}) is different from current CodeSHA256 in $LATEST "
                    f"({shown.latest(found)['CodeSha256']}). Please try again with the CodeSHA256 "
                    "in $LATEST.",
                )
            return publish(found, request.get("Description") or "")[0]

        function = self._ledger.functions.change(function.arn, change)
        last = function.versions[-1]
        return shown.configuration(function, last.configuration, last.number, last.number)

    def list(self, caller: Caller, request: Request) -> Result:
        """ListVersionsByFunction: ``$LATEST`` first, then as they were published."""
        function, _ = self._ledger.find(caller, request)
        entries = [shown.configuration(function, function.latest, LATEST, LATEST)]
        entries += [
            shown.configuration(function, each.configuration, each.number, each.number)
            for each in function.versions
        ]
        found, marker = page(entries, lambda each: str(each["Version"]), request)
        return {"Versions": found, "NextMarker": marker}
