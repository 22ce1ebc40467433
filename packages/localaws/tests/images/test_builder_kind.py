"""An image is built by what will run it: a container engine where ``auto`` has chosen one."""

from __future__ import annotations

from pathlib import Path

import pytest

from localaws.images.builder_kind import needs_engine
from localaws.images.docker_cli import run
from localaws.images.store import ImageStore
from localaws.runtime import choice, choose
from localaws.server.home import Home, Identity, Record

# It runs containers, it has no image yet, and it writes down what it was asked for.
ENGINE = """#!/bin/sh
echo "$*" >> "$(dirname "$0")/asked"
case "$*" in
run*) exit 127;;
"image inspect"*) exit 1;;
esac
"""


def test_where_auto_has_chosen_an_engine_images_are_built_by_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bin").mkdir()
    engine = tmp_path / "bin" / "docker"
    engine.write_text(ENGINE)
    engine.chmod(0o755)
    monkeypatch.setenv("PATH", f"{engine.parent}:/usr/bin:/bin")
    monkeypatch.setattr(choice, "why_not", lambda home: "refused")
    home, context = tmp_path / "home", tmp_path / "context"
    context.mkdir()
    # What no process image could do.
    (context / "Dockerfile").write_text("FROM debian:12\nRUN useradd someone\n")
    images = ImageStore(home)
    runtime = choose(home, images, "auto")
    record = Record(0, 0, "", "", "", runtime.name, runtime.why, {}, Identity())
    taken = Home.take(home)
    taken.announce(record)
    try:
        assert needs_engine(home)
        monkeypatch.setenv("LOCALAWS_HOME", str(home))
        assert run(["build", "--tag", "mine:1", str(context)]) == 0
    finally:
        taken.release()
    tag = f"localhost/localaws:{images.resolve('mine:1').identity[:24]}"
    asked = (engine.parent / "asked").read_text()
    assert f"build --network=host --tag {tag} --file" in asked
    assert not needs_engine(home)
