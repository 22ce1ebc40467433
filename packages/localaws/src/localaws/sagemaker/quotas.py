"""Account quotas by instance type, as Service Quotas names them: how many instances may be in use.

An account of this embedded AWS has none unless its user sets them: that is how a retry after
``ResourceLimitExceeded`` is seen working. Pure: who is using how many is counted by those who know.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from localaws.sagemaker.errors import ApiError

# What instances are used for, as quotas call it, with the service model's list of instance types.
Uses = Mapping[str, str]
ENDPOINTS: Uses = {"endpoint": "ProductionVariantInstanceType"}


class BadQuota(ValueError):
    """What was written is no quota; the message says why, for whoever wrote it."""


@dataclass(frozen=True)
class Instances:
    """So many instances of a type in one use. ``use`` is ``training job``, ``endpoint``, …"""

    use: str
    type: str
    count: int

    @property
    def quota(self) -> str:
        """The name of the quota that they count for."""
        return f"{self.type} for {self.use} usage"


@dataclass(frozen=True)
class Quotas:
    """The quotas of the account, by name; what is not named has no limit. They count by region."""

    limits: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def parse(cls, texts: Iterable[str], uses: Uses) -> Quotas:
        """Quotas as options have them: ``ml.m5.xlarge for training job usage=1``.

        Args:
            uses: those that there are quotas for.

        Raises:
            BadQuota: there is no such quota, or its value is no number.
        """
        limits: dict[str, int] = {}
        for text in texts:
            name, equals, value = text.rpartition("=")
            name = " ".join(name.split())
            if not equals or not value.strip().isascii() or not value.strip().isdigit():
                raise BadQuota(
                    f"{text!r} is no quota: it takes a name and a number of instances, such as "
                    "'ml.m5.xlarge for training job usage=1'"
                )
            _check(name, uses)
            limits[name] = int(value)
        return cls(limits)

    def limit(self, asked: Instances) -> bool:
        """Whether there is a limit for those: whoever asks need count nothing otherwise."""
        return asked.quota in self.limits

    def check(self, asked: Instances, in_use: int) -> None:
        """See that so many more instances may be used.

        Raises:
            ApiError: ResourceLimitExceeded, in AWS's words.
        """
        limit = self.limits.get(asked.quota)
        if limit is not None and asked.count > 0 and in_use + asked.count > limit:
            raise ApiError(
                "ResourceLimitExceeded",
                f"The account-level service limit '{asked.quota}' is {limit} Instances, with "
                f"current utilization of {in_use} Instances and a request delta of {asked.count} "
                "Instances. Please use AWS Service Quotas to request an increase for this quota. "
                "If AWS Service Quotas is not available, contact AWS support to request an "
                "increase for this quota.",
            )


def _check(name: str, uses: Uses) -> None:
    instance, found, rest = name.partition(" for ")
    use = rest.removesuffix(" usage")
    if not found or use == rest or use not in uses:
        known = ", ".join(f"'{use} usage'" for use in uses)
        raise BadQuota(
            f"there is no quota {name!r}: its name is an instance type, 'for', and one of {known}"
        )
    types = _types(uses[use])
    if instance not in types:
        close = difflib.get_close_matches(instance, types, n=3)
        hint = f"; close to it are {', '.join(close)}" if close else ""
        raise BadQuota(f"there is no quota {name!r}: {instance!r} is no type for that use{hint}")


@cache
def _types(enumeration: str) -> tuple[str, ...]:
    import botocore.session  # late: an option that sets no quota need not wait for it

    model = botocore.session.Session().get_service_model("sagemaker")
    return tuple(model.shape_for(enumeration).metadata["enum"])
