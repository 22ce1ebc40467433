"""What this embedded AWS does, operation by operation; everything else is refused by name.

Nothing pretends: an operation does what AWS does, or keeps a record because it is one on AWS too, or
is refused. The list is data (``catalogue``); whoever asks writes the error in the service's protocol.
Services and operations have botocore's names.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from localaws.offer.catalogue import offered
from localaws.offer.parameters import RULES


def refusal(service: str, operation: str) -> str | None:
    """The sentence that refuses an operation; None if it is offered."""
    catalogue = offered()
    found = catalogue.services.get(service)
    if found is None:
        why = catalogue.elsewhere.get(service, f"It has nothing of {service}.")
    elif found.offers(operation):
        return None
    else:
        why = found.refused.get(operation, "")
    return f"{service}:{operation} is not supported by this embedded AWS. {why}".rstrip()


def refusal_of(service: str, operation: str, parameters: Mapping[str, Any]) -> str | None:
    """As ``refusal``, with the request's parameters (as botocore names them) looked at too.

    They must have passed validation against the service's model.
    """
    refused = refusal(service, operation)
    if refused is not None or (rule := RULES.get((service, operation))) is None:
        return refused
    problem = rule(parameters)
    if problem is None:
        return None
    return f"{service}:{operation} with {problem}"


def without(kind: str) -> tuple[str, ...] | None:
    """The properties that moto's model of a CloudFormation type may not see; None: it is not made."""
    made = offered().types.get(kind)
    return None if made is None else made.without
