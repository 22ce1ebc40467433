"""What shields jobs, models and endpoints of a deployment: a key of the customer's, a network of theirs, or none.

Plain values, as all that a deployment brings. What a request of SageMaker's makes of them is said in
`workflow.protection`.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Network:
    """The subnets and security groups that containers run in, in place of SageMaker's own network."""

    subnets: tuple[str, ...]
    security_groups: tuple[str, ...]


@dataclass(frozen=True)
class Protection:
    """By default what AWS does by itself: its own keys, its own network."""

    key_arn: str | None = None
    """The key that encrypts volumes and outputs; None: AWS's own."""
    network: Network | None = None
    isolated: bool = False
    """Whether containers reach no network at all; SageMaker brings data and takes results all the same."""
    encrypted_between: bool = False
    """Whether what the containers of one job say to each other is encrypted."""


AS_AWS_DOES = Protection()
"""What there is where nobody asks for more."""


@dataclass(frozen=True)
class Spot:
    """Training on instances that are cheaper and may be taken away."""

    max_wait_seconds: int
    """For the training job and its waiting for instances together, interruptions included."""
