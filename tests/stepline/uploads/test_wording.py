"""What goes and what comes is said with counts, bytes and names."""

from __future__ import annotations

import pytest

from stepline.uploads import undo
from stepline.uploads.wording import of_undo, of_upload, printable, size
from tests.stepline.uploads.conftest import Bucket, Folder


def test_an_upload_says_what_goes_and_what_comes(bucket: Bucket, folder: Folder) -> None:
    bucket.upload(folder({"a": "1", "b": "12", "same": "1"}))
    decided = bucket.planned(folder({"a": "2", "same": "1"} | {f"n{n}": "1" for n in range(7)}))
    assert of_upload(decided, "the command").splitlines() == [
        f"s3://{bucket.name}/data/ holds 3 objects, 4 bytes.",
        "  comes: 7 objects, 7 bytes: n0, n1, n2, n3, n4 and 2 more",
        "  replaces what is there: 1 object, 1 byte: a",
        "  goes: 1 object, 2 bytes: b",
        "  stays: 1 object, 1 byte: same",
        "What goes stays as an earlier version for a while: `the command` takes this upload back.",
    ]


def test_one_that_changes_nothing_says_so(bucket: Bucket, folder: Folder) -> None:
    files = folder({"a": "1"})
    bucket.upload(files)
    assert of_upload(bucket.planned(files), "") == (
        f"s3://{bucket.name}/data/ holds just that already: 1 object, 1 byte."
    )


def test_taking_back_says_what_goes_and_what_comes(bucket: Bucket, folder: Folder) -> None:
    bucket.upload(folder({"a": "1"}))
    files = folder({"b": "2"})
    bucket.upload(files)
    first, *others = of_undo(undo.planned(bucket.s3, bucket.name), bucket.name).splitlines()
    assert first.startswith(f"Takes back the upload of {files}, at 20")
    assert others == [
        "  comes back: 1 object, 1 byte: data/a",
        "  goes:       1 object, 1 byte: data/b",
    ]


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "0 bytes"),
        (1, "1 byte"),
        (999, "999 bytes"),
        (1000, "1.0 kB"),
        (999_949, "999.9 kB"),
        (999_950, "1.0 MB"),
        (5 * 10**9, "5.0 GB"),
        (2 * 10**15, "2,000.0 TB"),
    ],
)
def test_bytes_are_said_in_a_unit(count: int, words: str) -> None:
    assert size(count) == words


def test_a_key_cannot_speak_to_the_terminal() -> None:
    assert printable("a\x1b[2Jb\n日本") == "a\ufffd[2Jb\ufffd日本"
