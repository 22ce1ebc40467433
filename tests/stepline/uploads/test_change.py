"""What has to be sent and deleted for a prefix to hold exactly some files."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from stepline.uploads.change import Change, decide, may_be_same
from stepline.uploads.source import SourceFile
from stepline.uploads.stored import StoredObject


def file(text: str) -> SourceFile:
    return SourceFile(Path("x"), len(text), f"hash of {text}")


def stored(key: str, size: int) -> StoredObject:
    return StoredObject(key, size, "etag", "version", datetime(2026, 11, 1, tzinfo=UTC))


FILES = {"new": file("1"), "same": file("22"), "other": file("33"), "longer": file("4444")}
THERE = {
    key: stored(key, size)
    for key, size in [("data/same", 2), ("data/other", 2), ("data/longer", 1), ("data/old", 5)]
}


def change() -> Change:
    prints = {"data/same": "hash of 22", "data/other": None}
    return decide("bucket", "data/", FILES, THERE, prints)


def test_only_objects_of_the_same_size_can_be_the_same() -> None:
    assert may_be_same(FILES, "data/", THERE) == ["data/same", "data/other"]


def test_every_key_is_new_or_replaced_or_gone_or_stays() -> None:
    decided = change()
    assert list(decided.new) == ["data/new"]
    assert list(decided.replaced) == ["data/other", "data/longer"]
    assert decided.gone == ("data/old",)
    assert decided.stays == ("data/same",)


def test_what_is_replaced_or_gone_is_lost_and_what_is_new_or_replaced_is_sent() -> None:
    decided = change()
    assert list(decided.sent) == ["data/new", "data/other", "data/longer"]
    assert list(decided.lost) == ["data/other", "data/longer", "data/old"]
    assert decided.lost["data/old"].size == 5
    assert decided.uri == "s3://bucket/data/"
