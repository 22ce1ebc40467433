"""The operations on model packages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from localaws.registry import package_rules, package_update, source
from localaws.registry.contents import Contents
from localaws.registry.names import GROUP, PACKAGE, arn_of
from localaws.registry.package import ModelPackage
from localaws.sagemaker import images, listing
from localaws.sagemaker.errors import ApiError, validation
from localaws.sagemaker.service import Handler, SageMaker


class Packages:
    """The model packages of one region."""

    def __init__(self, service: SageMaker, contents: Contents) -> None:
        self._service = service
        self._contents = contents
        self._by_token: dict[str | None, tuple[dict[str, Any], str]] = {}  # request and ARN

    def operations(self) -> Mapping[str, Handler]:
        return {
            "CreateModelPackage": self.create,
            "DescribeModelPackage": self.describe,
            "BatchDescribeModelPackage": self.describe_batch,
            "ListModelPackages": self.list,
            "UpdateModelPackage": self.update,
            "DeleteModelPackage": self.delete,
        }

    def create(self, request: dict[str, Any]) -> dict[str, Any]:
        """CreateModelPackage: the next version of a group, or a package that stands alone."""
        token = request.get("ClientToken")
        with self._contents.lock:
            before, arn = self._by_token.get(token, (request, ""))
            if self._contents.find_package(arn):  # one that was deleted since is made anew
                if before != request:
                    raise validation(f"ClientToken {token} was used for another request.")
                return {"ModelPackageArn": arn}
            package_rules.check(request)
            package = self._made(package_rules.completed(source.taken_over(request, self._call)))
            if token is not None:
                self._by_token[token] = (request, package.arn)
        self._service.announce(package.state_change())
        return {"ModelPackageArn": package.arn}

    def _made(self, request: dict[str, Any]) -> ModelPackage:
        for specification in package_rules.specifications(request):
            for container in specification["Containers"]:
                if "Image" in container:
                    images.check_of_model(container["Image"], self._service.context.account)
        now = self._service.context.clock.now()
        if "ModelPackageGroupName" in request:
            arn = arn_of(self._service, GROUP, request["ModelPackageGroupName"])
            group = self._contents.group(arn)
            version = group.versions + 1
            arn = self._service.arn(PACKAGE, f"{group.name}/{version}")
            package = ModelPackage(arn, request, now, now, group.name, version)
            tags = self._service.tags.of(group.arn)
            self._contents.put_group(replace(group, versions=version))
        else:
            arn = self._service.arn(PACKAGE, request["ModelPackageName"])
            if self._contents.find_package(arn):
                raise validation(f"ModelPackage already exists: {arn}")
            package, tags = ModelPackage(arn, request, now, now), request.get("Tags", [])
        self._contents.put_package(package)
        self._service.tags.add(arn, tags)
        return package

    def describe(self, request: dict[str, Any]) -> dict[str, Any]:
        """DescribeModelPackage."""
        described = self._named(request).describe()
        if request.get("IncludedData") == "MetadataOnly" and "ModelCard" in described:
            card = described["ModelCard"]
            described["ModelCard"] = {k: v for k, v in card.items() if k != "ModelCardContent"}
        return described

    def describe_batch(self, request: dict[str, Any]) -> dict[str, Any]:
        """BatchDescribeModelPackage: those that there are, and an error for each that there is not."""
        found: dict[str, Any] = {}
        errors: dict[str, Any] = {}
        for arn in request["ModelPackageArnList"]:
            try:
                found[arn] = self._contents.package(arn).batch_summary()
            except ApiError as error:
                errors[arn] = {"ErrorCode": error.code, "ErrorResponse": error.message}
        response = {"ModelPackageSummaries": found}
        return response | ({"BatchDescribeModelPackageErrorMap": errors} if errors else {})

    def list(self, request: dict[str, Any]) -> dict[str, Any]:
        """ListModelPackages: of a group its versions; else those that stand alone, unless asked."""
        packages = [
            package for package in self._contents.packages() if self._asked(package, request)
        ]
        shown, token = listing.page(packages, {"SortOrder": "Ascending"} | request)
        response = {"ModelPackageSummaryList": [package.summary() for package in shown]}
        return response | ({"NextToken": token} if token else {})

    def _asked(self, package: ModelPackage, request: dict[str, Any]) -> bool:
        group, approval = request.get("ModelPackageGroupName"), request.get("ModelApprovalStatus")
        kind = request.get("ModelPackageType", "Versioned" if group else "Unversioned")
        return (
            kind in ("Both", "Versioned" if package.group else "Unversioned")
            and (group is None or self._is_of(package, group))
            and (approval is None or package.approval == approval)
        )

    def _is_of(self, package: ModelPackage, group: str) -> bool:
        arn = arn_of(self._service, GROUP, group)
        return package.group is not None and self._service.arn(GROUP, package.group) == arn

    def update(self, request: dict[str, Any]) -> dict[str, Any]:
        """UpdateModelPackage: its approval, its metadata, its specifications."""
        now = self._service.context.clock.now()
        with self._contents.lock:
            package = self._contents.package(request["ModelPackageArn"])
            package = package_update.updated(package, request, now)
            self._contents.put_package(package)
        self._service.announce(package.state_change())
        return {"ModelPackageArn": package.arn}

    def delete(self, request: dict[str, Any]) -> dict[str, Any]:
        """DeleteModelPackage. A model that was made of it stays, as on AWS."""
        with self._contents.lock:
            package = self._named(request)
            self._contents.remove_package(package.arn)
            self._service.tags.forget(package.arn)
        return {}

    def _named(self, request: dict[str, Any]) -> ModelPackage:
        return self._contents.package(arn_of(self._service, PACKAGE, request["ModelPackageName"]))

    def _call(self, operation: str, parameters: dict[str, Any]) -> dict[str, Any]:
        return self._service.call(operation, parameters)
