"""The operations on model package groups and their policies.

The words of the errors are those that AWS's own resource provider of CloudFormation and Terraform's
look for: https://github.com/aws-cloudformation/aws-cloudformation-resource-providers-sagemaker.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from localaws.registry.contents import Contents
from localaws.registry.group import Group
from localaws.registry.names import GROUP, arn_of
from localaws.sagemaker import listing
from localaws.sagemaker.errors import ApiError, unsupported, validation
from localaws.sagemaker.service import Handler, SageMaker


class Groups:
    """The model package groups of one region."""

    def __init__(self, service: SageMaker, contents: Contents) -> None:
        self._service = service
        self._contents = contents

    def operations(self) -> Mapping[str, Handler]:
        return {
            "CreateModelPackageGroup": self.create,
            "DescribeModelPackageGroup": lambda request: self._named(request).describe(),
            "ListModelPackageGroups": self.list,
            "DeleteModelPackageGroup": self.delete,
            "PutModelPackageGroupPolicy": self.put_policy,
            "GetModelPackageGroupPolicy": self.get_policy,
            "DeleteModelPackageGroupPolicy": self.delete_policy,
        }

    def create(self, request: dict[str, Any]) -> dict[str, Any]:
        """CreateModelPackageGroup."""
        if "ManagedConfiguration" in request:
            raise unsupported("ManagedConfiguration", "Leave it out: models stay in your bucket.")
        arn = self._service.arn(GROUP, request["ModelPackageGroupName"])
        with self._contents.lock:
            if self._contents.find_group(arn):
                raise validation(f"Model Package Group already exists: {arn}")
            self._contents.put_group(Group(arn, request, self._service.context.clock.now()))
            self._service.tags.add(arn, request.get("Tags", []))
        return {"ModelPackageGroupArn": arn}

    def list(self, request: dict[str, Any]) -> dict[str, Any]:
        """ListModelPackageGroups. No other account shares a group with this one."""
        shared_only = request.get("CrossAccountFilterOption") == "CrossAccount"
        groups = [] if shared_only else self._contents.groups()
        shown, token = listing.page(groups, {"SortOrder": "Ascending"} | request)
        response = {"ModelPackageGroupSummaryList": [group.summary() for group in shown]}
        return response | ({"NextToken": token} if token else {})

    def delete(self, request: dict[str, Any]) -> dict[str, Any]:
        """DeleteModelPackageGroup, which is refused while it has a version."""
        with self._contents.lock:
            group = self._named(request)
            if any(package.group == group.name for package in self._contents.packages()):
                raise ApiError(
                    "ConflictException",
                    f"Model Package Group {group.arn} cannot be deleted because it still contains "
                    "Model Packages",
                )
            self._contents.remove_group(group.arn)
            self._service.tags.forget(group.arn)
        return {}

    def put_policy(self, request: dict[str, Any]) -> dict[str, Any]:
        """PutModelPackageGroupPolicy: kept, as there is no other account whom it would let in."""
        try:
            document = json.loads(request["ResourcePolicy"])
        except (ValueError, RecursionError) as error:
            raise validation(f"ResourcePolicy must be JSON: {error}") from error
        if not isinstance(document, dict):
            raise validation("ResourcePolicy must be a JSON object, such as a policy of IAM's is.")
        with self._contents.lock:
            group = self._with_policy(request)
            self._contents.put_group(replace(group, policy=request["ResourcePolicy"]))
        return {"ModelPackageGroupArn": group.arn}

    def get_policy(self, request: dict[str, Any]) -> dict[str, Any]:
        """GetModelPackageGroupPolicy."""
        return {"ResourcePolicy": self._policy(self._with_policy(request))}

    def delete_policy(self, request: dict[str, Any]) -> dict[str, Any]:
        """DeleteModelPackageGroupPolicy."""
        with self._contents.lock:
            group = self._with_policy(request)
            self._policy(group)
            self._contents.put_group(replace(group, policy=None))
        return {}

    def _named(self, request: dict[str, Any]) -> Group:
        arn = arn_of(self._service, GROUP, request["ModelPackageGroupName"])
        return self._contents.group(arn)

    def _with_policy(self, request: dict[str, Any]) -> Group:
        """The group whose policy is meant; AWS words it otherwise where there is none."""
        arn = self._service.arn(GROUP, request["ModelPackageGroupName"])
        group = self._contents.find_group(arn)
        if group is None:
            raise validation(f"Cannot find Model Package Group: {arn}")
        return group

    def _policy(self, group: Group) -> str:
        if group.policy is None:
            raise validation(f"Cannot find resource policy for: {group.arn}")
        return group.policy
