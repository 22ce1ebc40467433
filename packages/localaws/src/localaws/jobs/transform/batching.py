"""Puts records into requests: one each, or as many whole ones as fit. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

MEGABYTE = 1 << 20


class TooLarge(Exception):
    """A record does not fit into a request. The message names it and the limit."""


@dataclass(frozen=True)
class Batch:
    """One request to be.

    Attributes:
        first: the number of its first record in the object, from 1.
        records: as they stand in the object.
        body: what is sent of them.
    """

    first: int
    records: Sequence[bytes]
    body: bytes

    @property
    def words(self) -> str:
        """Which records they are, for messages."""
        last = self.first + len(self.records) - 1
        return f"record {last}" if last == self.first else f"records {self.first} to {last}"


def batches(
    records: Iterable[bytes], sent: Callable[[bytes], bytes], megabytes: int, single: bool
) -> Iterator[Batch]:
    """The requests that an object comes to, in its order.

    Args:
        sent: what is sent of a record.
        megabytes: how large a body may be; 0 for any size.
        single: whether each record has a request of its own.

    Raises:
        TooLarge: a record does not fit into a body.
    """
    limit = megabytes * MEGABYTE or float("inf")
    first, size = 1, 0
    whole: list[bytes] = []
    parts: list[bytes] = []
    for record in records:
        part = sent(record)
        if len(part) > limit:
            raise TooLarge(
                f"record {first + len(whole)} has {len(part)} bytes, more than MaxPayloadInMB="
                f"{megabytes} allows"
            )
        if whole and (single or size + len(part) > limit):
            yield Batch(first, whole, b"".join(parts))
            first, size, whole, parts = first + len(whole), 0, [], []
        whole.append(record)
        parts.append(part)
        size += len(part)
    if whole:
        yield Batch(first, whole, b"".join(parts))
