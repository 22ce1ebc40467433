"""The role that a target is called with: that there is one, and that it trusts whoever sends. Its own
policies are not looked at.
"""

from __future__ import annotations

from localaws.events.failure import ROLE, DeliveryFailed
from localaws.events.parcel import Parcel
from localaws.this_aws.arn import is_arn
from localaws.this_aws.roles import assumable


def check(parcel: Parcel) -> None:
    """See that the target has a role that its sender may assume.

    Raises:
        DeliveryFailed: it has none, or one that there is not or that trusts somebody else.
    """
    role = parcel.target.get("RoleArn")
    if not role:
        raise DeliveryFailed(ROLE, f"the target {parcel.target['Arn']} has no RoleArn")
    if not (is_arn(str(role)) and assumable(str(role), parcel.principal)):
        raise DeliveryFailed(
            ROLE, f"the role {role} does not exist, or does not let {parcel.principal} assume it"
        )


def check_if_given(parcel: Parcel) -> None:
    """The same of a target that may be without one, and is then reached by its resource policy."""
    if parcel.target.get("RoleArn"):
        check(parcel)
