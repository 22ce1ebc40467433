"""The variants of the shared workflow that one description can be deployed as."""

from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class Variant:
    """Which of the optional parts the workflow has."""

    name: str
    tunes: bool = False
    """Tuning, before the training, which takes the best hyperparameters."""
    transforms: bool = False
    """A transform job, which asks the new model about a corpus."""
    serves: bool = True
    """An endpoint."""


SERVED = Variant("served")
VARIANTS = MappingProxyType(
    {
        each.name: each
        for each in (
            SERVED,
            Variant("tuned", tunes=True),
            Variant("transformed", transforms=True, serves=False),
            Variant("full", tunes=True, transforms=True),
        )
    }
)
