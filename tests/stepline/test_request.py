"""What a request is: by what the user says, by a file's suffix, by the pipeline's own sample."""

from __future__ import annotations

from pathlib import Path

import pytest

from stepline import request
from stepline.errors import UserError

pytestmark = pytest.mark.usefixtures("shipped")


def test_a_text_is_of_the_kind_of_the_pipelines_own_sample() -> None:
    assert request.read("shop", "3,4", None) == request.Request(b"3,4", "text/csv")
    assert request.read("other", "Ada", None) == request.Request(b"Ada", "text/plain")


@pytest.mark.parametrize(
    ("name", "kind"),
    [("a.csv", "text/csv"), ("a.JSON", "application/json"), ("a.log", "text/plain")],
)
def test_a_files_suffix_says_what_it_is(tmp_path: Path, name: str, kind: str) -> None:
    (tmp_path / name).write_text("x")
    assert request.read("shop", None, tmp_path / name).content_type == kind


def test_what_the_user_says_of_the_kind_counts() -> None:
    assert request.read("shop", "1:2", None, "text/libsvm").content_type == "text/libsvm"


def test_a_text_and_a_file_are_one_too_many() -> None:
    with pytest.raises(UserError, match="either a text or --file"):
        request.read("shop", "1,2", Path("x.csv"))


def test_a_file_that_is_not_there_is_said() -> None:
    with pytest.raises(UserError, match=r"nowhere.csv cannot be read"):
        request.read("shop", None, Path("nowhere.csv"))


def test_text_is_sent_as_utf_8_whatever_it_was_saved_in(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes("1,né\n".encode("utf-16"))
    assert request.read("shop", None, tmp_path / "a.csv").body == "1,né\n".encode()


@pytest.mark.parametrize("kind", ["application/x-npy", "text/csv; charset=latin-1"])
def test_what_is_no_text_or_says_its_charset_is_sent_as_it_is(tmp_path: Path, kind: str) -> None:
    (tmp_path / "a.csv").write_bytes(b"\xff\xfe\xe9")
    assert request.read("shop", None, tmp_path / "a.csv", kind).body == b"\xff\xfe\xe9"


def test_a_file_that_is_no_text_is_told_how_to_go_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"\xe9\n")
    with pytest.raises(UserError, match=r"no UTF-8.*say so: `--content-type TYPE`"):
        request.read("shop", None, tmp_path / "a.csv")
