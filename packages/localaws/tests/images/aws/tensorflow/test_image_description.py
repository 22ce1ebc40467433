"""What is said of the real images agrees with the tags that ``image.toml`` knows."""

from __future__ import annotations

import re
import tomllib

import pytest
import real_images

from .conftest import AWS

REPOSITORIES = tomllib.loads((AWS / "tensorflow/image.toml").read_text())["repositories"]


@pytest.mark.parametrize("repository", REPOSITORIES, ids=lambda one: one["name"])
def test_every_version_has_a_description(
    repository: dict[str, dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    for written, version in repository["versions"].items():
        assert version.startswith(written)
        monkeypatch.setenv("VERSION", version)
        assert real_images.meant().packages == {"tensorflow": version}


@pytest.mark.parametrize("tag", ["2.19.0-cpu-py312-ubuntu22.04-sagemaker", "2.19.0-cpu"])
def test_the_expression_reads_the_version_with_and_without_python(tag: str) -> None:
    found = re.fullmatch(str(REPOSITORIES[1]["tag"]), tag)
    assert found is not None
    assert found["version"] == "2.19.0"
