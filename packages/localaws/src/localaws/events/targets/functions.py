"""Lambda functions, invoked by an event: queued, and retried by Lambda itself from there on."""

from __future__ import annotations

from localaws.events import roles
from localaws.events.failure import INVALID_PARAMETER, DeliveryFailed
from localaws.events.parcel import Parcel
from localaws.this_aws.invoking import InvokeFunction


def none_here(
    arn: str, payload: bytes, *, principal: str | None = None, source: str | None = None
) -> None:
    raise DeliveryFailed(INVALID_PARAMETER, f"no function is run here: {arn}")


def take(parcel: Parcel, invoke: InvokeFunction) -> None:
    """Invoke it; raises what says why not."""
    roles.check_if_given(parcel)
    by_role = parcel.target.get("RoleArn")
    invoke(
        str(parcel.target["Arn"]),
        parcel.text.encode(),
        principal=None if by_role else parcel.principal,
        source=parcel.sender,
    )
