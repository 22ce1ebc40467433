"""Datasets in S3, as an ItemReader names them."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime
from typing import Any

import pytest

from localaws.stepfunctions.language.item_reader import ItemReader
from localaws.stepfunctions.map_runs.reading.dataset import Dataset, listing_item
from localaws.stepfunctions.map_runs.reading.item import Item, Unreadable

from ..maps import Bucket

GET, LIST = "arn:aws:states:::s3:getObject", "arn:aws:states:::s3:listObjectsV2"


def reader(resource: str = GET, input_type: str | None = None, **members: Any) -> ItemReader:
    given: dict[str, Any] = {
        "csv_header_location": "FIRST_ROW",
        "csv_headers": (),
        "csv_delimiter": "COMMA",
        "manifest_type": None,
        "max_items": None,
    }
    return ItemReader(resource, None, input_type, **given | members)


def items(
    reader: ItemReader, objects: dict[str, bytes], most: int = 100, **given: Any
) -> list[Item]:
    arguments = {"Bucket": "bucket"} | given
    return list(Dataset(reader, arguments, Bucket(objects), "us-east-1").items(most))


def values(*args: Any, **given: Any) -> list[Any]:
    return [item.value for item in items(*args, **given)]


def test_an_object_has_items_by_its_type() -> None:
    assert values(reader(GET, "CSV"), {"k": b"a\n1\n2\n"}, Key="k") == [{"a": "1"}, {"a": "2"}]
    assert values(reader(GET, "JSON"), {"k": b"[1, 2]"}, Key="k") == [1, 2]
    assert values(reader(GET, "JSONL"), {"k": b"1\n2\n"}, Key="k") == [1, 2]


def test_an_item_knows_its_place_and_source() -> None:
    assert items(reader(GET, "JSON"), {"a/k": b'{"x": 1}'}, Key="a/k") == [
        Item(0, 1, "s3://bucket/a/k", "x")
    ]


def test_headers_may_be_given() -> None:
    given = reader(GET, "CSV", csv_header_location="GIVEN", csv_headers=("a",))
    assert values(given, {"k": b"1,x\n"}, Key="k") == [{"a": "1"}]


def test_a_byte_order_mark_is_no_part_of_a_header() -> None:
    assert values(reader(GET, "CSV"), {"k": b"\xef\xbb\xbfa\n1\n"}, Key="k") == [{"a": "1"}]


def test_files_may_be_packed() -> None:
    packed = gzip.compress(b"1\n2\n")
    assert values(reader(GET, "JSONL"), {"k.gz": packed}, Key="k.gz") == [1, 2]


def test_no_more_are_read_than_wanted() -> None:
    text = b"1\n2\nno JSON\n"
    assert values(reader(GET, "JSONL"), {"k": text}, 2, Key="k") == [1, 2]


def test_a_listing_has_what_s3_says_of_objects() -> None:
    found = items(reader(LIST), {"p/a": b"123", "q": b""}, Prefix="p/")
    assert [(item.source, item.value["Key"], item.value["Size"]) for item in found] == [
        ("s3://bucket", "p/a", 3)
    ]


def test_a_listed_object_is_described_in_the_words_of_step_functions() -> None:
    modified = datetime(2025, 1, 2, tzinfo=UTC)
    described = {"ETag": '"e"', "LastModified": modified, "Key": "k", "Size": 1}
    assert listing_item(described) == {
        "Etag": '"e"',
        "LastModified": int(modified.timestamp()),
        "Key": "k",
        "Size": 1,
        "StorageClass": "STANDARD",
    }


def test_listed_objects_can_be_read_themselves() -> None:
    flat = reader(LIST, "JSON", transformation="LOAD_AND_FLATTEN")
    found = items(flat, {"a": b"[1, 2]", "b": b"[3]"})
    assert [(item.index, item.value, item.source) for item in found] == [
        (0, 1, "s3://bucket/a"),
        (1, 2, "s3://bucket/a"),
        (2, 3, "s3://bucket/b"),
    ]


def test_an_inventory_lists_objects() -> None:
    manifest = {
        "destinationBucket": "arn:aws:s3:::bucket",
        "fileFormat": "CSV",
        "fileSchema": "Bucket, Key, Size",
        "files": [{"key": "data/1.csv.gz"}, {"key": "data/2.csv.gz"}],
    }
    objects = {
        "manifest.json": json.dumps(manifest).encode(),
        "data/1.csv.gz": gzip.compress(b'"s","a.jpg","12"\n'),
        "data/2.csv.gz": gzip.compress(b'"s","b.jpg","13"\n'),
    }
    for each in (reader(GET, "MANIFEST"), reader(GET, manifest_type="S3_INVENTORY")):
        assert values(each, objects, Key="manifest.json") == [
            {"Bucket": "s", "Key": "a.jpg", "Size": "12"},
            {"Bucket": "s", "Key": "b.jpg", "Size": "13"},
        ]


@pytest.mark.parametrize(
    ("manifest", "why"),
    [
        (b"no JSON", "no manifest"),
        (b"[]", "no manifest"),
        (b'{"files": []}', "no manifest"),
        (
            b'{"fileFormat": "ORC", "fileSchema": "", "destinationBucket": "b", "files": []}',
            "have to be CSV",
        ),
    ],
)
def test_what_is_no_inventory_is_refused(manifest: bytes, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        items(reader(GET, "MANIFEST"), {"m": manifest}, Key="m")


def test_a_manifest_of_athena_lists_files_of_data() -> None:
    athena = reader(GET, "JSONL", manifest_type="ATHENA_DATA")
    objects = {"m.csv": b"s3://bucket/x\ns3://bucket/y\n", "x": b"1\n2\n", "y": b"3\n"}
    assert values(athena, objects, Key="m.csv") == [1, 2, 3]
    with pytest.raises(Unreadable, match="no address in S3"):
        items(athena, {"m.csv": b"nonsense\n"}, Key="m.csv")


@pytest.mark.parametrize(
    ("given", "key", "content", "why"),
    [
        (reader(GET, "CSV"), "none", b"", "The specified key does not exist."),
        (reader(GET, "CSV"), 7, b"", "needs a Key"),
        (reader(GET, "CSV"), "k", b"\xff\n", "UTF-8"),
        (reader(GET, "JSONL"), "k.gz", b"not packed", "cannot be read"),
        (reader(GET, "JSONL"), "k.zst", b"", "ZSTD"),
        (reader(GET, "PARQUET"), "k", b"", "PARQUET"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(
    given: ItemReader, key: Any, content: bytes, why: str
) -> None:
    objects = {} if key == "none" else {str(key): content}
    with pytest.raises(Unreadable, match=why):
        items(given, objects, Key=key)
