"""Images on disk, found by tag."""

from __future__ import annotations

from pathlib import Path

import pytest

from localaws.images.store import ImageStore
from localaws.runtime.process_image import ImageConfig
from localaws.runtime.protocol import ImageNotFound


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    program = tmp_path / "tree" / "opt" / "program" / "train"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    (program.parent / "link").symlink_to("train")
    return tmp_path / "tree"


def test_what_was_put_is_found_by_another_store_of_the_same_home(
    tmp_path: Path, tree: Path
) -> None:
    config = ImageConfig(environment={"A": "1"}, entrypoint=("sh",), ports=("8080/tcp",))
    put = ImageStore(tmp_path).put(config, tree, tags=["repo/name:1"], packages=Path("/venv"))
    found = ImageStore(tmp_path).resolve("repo/name:1")
    assert found == put
    assert found.config == config
    assert found.inside("/opt/program/train").stat().st_mode & 0o111
    assert found.inside("/opt/program/link").readlink() == Path("train")


def test_a_name_without_a_tag_means_latest(tmp_path: Path, tree: Path) -> None:
    store = ImageStore(tmp_path)
    put = store.put(ImageConfig(), tree, tags=["host:5000/name"])
    assert store.resolve("host:5000/name:latest") == put
    assert store.resolve(f"host:5000/name@sha256:{put.identity}") == put


def test_an_unknown_image_is_not_found_in_the_words_of_the_registry(tmp_path: Path) -> None:
    store = ImageStore(tmp_path)
    with pytest.raises(ImageNotFound) as missing:
        store.resolve("1.dkr.ecr.us-east-1.amazonaws.com/x:1")
    assert str(missing.value) == (
        "API error (404): manifest for 1.dkr.ecr.us-east-1.amazonaws.com/x:1 not found: "
        "manifest unknown: Requested image not found"
    )
    with pytest.raises(ImageNotFound):
        store.resolve("x@sha256:" + "0" * 64)


def test_a_tag_moves_and_the_old_image_stays(tmp_path: Path, tree: Path) -> None:
    store = ImageStore(tmp_path)
    first = store.put(ImageConfig(command=("a",)), tree, tags=["x:1"])
    store.tag("x:1", "x:old")
    second = store.put(ImageConfig(command=("b",)), tree, tags=["x:1"])
    assert first.identity != second.identity
    assert store.resolve("x:1") == second
    assert store.resolve("x:old") == first
    assert store.tags() == {"x:1": second.identity, "x:old": first.identity}


def test_the_identity_is_the_contents(tmp_path: Path, tree: Path) -> None:
    store = ImageStore(tmp_path)
    same = store.put(ImageConfig(), tree).identity
    assert store.put(ImageConfig(), tree).identity == same
    (tree / "opt" / "program" / "train").chmod(0o644)
    assert store.put(ImageConfig(), tree).identity != same
