"""Records are cut out of an object, and put in a row again they are the object."""

from __future__ import annotations

import io
import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localaws.jobs.transform.crc import crc, masked_crc
from localaws.jobs.transform.splitting import (
    CONTENTS,
    MAGIC,
    SPLITS,
    Malformed,
    lines,
    record_io,
    record_io_content,
    tf_record,
    tf_record_content,
)

contents = st.lists(st.binary(max_size=50))


def part(flag: int, data: bytes) -> bytes:
    return MAGIC + struct.pack("<I", flag << 29 | len(data)) + data + b"\0" * (-len(data) % 4)


def framed_record_io(data: bytes) -> bytes:
    """As MXNet writes it: cut where the magic number stands."""
    pieces = data.split(MAGIC)
    if len(pieces) == 1:
        return part(0, data)
    flags = [1, *[2] * (len(pieces) - 2), 3]
    return b"".join(map(part, flags, pieces))


def framed_tf_record(data: bytes) -> bytes:
    size = struct.pack("<Q", len(data))
    checks = (struct.pack("<I", masked_crc(text)) for text in (size, data))
    return size + next(checks) + data + next(checks)


@given(st.lists(st.binary(max_size=50).map(lambda line: line.replace(b"\n", b""))))
def test_lines_are_those_that_are_not_empty(written: list[bytes]) -> None:
    found = lines(io.BytesIO(b"".join(line + b"\n" for line in written)))
    assert list(found) == [line + b"\n" for line in written if line not in (b"", b"\r")]


def test_a_line_has_its_end_and_its_content_has_not() -> None:
    found = list(lines(io.BytesIO(b"1,2\r\n\n3,4\n\r\n5,6")))
    assert found == [b"1,2\r\n", b"3,4\n", b"5,6"]
    assert [CONTENTS["Line"](line) for line in found] == [b"1,2", b"3,4", b"5,6"]


@given(st.binary())
def test_without_a_split_the_object_is_the_record(data: bytes) -> None:
    assert list(SPLITS["None"](io.BytesIO(data))) == [data]
    assert CONTENTS["None"](data) == data


@given(st.lists(st.binary(max_size=30) | st.just(MAGIC) | st.just(b"abcd" + MAGIC * 2 + b"xy")))
def test_record_io(data: list[bytes]) -> None:
    written = b"".join(map(framed_record_io, data))
    found = list(record_io(io.BytesIO(written)))
    assert b"".join(found) == written
    assert [record_io_content(record) for record in found] == data


@given(contents)
def test_tf_record(data: list[bytes]) -> None:
    written = b"".join(map(framed_tf_record, data))
    found = list(tf_record(io.BytesIO(written)))
    assert b"".join(found) == written
    assert [tf_record_content(record) for record in found] == data


@pytest.mark.parametrize(
    ("split", "framed"), [("RecordIO", part(0, b"abcde")), ("TFRecord", framed_tf_record(b"abcde"))]
)
def test_a_record_that_is_cut_off_is_said_to_be(split: str, framed: bytes) -> None:
    for size in range(1, len(framed)):
        stream = io.BytesIO(framed + framed[:size])
        with pytest.raises(Malformed, match=f"record at byte {len(framed)}"):
            list(SPLITS[split](stream))


@pytest.mark.parametrize("size", [1 << 36, 1 << 39, 1 << 60])
def test_a_length_that_lies_takes_no_memory(size: int, tmp_path: Path) -> None:
    length = struct.pack("<Q", size)
    path = tmp_path / "lies"
    path.write_bytes(length + struct.pack("<I", masked_crc(length)) + b"abc")
    with path.open("rb") as stream, pytest.raises(Malformed, match="at byte 0 is cut off"):
        list(tf_record(stream))


@pytest.mark.parametrize("split", ["RecordIO", "TFRecord"])
def test_text_is_no_binary_record(split: str) -> None:
    with pytest.raises(Malformed, match=f"there is no {split} record at byte 0"):
        list(SPLITS[split](io.BytesIO(b"1,2,3,4,5,6,7,8,9\n" * 3)))


def test_parts_of_a_record_have_an_order() -> None:
    with pytest.raises(
        Malformed, match="part 2 of a RecordIO record at byte 0 is out of its order"
    ):
        list(record_io(io.BytesIO(part(2, b"a"))))
    with pytest.raises(Malformed, match="that ends at byte 12 lacks its last part"):
        list(record_io(io.BytesIO(part(1, b"a"))))


def test_the_checksum_is_castagnolis() -> None:
    assert crc(b"123456789") == 0xE3069283  # the check value of its catalogue entry
