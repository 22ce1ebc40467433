"""Functions: made, shown, changed, listed, deleted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from localaws.functions.errors import invalid
from localaws.functions.function import LATEST, Code, Configuration, Function
from localaws.functions.names import arn, is_name, parse
from localaws.functions.operations import shown
from localaws.functions.operations.configurations import asked
from localaws.functions.operations.ledger import (
    Caller,
    Ledger,
    Operation,
    Request,
    Result,
    check_revision,
    revision,
)
from localaws.functions.operations.pages import page
from localaws.functions.packages.source import code_of
from localaws.functions.versions import exactly, publish, without_events
from localaws.protocols.refusal import Refusal


class FunctionOperations:
    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self.operations: Mapping[str, Operation] = {
            "CreateFunction": self.create,
            "DeleteFunction": self.delete,
            "GetFunction": self.get,
            "GetFunctionConfiguration": self.get_configuration,
            "ListFunctions": self.list,
            "UpdateFunctionCode": self.update_code,
            "UpdateFunctionConfiguration": self.update_configuration,
        }

    def create(self, caller: Caller, request: Request) -> Result:
        """CreateFunction."""
        named = parse(request["FunctionName"])
        if not is_name(named.name):
            raise invalid(
                f"The function name {named.name} has more than 64 characters.",
            )
        whole = arn(caller.account, caller.region, named.name)
        self._ledger.functions.check_absent(whole)
        _check_package(request)
        code = code_of(request["Code"], self._ledger.packages)
        made = self._stamped(asked(request, None, code, self._ledger.layers))
        function = Function(named.name, whole, made, tags=dict(request.get("Tags") or {}))
        published = None
        if request.get("Publish"):
            function, published = publish(function)
        self._ledger.functions.add(function)
        if published is not None:
            return shown.configuration(
                function, published.configuration, published.number, published.number
            )
        return shown.latest(function)

    def get(self, caller: Caller, request: Request) -> Result:
        """GetFunction."""
        function, qualifier = self._ledger.find(caller, request)
        target = exactly(function, qualifier)
        found: Result = {
            "Configuration": shown.configuration(
                function, target.configuration, target.version, qualifier
            ),
            "Code": _code(target.configuration.code),
        }
        if function.tags:
            found["Tags"] = dict(function.tags)
        if function.reserved is not None:
            found["Concurrency"] = {"ReservedConcurrentExecutions": function.reserved}
        return found

    def get_configuration(self, caller: Caller, request: Request) -> Result:
        """GetFunctionConfiguration."""
        function, qualifier = self._ledger.find(caller, request)
        target = exactly(function, qualifier)
        return shown.configuration(function, target.configuration, target.version, qualifier)

    def list(self, caller: Caller, request: Request) -> Result:
        """ListFunctions."""
        functions = self._ledger.functions.all(caller.account, caller.region)
        found, marker = page(functions, lambda each: each.name, request)
        entries = []
        for function in found:
            entries.append(shown.configuration(function, function.latest, LATEST, None))
            if request.get("FunctionVersion") == "ALL":
                entries[-1]["FunctionArn"] += f":{LATEST}"
                entries += [
                    shown.configuration(function, each.configuration, each.number, each.number)
                    for each in function.versions
                ]
        return {"Functions": entries, "NextMarker": marker}

    def update_configuration(self, caller: Caller, request: Request) -> Result:
        """UpdateFunctionConfiguration."""
        function, _ = self._ledger.find(caller, request)

        def change(found: Function) -> Function:
            check_revision(request.get("RevisionId"), found.latest.revision)
            latest = asked(request, found.latest, found.latest.code, self._ledger.layers)
            return replace(found, latest=self._stamped(latest))

        return shown.latest(self._ledger.functions.change(function.arn, change))

    def update_code(self, caller: Caller, request: Request) -> Result:
        """UpdateFunctionCode."""
        function, _ = self._ledger.find(caller, request)
        code = code_of(request, self._ledger.packages)
        if code.package_type != function.latest.code.package_type:
            is_image = code.package_type == "Image"
            raise invalid(
                "Please provide ImageUri when updating a function with packageType Image."
                if not is_image
                else "Please don't provide ImageUri when updating a function with packageType Zip.",
            )

        def changed(found: Function) -> Function:
            check_revision(request.get("RevisionId"), found.latest.revision)
            given = {"Architectures": request.get("Architectures")}
            latest = asked(given, found.latest, code, self._ledger.layers)
            made = replace(found, latest=self._stamped(latest))
            return publish(made)[0] if request.get("Publish") else made

        if request.get("DryRun"):
            return shown.latest(changed(function))
        function = self._ledger.functions.change(function.arn, changed)
        if request.get("Publish"):
            last = function.versions[-1]
            return shown.configuration(function, last.configuration, last.number, last.number)
        return shown.latest(function)

    def delete(self, caller: Caller, request: Request) -> Result:
        """DeleteFunction: all of it, or the one version that a qualifier names."""
        function, qualifier = self._ledger.find(caller, request)
        if qualifier is None:
            self._ledger.functions.remove(function.arn)
            return {"StatusCode": 204}
        if qualifier == LATEST:
            raise invalid(
                "$LATEST version cannot be deleted without deleting the function.",
            )

        def change(found: Function) -> Function:
            using = sorted(
                each.name
                for each in found.aliases.values()
                if qualifier in (each.version, *each.weights)
            )
            if using:
                raise Refusal(
                    "ResourceConflictException",
                    f"Version {qualifier} cannot be deleted: the alias {using[0]} points at it.",
                    409,
                )
            left = tuple(each for each in found.versions if each.number != qualifier)
            return without_events(replace(found, versions=left), qualifier)

        self._ledger.functions.change(function.arn, change)
        return {"StatusCode": 204}

    def _stamped(self, configuration: Configuration) -> Configuration:
        """The same as of now."""
        now = self._ledger.clock.seconds()
        return replace(configuration, revision=revision(), modified=now)


def _code(code: Code) -> Result:
    if code.image is not None:
        return {"RepositoryType": "ECR", "ImageUri": code.image, "ResolvedImageUri": code.image}
    return {"RepositoryType": "S3"}


def _check_package(request: Request) -> None:
    is_image = bool(request["Code"].get("ImageUri"))
    given = request.get("PackageType")
    if given is not None and (given == "Image") != is_image:
        raise invalid(
            f"PackageType {given} needs "
            + (
                "Code.ImageUri."
                if given == "Image"
                else "Code.ZipFile, or Code.S3Bucket and S3Key."
            ),
        )
