"""Records are put into requests: none is lost, none is cut, and none is too large."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localaws.jobs.transform.batching import MEGABYTE, TooLarge, batches

records = st.lists(st.integers(1, MEGABYTE).map(bytes), max_size=6)


@given(records, st.integers(1, 3), st.booleans())
def test_every_record_is_sent_once_and_in_order(
    found: list[bytes], megabytes: int, single: bool
) -> None:
    made = list(batches(found, bytes, megabytes, single))
    assert [record for batch in made for record in batch.records] == found
    assert all(batch.body == b"".join(batch.records) for batch in made)
    assert all(len(batch.body) <= megabytes * MEGABYTE for batch in made)
    numbers = [batch.first for batch in made]
    assert numbers == [1 + sum(len(b.records) for b in made[:i]) for i in range(len(made))]
    if single:
        assert len(made) == len(found)
    else:  # as many as fit: the next one would not have
        for batch, after in itertools.pairwise(made):
            assert len(batch.body) + len(after.records[0]) > megabytes * MEGABYTE


def test_five_lines() -> None:
    lines = [b"%d\n" % number for number in range(5)]
    assert [b.body for b in batches(lines, lambda r: r.strip(), 6, True)] == [
        b"0",
        b"1",
        b"2",
        b"3",
        b"4",
    ]
    [batch] = batches(lines, bytes, 0, False)
    assert batch.body == b"0\n1\n2\n3\n4\n"
    assert batch.words == "records 1 to 5"


def test_a_record_over_the_limit_is_named_with_it() -> None:
    made = batches([b"a", bytes(MEGABYTE + 1), b"b"], bytes, 1, True)
    with pytest.raises(TooLarge, match="record 2 has 1048577 bytes, more than MaxPayloadInMB=1"):
        list(made)


def test_what_is_sent_counts_and_zero_is_any_size() -> None:
    assert list(batches([bytes(MEGABYTE + 1)], lambda record: record[:1], 1, False))
    assert list(batches([bytes(MEGABYTE + 1)], bytes, 0, False))
    assert list(batches([], bytes, 1, False)) == []


def test_what_fits_exactly_is_together() -> None:
    halves = [bytes(MEGABYTE // 2)] * 3
    assert [len(b.records) for b in batches(halves, bytes, 1, False)] == [2, 1]
