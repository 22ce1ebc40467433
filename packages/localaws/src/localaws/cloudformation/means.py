"""What a server lends to its stacks beyond the services that everybody can call."""

from __future__ import annotations

from dataclasses import dataclass

from localaws.cloudformation.custom_resources.exchange import Exchange


@dataclass(frozen=True)
class Means:
    """What resources are made with.

    Attributes:
        exchange: how custom resources are asked for; None where nobody can be asked.
        skips_unsupported: whether a type that is not done here is left out, and fails nothing.
    """

    exchange: Exchange | None = None
    skips_unsupported: bool = False


NO_MEANS = Means()
