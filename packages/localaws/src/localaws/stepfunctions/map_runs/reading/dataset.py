"""The dataset that an ItemReader names: which objects are read, and how.

Source of the fields and their meaning: the developer guide, "ItemReader (Map)". Parquet files and ZSTD need
libraries that are not here, and are refused by name.
"""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, BinaryIO

from localaws.stepfunctions.language import json_text
from localaws.stepfunctions.language.item_reader import ItemReader
from localaws.stepfunctions.language.json_text import NoJson
from localaws.stepfunctions.map_runs.reading import csv_rows, json_items
from localaws.stepfunctions.map_runs.reading.item import Item, Unreadable
from localaws.stepfunctions.map_runs.s3 import S3, S3Failure

MOST_ITEMS = 100_000_000
_INVENTORY, _ATHENA = "S3_INVENTORY", "ATHENA_DATA"
Sourced = tuple[str, str | None, Any]
"""An item's source, its key and its value."""


@dataclass(frozen=True)
class Dataset:
    """What is read with ``reader``; ``arguments`` are its evaluated Parameters or Arguments."""

    reader: ItemReader
    arguments: Mapping[str, Any]
    s3: S3
    region: str

    def items(self, most: int = MOST_ITEMS) -> Iterator[Item]:
        """The items, as they are read, ``most`` of them.

        Raises:
            Unreadable: while reading.
        """
        try:
            for index, (source, key, value) in enumerate(islice(self._sourced(), most)):
                yield Item(index, value, source, key)
        except S3Failure as failure:
            raise Unreadable(str(failure)) from failure
        except UnicodeDecodeError:
            raise Unreadable("The file cannot be read: it is not encoded in UTF-8.") from None
        except (OSError, EOFError) as error:
            raise Unreadable(f"The file cannot be read: {error}.") from error

    def _sourced(self) -> Iterator[Sourced]:
        if self.reader.resource.lower().endswith(":listobjectsv2"):
            return self._listed()
        if self.reader.manifest_type == _ATHENA:
            return self._athena()
        if self.reader.input_type == "MANIFEST" or self.reader.manifest_type == _INVENTORY:
            return self._inventory()
        return self._object(self._bucket, self._argument("Key"), self.arguments.get("VersionId"))

    @property
    def _bucket(self) -> str:
        return self._argument("Bucket")

    def _argument(self, name: str) -> str:
        found = self.arguments.get(name)
        if not isinstance(found, str) or not found:
            raise Unreadable(f"The ItemReader needs a {name}, which has to be a STRING.")
        return found

    def _listed(self) -> Iterator[Sourced]:
        bucket = self._bucket
        for described in self.s3.listed(self.arguments, self.region):
            if self.reader.transformation == "LOAD_AND_FLATTEN":
                yield from self._object(bucket, described["Key"])
            else:
                yield f"s3://{bucket}", None, listing_item(described)

    def _object(self, bucket: str, key: str, version: str | None = None) -> Iterator[Sourced]:
        source = f"s3://{bucket}/{key}"
        with self.s3.open(bucket, key, version, self.region) as body:
            for name, value in self._content(_unpacked(body, key)):
                yield source, name, value

    def _content(self, body: BinaryIO) -> Iterator[json_items.Keyed]:
        match self.reader.input_type:
            case "CSV":
                given = self.reader.csv_headers if self._headers_are_given else None
                rows = csv_rows.rows(_text(body), given, self.reader.csv_delimiter)
                return ((None, row) for row in rows)
            case "JSON":
                return json_items.of_text(_text(body).read(), self.reader.items_pointer)
            case "JSONL":
                return ((None, value) for value in json_items.of_lines(_text(body)))
            case other:
                raise Unreadable(f"Files of InputType {other} cannot be read here.")

    @property
    def _headers_are_given(self) -> bool:
        return self.reader.csv_header_location == "GIVEN"

    def _athena(self) -> Iterator[Sourced]:
        with self.s3.open(self._bucket, self._argument("Key"), None, self.region) as manifest:
            addresses = [line.strip().strip('"') for line in _text(manifest)]
        for address in filter(None, addresses):
            bucket, slash, key = address.removeprefix("s3://").partition("/")
            if not slash or not address.startswith("s3://"):
                raise Unreadable(f"The manifest lists what is no address in S3: {address}")
            yield from self._object(bucket, key)

    def _inventory(self) -> Iterator[Sourced]:
        with self.s3.open(
            self._bucket, self._argument("Key"), self.arguments.get("VersionId"), self.region
        ) as body:
            manifest = inventory(_text(body).read())
        for key in manifest.keys:
            source = f"s3://{manifest.bucket}/{key}"
            with self.s3.open(manifest.bucket, key, None, self.region) as data:
                lines = _text(_unpacked(data, key))
                for row in csv_rows.rows(lines, manifest.schema, self.reader.csv_delimiter):
                    yield source, None, row


@dataclass(frozen=True)
class Inventory:
    """What the manifest of an S3 Inventory says; ``keys`` are the files' in ``bucket``."""

    bucket: str
    schema: tuple[str, ...]
    keys: tuple[str, ...]


def inventory(text: str) -> Inventory:
    """The manifest of an S3 Inventory.

    Raises:
        Unreadable: it is none, or one whose files are no CSV.
    """
    try:
        manifest = json_text.read(text)
        kind, schema = manifest["fileFormat"], manifest["fileSchema"]
        bucket = manifest["destinationBucket"].rpartition(":")[2]
        keys = tuple(str(file["key"]) for file in manifest["files"])
        names = tuple(name.strip() for name in schema.split(","))
    except (NoJson, KeyError, TypeError, AttributeError):
        raise Unreadable("The object is no manifest of an Amazon S3 inventory.") from None
    if kind != "CSV":
        raise Unreadable(
            f"The files of the inventory have to be CSV, and its manifest says {kind}."
        )
    return Inventory(bucket, names, keys)


def listing_item(described: Mapping[str, Any]) -> dict[str, Any]:
    """An object as an item has it: ``Etag``, and the time in seconds since 1970."""
    modified = described.get("LastModified")
    if isinstance(modified, datetime):
        modified = int(modified.timestamp())
    return {
        "Etag": described.get("ETag"),
        "LastModified": modified,
        "Key": described.get("Key"),
        "Size": described.get("Size"),
        "StorageClass": described.get("StorageClass", "STANDARD"),
    }


def _unpacked(body: BinaryIO, key: str) -> BinaryIO:
    if key.endswith((".zst", ".zstd")):
        raise Unreadable(f"Files compressed with ZSTD cannot be read here: {key}")
    return gzip.open(body) if key.endswith((".gz", ".gzip")) else body  # type: ignore[return-value]


def _text(body: BinaryIO) -> io.TextIOWrapper:
    return io.TextIOWrapper(body, encoding="utf-8-sig", newline="")
