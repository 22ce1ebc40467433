"""``/opt/ml`` before the start."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from localaws.jobs import layout
from localaws.jobs.plan import Input, JobPlan, Output
from localaws.this_aws.s3_location import S3Location

BUCKET = S3Location("bucket", "")


def test_folders_and_files_are_there_and_each_host_knows_its_name(tmp_path: Path) -> None:
    plan = JobPlan(
        "image:1",
        ("algo-1", "algo-2"),
        60,
        "arn",
        "ml.m5.large",
        folders=("model",),
        files={"input/config/parameters.json": {"depth": "3"}},
        resources=("input/config/hosts.json", {"hosts": ["algo-1", "algo-2"]}),
        inputs=(Input("train", BUCKET, "input/data/train"),),
        outputs=(Output("out", "output/out", BUCKET),),
        checkpoints=Output("checkpoints", "checkpoints", BUCKET),
    )
    layout.lay_out(plan, "algo-2", tmp_path)
    for folder in ("model", "input/data/train", "output/out", "checkpoints"):
        assert (tmp_path / folder).is_dir()
    assert json.loads((tmp_path / "input/config/parameters.json").read_text()) == {"depth": "3"}
    assert json.loads((tmp_path / "input/config/hosts.json").read_text()) == {
        "current_host": "algo-2",
        "hosts": ["algo-1", "algo-2"],
    }


def test_a_kind_without_a_description_of_its_hosts_gets_none(tmp_path: Path) -> None:
    layout.lay_out(JobPlan("image:1", ("algo-1",), 60, "arn", "ml.m5.large"), "algo-1", tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_without_the_right_to_write_is_removed_too(tmp_path: Path) -> None:
    folder = tmp_path / "work" / "model"
    folder.mkdir(parents=True)
    (folder / "weights").touch()
    folder.chmod(0o500)
    layout.remove(tmp_path / "work")
    assert not (tmp_path / "work").exists()


@pytest.mark.parametrize("make", [True, False])
def test_what_a_killed_server_left_is_removed_where_there_is_any(
    tmp_path: Path, make: bool
) -> None:
    if make:
        (tmp_path / "jobs" / "training").mkdir(parents=True)
    layout.remove_left_over(tmp_path)
    assert not (tmp_path / "jobs").exists()
