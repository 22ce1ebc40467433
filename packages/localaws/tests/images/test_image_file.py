"""What an ``image.toml`` must say, and what is said of one that does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from localaws.images.aws_made import Catalogue
from localaws.images.image_file import BadImageFile

from ..aws_images import IMAGE_FILE, make

OWN = "123456789012"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('description = "Counting, for tests"', "", "'description' is missing"),
        ('name = "validation:sum"', "", "'name' is missing"),
        (r"(\S+)", r"\S+", "validation:sum has no group for the value"),
        (r"(\S+)", r"(\S+", "regular expression of validation:sum"),
        ("[[repositories]]", "[repositories", "line 3"),
        ('name = "counting"', "name = 'counting'\ntag = '('", r"the expression of tags '\('"),
        ('name = "counting"', "name = 'counting'\ntag = '.*'", "has no group `version`"),
    ],
)
def test_a_wrong_image_file_is_named_with_what_is_wrong(
    tmp_path: Path, old: str, new: str, words: str
) -> None:
    make(tmp_path, image_file=IMAGE_FILE.replace(old, new))
    with pytest.raises(BadImageFile, match=rf"counting/image\.toml: .*{words}"):
        Catalogue.read(OWN, tmp_path)
