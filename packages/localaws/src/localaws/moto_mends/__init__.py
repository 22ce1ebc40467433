"""What moto does not do, or does wrong, and this embedded AWS needs: one module a defect.

Where a service's backend can be ours by a subclass, it is that (``backends``) and no patch. Each other
module names its defect and mends it in ``apply``; where it replaces a piece of moto it first
asks ``guard`` whether that piece still is the one it was written for, so that a moto upgrade fails
at start, by name. A module is deleted when upstream mends the defect.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from localaws.clock import Clock


def apply(clock: Clock) -> None:
    """Mend everything, with the server's clock for the time. Call once, with moto's parts loaded lazily and before the first request.

    Raises:
        guard.MotoHasChanged: moto is not the one that the mends were written for.
    """
    from localaws.moto_mends import (
        backends,
        bucket_events,
        bucket_policies,
        empty_documents,
        encrypted_objects,
        log_events,
        moments,
        topics,
    )

    backends.register()
    bucket_policies.apply()
    empty_documents.apply()
    bucket_events.apply()
    encrypted_objects.apply()
    log_events.apply()
    moments.apply(clock)
    topics.apply()


def mended(service: str, make: Callable[[str], Any]) -> Any:
    """The application of a ``service`` of moto, which is loaded for its first request, mended.

    Args:
        make: has moto make it; with it comes the backend of the default account, of the class that
            is registered by then.

    Raises:
        guard.MotoHasChanged: as ``apply``.
    """
    if service != "dynamodb":
        return make(service)
    from moto.dynamodb.models import dynamodb_backends

    from localaws.moto_mends import condition_syntax, table_options
    from localaws.moto_mends.backends.dynamodb import Tables
    from localaws.moto_mends.one_at_a_time import OneAtATime
    from localaws.moto_mends.stand_in import stand_in

    if dynamodb_backends.backend is not Tables:
        stand_in(dynamodb_backends, Tables)
        condition_syntax.apply()
        table_options.apply()
    return OneAtATime(make(service))
