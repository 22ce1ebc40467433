"""SNS topics."""

from __future__ import annotations

from localaws.events import roles
from localaws.events.parcel import Parcel
from localaws.this_aws import topics


def take(parcel: Parcel) -> None:
    """Publish a message; raises what SNS raises."""
    roles.check_if_given(parcel)
    topics.publish(str(parcel.target["Arn"]), parcel.text)
