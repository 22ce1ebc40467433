"""Paths of an image where a process cannot have them."""

from __future__ import annotations

from pathlib import Path

import pytest

from localaws.runtime.path_map import PathMap


@pytest.fixture
def paths(tmp_path: Path) -> PathMap:
    (tmp_path / "tree" / "opt-of-image" / "program").mkdir(parents=True)
    (tmp_path / "tree" / "opt-of-image" / "program" / "train").write_text("")
    (tmp_path / "tree" / "usr" / "bin").mkdir(parents=True)
    (tmp_path / "tree" / "usr" / "bin" / "tool-of-image").write_text("")
    return PathMap(tmp_path / "ml", tmp_path / "tree")


@pytest.mark.parametrize(
    ("value", "mapped"),
    [
        ("/opt/ml", "{ml}"),
        ("/opt/ml/model/x.bin", "{ml}/model/x.bin"),
        ("--data=/opt/ml/input", "--data={ml}/input"),
        ('{{"a": "/opt/ml/input"}}', '{{"a": "{ml}/input"}}'),
        ("/opt/mlx", "/opt/mlx"),
        ("s3://bucket/opt/ml/x", "s3://bucket/opt/ml/x"),
        ("relative/opt/ml", "relative/opt/ml"),
        ("/opt-of-image/program/train", "{tree}/opt-of-image/program/train"),
        ("/opt-of-image/program/not-there-yet", "{tree}/opt-of-image/program/not-there-yet"),
        ("/usr/bin/tool-of-image", "{tree}/usr/bin/tool-of-image"),
        ("/usr/bin/env", "/usr/bin/env"),
        ("/usr/bin", "/usr/bin"),
        ("/", "/"),
        ("3/4", "3/4"),
        ("", ""),
    ],
)
def test_what_is_the_images_is_mapped_and_nothing_else(
    paths: PathMap, value: str, mapped: str
) -> None:
    where = {"ml": paths.ml, "tree": paths.tree}
    assert paths.text(value.format(**where)) == mapped.format(**where)


def test_the_images_programs_are_found_before_the_machines(paths: PathMap) -> None:
    assert paths.search_path("/usr/bin:/bin") == f"{paths.tree}/usr/bin:/usr/bin:/bin"
