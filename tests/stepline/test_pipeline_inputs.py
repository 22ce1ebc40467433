"""What is uploaded for a pipeline, and what is refused before anything starts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from stepline import catalog, checkpoint, pipeline_inputs
from stepline.catalog import Catalog, Machines, Pipeline
from stepline.errors import UserError
from stepline.pipeline_inputs import find_data, planned
from tests.stepline.clients import target
from tests.stepline.test_executions import DEPLOYMENT

pytestmark = pytest.mark.usefixtures("shipped")
PRETRAINED = replace(DEPLOYMENT, pretrained="s3://bucket/pretrained/")
ELSEWHERE = replace(DEPLOYMENT, pretrained="s3://the-teams/checkpoints/")


@pytest.fixture
def sales() -> Path:
    return Path("samples/shop/sales.csv")


@pytest.fixture(autouse=True)
def sources(monkeypatch: pytest.MonkeyPatch) -> list[Mapping[str, Path]]:
    """What is planned to lie where."""
    seen: list[Mapping[str, Path]] = []
    monkeypatch.setattr(pipeline_inputs.upload, "planned", lambda _, sources: seen.append(sources))
    return seen


def plan(deployment: Any, data: Path, pretrained: str) -> None:
    planned(target(s3=None), deployment, data, pretrained)


def test_the_data_is_what_is_given_or_the_sample(sales: Path, tmp_path: Path) -> None:
    assert find_data("shop", None, "sample") == sales
    assert find_data("shop", tmp_path / "samples", "none") == tmp_path / "samples"


@pytest.mark.parametrize(("data", "pretrained"), [(Path("nowhere"), "none"), (None, "nowhere")])
def test_a_wrong_path_is_said(data: Path | None, pretrained: str) -> None:
    with pytest.raises(UserError, match="no file or folder nowhere"):
        find_data("shop", data, pretrained)


def test_a_checkpoint_for_a_pipeline_that_takes_none_is_said(monkeypatch: Any) -> None:
    shop = Pipeline(
        "shop", "", None, False, False, False, {}, (), {"training": Machines("ml.x", 1)}
    )
    monkeypatch.setattr(catalog, "read", lambda: Catalog({"shop": shop}, {}))
    with pytest.raises(UserError, match="shop starts from no checkpoint"):
        find_data("shop", None, "samples")


@pytest.mark.parametrize("pretrained", ["none", "sample"])
def test_a_pipeline_that_starts_from_scratch_gets_its_data_alone(
    sales: Path, pretrained: str, sources: list[Mapping[str, Path]]
) -> None:
    plan(DEPLOYMENT, sales, pretrained)
    assert sources == [{"s3://bucket/data/": sales}]


def test_the_checkpoint_is_the_folder_that_is_named_or_the_sample(
    sales: Path, monkeypatch: pytest.MonkeyPatch, sources: list[Mapping[str, Path]]
) -> None:
    monkeypatch.setattr(checkpoint, "fetch", lambda cache: Path("fetched"))
    plan(PRETRAINED, sales, "sample")
    plan(PRETRAINED, sales, "mine")
    assert [each["s3://bucket/pretrained/"] for each in sources] == [Path("fetched"), Path("mine")]


def test_none_is_uploaded_where_none_is_asked_for(
    sales: Path, sources: list[Mapping[str, Path]]
) -> None:
    plan(PRETRAINED, sales, "none")
    assert sources == [{"s3://bucket/data/": sales}]


def test_a_checkpoint_in_somebody_elses_bucket_is_left_alone(
    sales: Path, sources: list[Mapping[str, Path]]
) -> None:
    plan(ELSEWHERE, sales, "sample")
    assert sources == [{"s3://bucket/data/": sales}]
    with pytest.raises(UserError, match="starts from s3://the-teams/checkpoints/, which is not in"):
        plan(ELSEWHERE, sales, "mine")
