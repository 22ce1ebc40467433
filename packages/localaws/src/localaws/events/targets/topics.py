"""SNS topics."""

from __future__ import annotations

from moto.sns.models import sns_backends

from localaws.events import roles
from localaws.events.arn import parse
from localaws.events.parcel import Parcel


def take(parcel: Parcel) -> None:
    """Publish a message; raises what SNS raises."""
    roles.check_if_given(parcel)
    text = str(parcel.target["Arn"])
    arn = parse(text)
    sns_backends[arn.account][arn.region].publish(message=parcel.text, arn=text)
