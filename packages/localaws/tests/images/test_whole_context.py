"""What the build of an image sees of the folders that it shares with others."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from localaws.images.aws_made import Catalogue
from localaws.images.image_file import AwsMadeImage, BadImageFile
from localaws.images.whole_context import content, whole, whole_folder

from ..aws_images import IMAGE_FILE, make

SHARES = f'shares = ["../script_mode"]\n{IMAGE_FILE}'
OWN = "123456789012"


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    folder = tmp_path / "script_mode"
    folder.mkdir()
    (folder / "training.py").write_text("1")
    return folder


def image(root: Path) -> AwsMadeImage:
    (found,) = Catalogue.read(OWN, root).images
    return found


def test_the_build_finds_a_shared_folder_by_its_name(tmp_path: Path, shared: Path) -> None:
    made = make(tmp_path, image_file=SHARES)
    with whole(image(tmp_path)) as context:
        assert (context / "script_mode/training.py").read_text() == "1"
        assert (context / "train").read_text() == (made / "train").read_text()
    assert not context.exists()
    assert not (made / "script_mode").exists()


def test_a_folder_says_itself_what_it_shares(tmp_path: Path, shared: Path) -> None:
    made = make(tmp_path, image_file=SHARES)
    with whole_folder(made) as context:
        assert (context / "script_mode/training.py").is_file()
        with whole_folder(context) as again:
            assert again == context


@pytest.mark.parametrize("content", [None, "[somebody's", "width = 3"])
def test_a_context_of_somebody_elses_is_whole_as_it_is(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "image.toml").write_text(content)
    with whole_folder(tmp_path) as context:
        assert context == tmp_path


def test_without_shared_folders_it_is_the_images_own(tmp_path: Path) -> None:
    made = make(tmp_path)
    with whole(image(tmp_path)) as context:
        assert context == made


def test_a_changed_shared_folder_is_another_image(tmp_path: Path, shared: Path) -> None:
    make(tmp_path, image_file=SHARES)
    before = content(image(tmp_path))
    (shared / "training.py").write_text("2")
    changed = content(image(tmp_path))
    (shared / "training.py").write_text("1")
    assert (changed != before, content(image(tmp_path))) == (True, before)


def test_what_the_build_ignores_of_a_shared_folder_changes_nothing(
    tmp_path: Path, shared: Path
) -> None:
    make(tmp_path, image_file=SHARES)
    before = content(image(tmp_path))
    (shared / "__pycache__").mkdir()
    (shared / "__pycache__/x.pyc").write_text("compiled")
    assert content(image(tmp_path)) == before


def test_a_shared_folder_must_be_there(tmp_path: Path, shared: Path) -> None:
    make(tmp_path, image_file=SHARES)
    shutil.rmtree(shared)
    with pytest.raises(BadImageFile, match=r"shares: there is no folder \.\./script_mode"):
        image(tmp_path)


def test_a_shared_folder_may_not_hide_the_images_own(tmp_path: Path, shared: Path) -> None:
    made = make(tmp_path, image_file=SHARES)
    (made / "script_mode").mkdir()
    with pytest.raises(BadImageFile, match="a script_mode of its own"):
        image(tmp_path)
