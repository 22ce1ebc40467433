"""Whatever lies there by the name of ``server.json``: it is read, or it is said what is wrong with it."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stepline import server_record
from stepline.server_record import Record, Unusable

RECORD: dict[str, Any] = {
    "pid": 7,
    "port": 4566,
    "endpoint": "http://localhost:4566",
    "region": "us-east-1",
    "account": "123456789012",
    "runtime": "namespace",
    "why": "this machine allows namespaces",
    "environment": {"AWS_ENDPOINT_URL": "http://localhost:4566", "AWS_REGION": "us-east-1"},
    "instance": "94b824d7931f353f",
    "secret": "aee845663cda1884",
}
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)


def read(content: bytes) -> Record | None:
    with tempfile.TemporaryDirectory() as home:
        Path(home, "server.json").write_bytes(content)
        return server_record.read(Path(home))


def is_read_or_refused(content: bytes) -> None:
    try:
        found = read(content)
    except Unusable as error:
        refused = str(error)
    else:
        assert found is not None
        os.fsencode("".join(found.environment.values()))
        return
    assert refused.isprintable(), refused


def test_what_a_server_writes_is_read() -> None:
    found = read(json.dumps(RECORD).encode())
    assert found is not None
    assert (found.host, found.port, found.secret) == ("localhost", 4566, RECORD["secret"])


def test_a_byte_order_mark_changes_nothing() -> None:
    assert read(b"\xef\xbb\xbf" + json.dumps(RECORD).encode()) == read(json.dumps(RECORD).encode())


def test_no_file_is_no_record(tmp_path: Path) -> None:
    assert server_record.read(tmp_path) is None


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b"\n", "is empty"),
        (json.dumps(RECORD).encode()[:90], "is not JSON"),
        (b"[" * 100_000, "is not JSON"),
        (b"\0" * 64, "is not JSON"),
        (b"\xff\xfe{\x00", "is not UTF-8"),
        (b"[]", "holds a JSON list"),
        (b"7", "holds a JSON int"),
        (b"null", "holds a JSON NoneType"),
        (b" " * (100 << 20), "is larger than 1 MiB"),
    ],
    ids=lambda value: None if isinstance(value, bytes) else value,
)
def test_a_file_that_is_no_object_is_said_to_be_so(content: bytes, says: str) -> None:
    with pytest.raises(Unusable, match=says):
        read(content)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"secret": None}, "has no secret"),
        ({"instance": 7}, "has no instance"),
        ({"instance": ""}, "has no instance"),
        ({"secret": "a\r\nX-Other: b"}, "has no secret"),
        ({"region": []}, "has no region"),
        ({"environment": None}, "has no environment"),
        ({"environment": ["AWS_REGION"]}, "has no environment"),
        ({"environment": {"AWS_REGION": 7}}, "'AWS_REGION' is no variable"),
        ({"environment": {"A=B": "c"}}, "'A=B' is no variable"),
        ({"environment": {"A": "\0"}}, "'A' is no variable"),
        ({"environment": {"A": "\ud800"}}, "'A' is no variable"),
        ({"environment": {"A": "b"}}, "without AWS_ENDPOINT_URL"),
        ({"endpoint": "http://evil.example:80"}, "no address of this machine"),
        ({"endpoint": "https://localhost:4566"}, "no address of this machine"),
        ({"endpoint": "http://localhost:99999"}, "no address of this machine"),
        ({"endpoint": "http://[::1"}, "no address of this machine"),
        ({"endpoint": "http://localhost"}, "no address of this machine"),
    ],
)
def test_a_member_that_cannot_be_used_is_named(change: dict[str, Any], says: str) -> None:
    with pytest.raises(Unusable, match=says):
        read(json.dumps({**RECORD, **change}).encode())


@pytest.mark.parametrize("pid", ["7", -1, 0, 1, None, 1e400])
def test_the_process_id_means_nothing(pid: object) -> None:
    assert read(json.dumps({**RECORD, "pid": pid}).encode()) == read(json.dumps(RECORD).encode())


@pytest.mark.parametrize(
    "name", [name for name in RECORD if name not in ("pid", "port", "account")]
)
def test_a_member_that_is_missing_is_named(name: str) -> None:
    with pytest.raises(Unusable, match=name):
        read(json.dumps({k: v for k, v in RECORD.items() if k != name}).encode())


def test_a_folder_a_pipe_and_a_loop_of_links_are_no_file(tmp_path: Path) -> None:
    file = tmp_path / "server.json"
    file.mkdir()
    with pytest.raises(Unusable, match="is no file"):
        server_record.read(tmp_path)
    file.rmdir()
    os.mkfifo(file)
    with pytest.raises(Unusable, match="is no file"):
        server_record.read(tmp_path)
    file.unlink()
    file.symlink_to(file)
    with pytest.raises(Unusable, match="cannot be read"):
        server_record.read(tmp_path)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    is_read_or_refused(content)


@settings(max_examples=40)
@given(st.dictionaries(st.sampled_from(sorted(RECORD)), ANYTHING))
def test_any_values_are_read_or_refused(change: dict[str, Any]) -> None:
    is_read_or_refused(json.dumps({**RECORD, **change}).encode())


@given(st.integers(0, 400), st.integers(0, 40), st.binary(max_size=8))
def test_a_record_with_a_piece_replaced_is_read_or_refused(at: int, gone: int, new: bytes) -> None:
    whole = json.dumps(RECORD).encode()
    is_read_or_refused(whole[:at] + new + whole[at + gone :])
