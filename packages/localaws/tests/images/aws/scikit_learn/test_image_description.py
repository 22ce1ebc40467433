"""What is said of the real images agrees with the tags that ``image.toml`` knows, and with what is installed."""

from __future__ import annotations

import importlib.metadata
import tomllib

import pytest
import real_images
from script_mode.stand_in import differences

from .conftest import AWS

FOLDER = AWS / "scikit_learn"
(REPOSITORY,) = tomllib.loads((FOLDER / "image.toml").read_text())["repositories"]
VERSIONS = sorted(set(REPOSITORY["versions"].values()))


@pytest.mark.parametrize("version", VERSIONS)
def test_every_version_has_a_description_and_requirements(
    version: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VERSION", version)
    assert real_images.meant().name == f"sagemaker-scikit-learn:{version}"
    assert (FOLDER / f"requirements/{version}.txt").is_file()


@pytest.mark.parametrize("version", ["1.2-1", "1.4-2"])
def test_the_requirements_pin_what_the_real_image_has(
    version: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VERSION", version)
    pinned = (FOLDER / f"requirements/{version}.txt").read_text().splitlines()
    found = dict(line.split("==") for line in pinned if "==" in line)
    differing = [one.name for one in differences(real_images.meant(), found.get)]
    assert [name for name in differing if name not in ("Python", "pandas")] == []


def test_every_tag_names_the_version_that_it_stands_for() -> None:
    for tag, version in REPOSITORY["versions"].items():
        assert tag in (version, f"{version}-cpu-py3")


def test_scikit_learn_is_there() -> None:
    assert importlib.metadata.version("scikit-learn")
