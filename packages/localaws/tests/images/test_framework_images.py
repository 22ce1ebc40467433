"""The Dockerfiles of AWS's framework images are ones that a process image can be made of."""

from __future__ import annotations

from pathlib import Path

import pytest

from localaws.images.aws_made import Catalogue
from localaws.images.build_plan import plan
from localaws.images.image_file import AwsMadeImage
from localaws.images.package_command import FirstThatWorks
from localaws.images.whole_context import whole

FRAMEWORKS = [image for image in Catalogue.read("123456789012").images if image.shared]


@pytest.mark.parametrize("image", FRAMEWORKS, ids=lambda image: str(image.name))
def test_each_is_planned_with_its_programs_and_a_way_without_the_toolkit(
    image: AwsMadeImage,
) -> None:
    version = next(iter(image.repositories[0].versions.values()))
    with whole(image) as context:
        decided = plan((context / "Dockerfile").read_text(), {"VERSION": version})
        for program in ("train", "serve"):
            assert Path(context, program).stat().st_mode & 0o111
        assert Path(context, "script_mode/training.py").is_file()
    assert decided.config.environment["VERSION"] == version
    assert any(isinstance(step, FirstThatWorks) for step in decided.steps)


def test_there_are_some() -> None:
    assert [image.name for image in FRAMEWORKS] == ["pytorch", "scikit_learn"]
