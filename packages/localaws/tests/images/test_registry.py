"""Images of AWS's own are built when they are first asked for, and found again."""

from __future__ import annotations

import logging
import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from localaws.images.aws_made import Catalogue
from localaws.images.registry import Registry
from localaws.images.store import ImageStore
from localaws.runtime.process_image import ImageConfig
from localaws.runtime.protocol import ImageNotFound, RuntimeRefused

from ..aws_images import ACCOUNT, DOCKERFILE, URI, make, make_slow

OWN = "123456789012"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One home for all, so that the Python environment is made once."""
    return tmp_path_factory.mktemp("home")


def registry(home: Path, root: Path) -> Registry:
    return Registry(ImageStore(home), Catalogue.read(OWN, root))


def builds(caplog: pytest.LogCaptureFixture) -> int:
    return sum("which stands in for" in record.getMessage() for record in caplog.records)


@pytest.fixture(autouse=True)
def hear_the_builder(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "localaws.images")


def test_it_is_built_once_even_if_many_ask_at_the_same_time(
    home: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    make(tmp_path)
    asked = registry(home, tmp_path)
    with ThreadPoolExecutor(4) as pool:
        images = list(pool.map(asked.resolve, [URI] * 4))
    assert len({image.identity for image in images}) == 1
    assert images[0].config.environment["VERSION"] == "1.0"
    assert images[0].inside("/usr/local/bin/train").stat().st_mode & 0o111
    assert registry(home, tmp_path).resolve(URI) == images[0]  # as after a restart
    assert builds(caplog) == 1


def test_the_tag_says_which_version_is_built(home: Path, tmp_path: Path) -> None:
    make(tmp_path)
    image = registry(home, tmp_path).resolve(URI.replace(":1.0", ""))
    assert image.config.environment["VERSION"] == "0.9"


def test_a_changed_folder_is_built_again_and_one_changed_back_is_not(
    home: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = make(tmp_path)
    asked = registry(home, tmp_path)
    first = asked.resolve(URI)
    before = builds(caplog)
    (folder / "__pycache__").mkdir()
    (folder / "__pycache__" / "x.pyc").write_text("what the build does not see changes nothing")
    assert asked.resolve(URI) == first
    (folder / "train").write_text("#!/bin/sh\necho another\n")
    second = asked.resolve(URI)
    assert second.identity != first.identity
    (folder / "Dockerfile").write_text(f"{DOCKERFILE}ENV MORE=1\n")
    assert asked.resolve(URI).config.environment["MORE"] == "1"
    assert builds(caplog) == before + 2
    make(tmp_path / "back")
    assert registry(home, tmp_path / "back").resolve(URI) == first
    assert builds(caplog) == before + 2


def test_a_users_own_image_of_any_name_comes_first(home: Path, tmp_path: Path) -> None:
    make(tmp_path)
    (tmp_path / "tree").mkdir()
    uri = f"{OWN}.dkr.ecr.us-east-1.amazonaws.com/counting:1.0"
    mine = ImageStore(home).put(ImageConfig(command=("mine",)), tmp_path / "tree", tags=[uri])
    assert registry(home, tmp_path).resolve(uri) == mine


def test_what_does_not_exist_is_not_found_in_the_words_of_the_registry(
    home: Path, tmp_path: Path
) -> None:
    make(tmp_path)
    with pytest.raises(ImageNotFound) as missing:
        registry(home, tmp_path).resolve(f"{ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com/counting:7")
    assert str(missing.value) == (
        f"API error (404): manifest for {ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com/counting:7 not "
        "found: manifest unknown: Requested image not found. "
        "counting has the tags: 1.0, 1.0-cpu, latest"
    )
    with pytest.raises(ImageNotFound, match=r"Requested image not found$"):
        registry(home, tmp_path).resolve(f"{OWN}.dkr.ecr.us-east-1.amazonaws.com/mine:1")


def test_a_build_that_fails_says_what_failed_and_what_to_do_and_is_tried_again(
    home: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = make(tmp_path, f"{DOCKERFILE}RUN pip install --no-index no-such-package\n")
    asked = registry(home, tmp_path)
    with pytest.raises(RuntimeRefused) as failed:
        asked.resolve(URI)
    said = str(failed.value)
    assert f"The image {URI} stands in for AWS's own" in said
    assert (
        "`pip install --no-index no-such-package` failed with exit code 1: "
        "No matching distribution found for no-such-package"
    ) in said
    assert "see that it can be reached" in said
    assert any("pip install --no-index" in record.getMessage() for record in caplog.records)
    (folder / "Dockerfile").write_text(DOCKERFILE)
    assert asked.resolve(URI).config.environment["VERSION"] == "1.0"


def test_a_container_engine_builds_what_it_is_to_run(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(tmp_path)
    calls = tmp_path / "calls"
    (tmp_path / "docker").write_text(
        f'#!/bin/sh\ncase $1 in image) exit 1;; build) echo "$@" >>{calls};; esac\n'
    )
    (tmp_path / "docker").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    record = home / "server.json"
    record.write_text('{"runtime": "container"}')
    try:
        image = registry(home, tmp_path).resolve(URI)
    finally:
        record.unlink()
    assert image.config.engine_only
    assert "--build-arg VERSION=1.0" in calls.read_text()
    # The next server may run without the engine.
    assert not registry(home, tmp_path).resolve(URI).config.engine_only


def test_closing_ends_a_build_that_is_under_way(home: Path, tmp_path: Path) -> None:
    make_slow(make(tmp_path), tmp_path)
    asked = registry(home, tmp_path)
    errors: list[BaseException] = []

    def ask() -> None:
        try:
            asked.resolve(URI)
        except RuntimeRefused as error:
            errors.append(error)

    thread = threading.Thread(target=ask)
    thread.start()
    deadline = time.monotonic() + 60
    while not (tmp_path / "began").exists():
        assert thread.is_alive(), errors
        assert time.monotonic() < deadline
        time.sleep(0.02)
    asked.close()
    thread.join(10)
    assert [str(error) for error in errors] == ["The embedded AWS was shut down meanwhile."]
    with pytest.raises(RuntimeRefused, match="was shut down"):
        asked.resolve(URI)
