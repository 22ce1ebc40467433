"""What is said of the real images agrees with the tags that ``image.toml`` knows."""

from __future__ import annotations

import re
import tomllib

import pytest
import real_images

from .conftest import AWS

REPOSITORIES = tomllib.loads((AWS / "pytorch/image.toml").read_text())["repositories"]


@pytest.mark.parametrize("repository", REPOSITORIES, ids=lambda one: one["name"])
def test_every_version_has_a_description(
    repository: dict[str, dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    for written, version in repository["versions"].items():
        assert version.startswith(written)
        monkeypatch.setenv("VERSION", version)
        assert real_images.meant().packages == {"torch": version}


@pytest.mark.parametrize(
    ("version", "python"),
    [
        ("2.8.0", "3.12"),
        ("2.5.1", "3.11"),
        ("2.2.0", "3.10"),
        ("1.13.1", "3.9"),
        ("1.9.0", "3.8"),
        ("1.8.1", "3.6"),
    ],
)
def test_the_python_is_that_of_the_tags(
    version: str, python: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VERSION", version)
    assert real_images.meant().python == python


def test_the_expression_reads_the_version_of_each_form_of_tag() -> None:
    tag = re.compile(str(REPOSITORIES[0]["tag"]))
    for written in ("2.6.0-cpu-py312", "2.6.0-gpu-py312-cu126-ubuntu22.04-sagemaker-v1.5"):
        found = tag.fullmatch(written)
        assert found is not None
        assert found["version"] == "2.6.0"
