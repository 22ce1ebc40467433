"""What is said of the real images agrees with the tags that ``image.toml`` knows."""

from __future__ import annotations

import re
import tomllib

import pytest
import real_images

from .conftest import AWS

REPOSITORIES = tomllib.loads((AWS / "hugging_face/image.toml").read_text())["repositories"]


@pytest.mark.parametrize("repository", REPOSITORIES, ids=lambda one: one["name"])
def test_every_version_has_a_description(
    repository: dict[str, dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    for written, version in repository["versions"].items():
        monkeypatch.setenv("VERSION", version)
        found = real_images.meant()
        torch, transformers = written.split("-transformers")
        assert found.packages["torch"].startswith(torch)
        assert found.packages["transformers"].startswith(transformers)
        assert re.fullmatch(r"3\.\d+", found.python)


def test_the_expression_reads_both_versions_of_a_tag() -> None:
    tag = re.compile(str(REPOSITORIES[0]["tag"]))
    found = tag.fullmatch("2.5.1-transformers4.49.0-gpu-py311-cu124-ubuntu22.04")
    assert found is not None
    assert found["version"] == "2.5.1-transformers4.49.0"
