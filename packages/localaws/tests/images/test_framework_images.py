"""The Dockerfiles of AWS's framework images are ones that a process image can be made of."""

from __future__ import annotations

from pathlib import Path

import pytest

from localaws.images.aws_made import Catalogue
from localaws.images.build_plan import plan
from localaws.images.ignore import Ignore
from localaws.images.image_file import AwsMadeImage
from localaws.images.package_command import FirstThatWorks
from localaws.images.whole_context import whole

IMAGES = Catalogue.read("123456789012").images
FRAMEWORKS = [i for i in IMAGES if "script_mode" in [folder.name for folder in i.shared]]
WITH_TOOLKIT = [i for i in FRAMEWORKS if i.name != "xgboost"]  # whose real one has none either


@pytest.mark.parametrize("image", FRAMEWORKS, ids=lambda image: str(image.name))
def test_each_is_planned_with_its_programs(image: AwsMadeImage) -> None:
    version = next(iter(image.repositories[0].versions.values()))
    with whole(image) as context:
        decided = plan((context / "Dockerfile").read_text(), {"VERSION": version})
        for program in ("train", "serve"):
            assert Path(context, program).stat().st_mode & 0o111
        assert Path(context, "script_mode/training.py").is_file()
    assert decided.config.environment["VERSION"] == version
    has_another_way = any(isinstance(step, FirstThatWorks) for step in decided.steps)
    assert has_another_way == (image in WITH_TOOLKIT), "without a C compiler there is no toolkit"


def test_there_are_some() -> None:
    names = [image.name for image in FRAMEWORKS]
    assert names == ["hugging_face", "pytorch", "scikit_learn", "tensorflow", "xgboost"]


@pytest.mark.parametrize(
    "image", [i for i in IMAGES if i.shared], ids=lambda image: str(image.name)
)
def test_what_an_image_shares_is_not_ignored_by_its_build(image: AwsMadeImage) -> None:
    with whole(image) as context:
        ignore = Ignore.of(context, context / "Dockerfile")
        for folder in image.shared:
            files = [f for f in (context / folder.name).rglob("*") if f.is_file()]
            seen = [f for f in files if not ignore.ignores(f.relative_to(context).as_posix())]
            assert seen, f"{image.name}/.dockerignore leaves {folder.name} out"
