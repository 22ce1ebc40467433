"""What a pipeline ships to be tried with, and what a request is."""

from __future__ import annotations

from pathlib import Path

import pytest

from stepline import request, samples
from stepline.errors import UserError


@pytest.fixture(autouse=True)
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "samples" / "shop"
    folder.mkdir(parents=True)
    for name in ("README.md", "payload.csv", "sales.csv"):
        (folder / name).write_text("1,2\n")
    monkeypatch.chdir(tmp_path)
    return folder


def test_the_data_is_the_data_file_that_is_no_payload() -> None:
    assert samples.data("shop") == Path("samples/shop/sales.csv")


def test_a_pipeline_without_a_sample_needs_data() -> None:
    with pytest.raises(UserError, match="no sample in samples/other"):
        samples.data("other")


def test_the_payload_is_what_the_endpoint_is_asked_with() -> None:
    assert samples.payload("shop") == Path("samples/shop/payload.csv")
    assert samples.payload("other") is None


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
