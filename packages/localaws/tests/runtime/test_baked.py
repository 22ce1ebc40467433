"""What of an image's own ``/opt/ml`` a job gets."""

from __future__ import annotations

from pathlib import Path

from localaws.runtime.baked import bring_baked_files
from localaws.runtime.process_image import ImageConfig, ProcessImage


def test_the_images_files_come_where_the_platform_put_none(tmp_path: Path) -> None:
    baked, ml = tmp_path / "tree/opt/ml", tmp_path / "ml"
    for path, text in (
        (baked / "code/train.py", "image"),
        (baked / "input/config.json", "image"),
        (ml / "input/config.json", "platform"),
    ):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    (baked / "code/link").symlink_to("train.py")
    (baked / "empty").mkdir()
    bring_baked_files(ProcessImage("x", tmp_path / "tree", ImageConfig()), ml)
    assert (ml / "code/train.py").read_text() == "image"
    assert (ml / "input/config.json").read_text() == "platform"
    assert (ml / "code/link").readlink() == Path("train.py")
    assert (ml / "empty").is_dir()


def test_an_image_need_not_have_any(tmp_path: Path) -> None:
    bring_baked_files(ProcessImage("x", tmp_path / "tree", ImageConfig()), tmp_path)
    assert not list(tmp_path.iterdir())
