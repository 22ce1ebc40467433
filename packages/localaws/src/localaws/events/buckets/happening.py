"""Something that has happened to an object, as it is told: when, and by which request. A record."""

from __future__ import annotations

import itertools
import uuid
from dataclasses import dataclass, field

from localaws.this_aws.bucket_changes import BucketChange

_numbers = itertools.count()


@dataclass(frozen=True)
class Happening:
    """A change at a moment (seconds since 1970). Who asked for it is not known here: this machine did."""

    change: BucketChange
    moment: float
    account: str
    region: str
    request_id: str = field(default_factory=lambda: uuid.uuid4().hex[:16].upper())
    number: int = field(default_factory=lambda: next(_numbers))

    @property
    def sequencer(self) -> str:
        """Hexadecimal digits that are greater for whatever happens later."""
        return f"{int(self.moment * 1e6):016X}{self.number & 0xFFFF:04X}"

    @property
    def arn(self) -> str:
        return f"arn:aws:s3:::{self.change.bucket.name}"

    @property
    def is_of_s3(self) -> bool:
        """Whether a lifecycle rule did it, and nobody's request."""
        return self.change.name.startswith("Lifecycle")
