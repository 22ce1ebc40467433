"""The weights of the variants that share an endpoint's requests: what they may be together. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from localaws.sagemaker.errors import validation

LARGEST = 3.4028234663852886e38  # a float of the service model has 32 bits


def check(weights: Iterable[float]) -> None:
    """See that requests can be shared by these.

    Raises:
        ApiError: one is no number of 32 bits, or all are 0.
    """
    given = list(weights)
    too_large = [weight for weight in given if weight > LARGEST]
    if too_large:
        raise validation(
            f"The weight of a variant must be a finite number of 32 bits, and {too_large[0]} is none."
        )
    if not any(weight > 0 for weight in given):
        raise validation("The weights of the production variants must not all be 0.")
