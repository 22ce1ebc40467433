"""What is written down for the program that makes a container."""

from __future__ import annotations

import marshal
from pathlib import Path
from typing import Any

import pytest

from localaws.runtime.bare_image import BareImage
from localaws.runtime.inside import RESOLVER
from localaws.runtime.namespace_plan import write_plan
from localaws.runtime.process_image import ImageConfig, ProcessImage
from localaws.runtime.protocol import ContainerSpec


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    made = tmp_path / "scratch"
    made.mkdir()
    return made


def plan(scratch: Path, isolated: bool = False, packages: Path | None = None) -> dict[str, Any]:
    config = ImageConfig(working_directory="/work")
    image = ProcessImage("x", scratch.parent / "tree", config, packages)
    spec = ContainerSpec("job/algo-1", "x", scratch.parent / "ml", isolated=isolated)
    bare = BareImage(scratch.parent / "bare", ("/usr", "/lib"))
    environment = {"HOSTNAME": "algo-1", "SSL_CERT_FILE": str(scratch.parent / "certificates")}
    (scratch.parent / "certificates").touch()
    file = write_plan(image, spec, scratch, bare, ["train"], environment)
    written: dict[str, Any] = marshal.loads(file.read_bytes())
    return written


def test_it_says_what_is_run_and_on_which_folders(scratch: Path) -> None:
    found = plan(scratch)
    assert (found["argv"], found["directory"], found["network"]) == (["train"], "/work", True)
    assert (found["ml"], found["tree"]) == (
        str(scratch.parent / "ml"),
        str(scratch.parent / "tree"),
    )
    assert found["system"] == ["/usr", "/lib"]
    for name in ("root", "own", "writes", "changes", "tmp", "home"):
        assert Path(found[name]).parent == scratch
        assert Path(found[name]).is_dir()
    assert Path(found["tmp"]).stat().st_mode & 0o7777 == 0o1777


def test_an_isolated_one_has_no_network(scratch: Path) -> None:
    assert plan(scratch, isolated=True)["network"] is False


def test_certificates_are_shown_and_nothing_twice_that_lies_in_the_system(scratch: Path) -> None:
    shown = plan(scratch)["shown"]
    assert str(scratch.parent / "certificates") in shown
    assert not [path for path in shown if path.startswith(("/usr/", "/lib/", "/etc/"))]


def test_its_own_files_name_it_and_its_resolver(scratch: Path) -> None:
    plan(scratch)
    etc = scratch / "own/etc"
    assert (etc / "hostname").read_text() == "algo-1\n"
    assert (etc / "hosts").read_text().endswith("\n127.0.0.1 algo-1\n")
    assert (etc / "resolv.conf").read_text().startswith(f"nameserver {RESOLVER}\n")


def test_pythons_tools_are_where_its_images_have_them(scratch: Path) -> None:
    tools = scratch.parent / "packages/bin"
    tools.mkdir(parents=True)
    for name in ("python", "pip", "activate", "Activate.ps1"):
        (tools / name).touch()
    found = plan(scratch, packages=tools.parent)
    assert found["changeable"] == [str(tools.parent)]
    local = scratch / "own/usr/local/bin"
    assert sorted(path.name for path in local.iterdir()) == ["pip", "python"]
    assert (local / "pip").readlink() == tools / "pip"
    assert (local / "python").read_text() == f'#!/bin/sh\nexec "{tools}/python" "$@"\n'
