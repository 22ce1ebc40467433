"""What is uploaded for a pipeline, and what is refused before anything starts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from stepline import checkpoint
from stepline.errors import UserError
from stepline.pipeline_inputs import find_data, put
from tests.stepline.clients import S3, target
from tests.stepline.test_executions import DEPLOYMENT

pytestmark = pytest.mark.usefixtures("shipped")
PRETRAINED = replace(DEPLOYMENT, pretrained="s3://bucket/pretrained/")


@pytest.fixture
def sales() -> Path:
    return Path("samples/shop/sales.csv")


def test_the_data_is_what_is_given_or_the_sample(sales: Path, tmp_path: Path) -> None:
    assert find_data("shop", None, "sample") == sales
    assert find_data("shop", tmp_path / "samples", "none") == tmp_path / "samples"


@pytest.mark.parametrize(("data", "pretrained"), [(Path("nowhere"), "none"), (None, "nowhere")])
def test_a_wrong_path_is_said(data: Path | None, pretrained: str) -> None:
    with pytest.raises(UserError, match="no file or folder nowhere"):
        find_data("shop", data, pretrained)


@pytest.mark.parametrize("pretrained", ["none", "sample"])
def test_a_pipeline_that_starts_from_scratch_gets_its_data_alone(
    sales: Path, pretrained: str
) -> None:
    s3 = S3()
    put(target(s3=s3), DEPLOYMENT, sales, pretrained)
    assert list(s3.objects) == ["data/sales.csv"]


def test_the_checkpoint_is_the_folder_that_is_named_or_the_sample(
    sales: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checkpoint, "fetch", lambda cache: tmp_path / "fetched")
    for name in ("fetched", "mine"):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}.bin").touch()
    for pretrained, file in (("sample", "fetched.bin"), (str(tmp_path / "mine"), "mine.bin")):
        s3 = S3()
        put(target(s3=s3), PRETRAINED, sales, pretrained)
        assert sorted(s3.objects) == ["data/sales.csv", f"pretrained/{file}"]


def test_none_is_uploaded_where_none_is_asked_for(sales: Path) -> None:
    s3 = S3()
    put(target(s3=s3), PRETRAINED, sales, "none")
    assert list(s3.objects) == ["data/sales.csv"]
