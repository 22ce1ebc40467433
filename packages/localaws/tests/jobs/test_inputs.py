"""Which objects an input names, and where they come to lie."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localaws.jobs.failures import JobFailed
from localaws.jobs.inputs import downloads, relative_path
from localaws.jobs.plan import Input
from localaws.this_aws.s3_location import S3Location

from .conftest import Bench

HOSTS = ("algo-1", "algo-2")


def shares(
    bench: Bench, key: str, sharded: bool = False, manifest: bool = False
) -> list[list[str]]:
    """The paths that each of two hosts gets."""
    item = Input("train", S3Location(bench.bucket, key), "input/data/train", manifest, sharded)
    found = downloads(item, HOSTS, "arn:role", "us-east-1")
    return [[download.path for download in found[host]] for host in HOSTS]


@pytest.mark.parametrize(
    ("prefix", "key", "path"),
    [
        ("data/train/", "data/train/a/b.csv", "a/b.csv"),
        ("data/train", "data/train/b.csv", "b.csv"),
        ("data/train", "data/train.csv", "train.csv"),
        ("data/train", "data/train-2/a", "train-2/a"),
        ("data/train.csv", "data/train.csv", "train.csv"),
        ("", "a/b", "a/b"),
        ("data", "data//a", "a"),
    ],
)
def test_a_prefix_is_text_and_its_last_folder_is_taken_off(
    prefix: str, key: str, path: str
) -> None:
    assert relative_path(prefix, key) == path


@given(st.text("ab/", max_size=8), st.text("ab/", max_size=8))
def test_every_key_below_a_prefix_has_a_relative_path(prefix: str, rest: str) -> None:
    path = relative_path(prefix, prefix + rest)
    assert not path.startswith("/")
    assert (prefix + rest).endswith(path)


def test_every_host_gets_every_object(bench: Bench) -> None:
    bench.put(d__a="", d__b="")
    assert shares(bench, "d") == [["a", "b"], ["a", "b"]]


def test_shards_divide_the_objects(bench: Bench) -> None:
    bench.put(d__a="", d__b="", d__c="")
    assert shares(bench, "d", sharded=True) == [["a", "c"], ["b"]]


def test_a_host_may_get_nothing(bench: Bench) -> None:
    bench.put(d__a="")
    assert shares(bench, "d", sharded=True) == [["a"], []]


def test_a_manifest_names_its_objects(bench: Bench) -> None:
    bench.put(d__x__a="", d__b="", d__other="")
    bench.write("m", json.dumps([{"prefix": bench.uri("d/")}, "x/a", "b"]))
    assert shares(bench, "m", manifest=True) == [["x/a", "b"]] * 2


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "is not a JSON list"),
        ("[]", "is not a JSON list .* and keys: it is empty"),
        ("{}", "and keys: it is no list"),
        ('["a"]', "and keys: its first entry has no prefix"),
        ('[{"prefix": 1}]', "and keys: its first entry has no prefix"),
        ('[{"prefix": "d/"}, "a"]', "is not an S3 URI"),
        ('[{"prefix": "s3://b/"}, 5]', "an entry is not a string"),
    ],
)
def test_a_broken_manifest_is_said_to_be_one(bench: Bench, content: str, message: str) -> None:
    bench.write("m", content)
    with pytest.raises(JobFailed, match=f"ClientError: Data download failed: .*{message}"):
        shares(bench, "m", manifest=True)


def test_a_missing_manifest_and_a_missing_entry_are_named(bench: Bench) -> None:
    with pytest.raises(JobFailed, match=r"NoSuchKey .*/m$"):
        shares(bench, "m", manifest=True)
    bench.write("m", json.dumps([{"prefix": bench.uri("d/")}, "gone"]))
    with pytest.raises(JobFailed, match=r"NoSuchKey .*/d/gone$"):
        shares(bench, "m", manifest=True)


def test_an_empty_manifest_names_nothing(bench: Bench) -> None:
    bench.write("m", json.dumps([{"prefix": bench.uri("d/")}]))
    with pytest.raises(JobFailed, match="No S3 objects found"):
        shares(bench, "m", manifest=True)


@pytest.mark.parametrize(
    ("keys", "says"),
    [
        (["clash/../../etc/x"], "leads out of the folder"),
        (["clash/a/b", "clash/a//b"], "would be the same file"),
        (["clash/" + "n" * 256], "a part of more than 255 bytes"),
        (["clash/a\0b"], "leads out of the folder"),
    ],
)
def test_keys_that_cannot_be_files_are_named(bench: Bench, keys: list[str], says: str) -> None:
    for key in keys:
        bench.write(key, "x")
    with pytest.raises(JobFailed, match=says):
        shares(bench, "clash/")


def test_a_manifest_that_is_nested_without_end_is_none(bench: Bench) -> None:
    bench.write("deep.json", "[" * 100_000)
    with pytest.raises(JobFailed, match="is not a JSON list"):
        shares(bench, "deep.json", manifest=True)
