"""What the registry of a region holds. Its lock is everybody's who changes more than one thing at once."""

from __future__ import annotations

import threading

from localaws.registry.group import Group
from localaws.registry.package import ModelPackage
from localaws.sagemaker.errors import validation


class Contents:
    """Groups and packages by their ARNs. Safe to use from any thread.

    Attributes:
        lock: to be held from a look to the change that rests on it.
    """

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self._groups: dict[str, Group] = {}
        self._packages: dict[str, ModelPackage] = {}

    def groups(self) -> list[Group]:
        with self.lock:
            return list(self._groups.values())

    def packages(self) -> list[ModelPackage]:
        with self.lock:
            return list(self._packages.values())

    def find_group(self, arn: str) -> Group | None:
        with self.lock:
            return self._groups.get(arn)

    def find_package(self, arn: str) -> ModelPackage | None:
        with self.lock:
            return self._packages.get(arn)

    def group(self, arn: str) -> Group:
        """The group of that ARN.

        Raises:
            ApiError: there is none.
        """
        found = self.find_group(arn)
        if found is None:
            raise validation(f"ModelPackageGroup {arn} does not exist.")
        return found

    def package(self, arn: str) -> ModelPackage:
        """The package of that ARN.

        Raises:
            ApiError: there is none.
        """
        found = self.find_package(arn)
        if found is None:
            raise validation(f"ModelPackage {arn} does not exist.")
        return found

    def put_group(self, group: Group) -> None:
        with self.lock:
            self._groups[group.arn] = group

    def put_package(self, package: ModelPackage) -> None:
        with self.lock:
            self._packages[package.arn] = package

    def remove_group(self, arn: str) -> None:
        with self.lock:
            del self._groups[arn]

    def remove_package(self, arn: str) -> None:
        with self.lock:
            del self._packages[arn]
