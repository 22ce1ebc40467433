"""Packages that a job installs are its own, also where it shares the image's environment."""

from __future__ import annotations

import subprocess
from pathlib import Path

from localaws.images.aws.script_mode.private_packages import (
    LAYERED,
    bring_programs,
    is_shared,
    layered,
)


def test_a_plain_process_shares_its_environment_until_it_has_its_own() -> None:
    assert not is_shared({})
    assert is_shared({"SAGEMAKER_BASE_DIR": "/somewhere"})
    assert not is_shared({"SAGEMAKER_BASE_DIR": "/somewhere", LAYERED: "/elsewhere"})


def test_the_layer_sees_the_packages_below_and_puts_its_own_before_them(tmp_path: Path) -> None:
    python = layered(tmp_path / "own")
    program = (
        "import pytest, site, sys; print(pytest.__file__, site.getsitepackages()[0], sys.prefix)"
    )
    found = subprocess.run([python, "-c", program], capture_output=True, text=True, check=True)
    below, own, prefix = found.stdout.split()
    assert below == __import__("pytest").__file__
    assert Path(own).is_relative_to(tmp_path)
    assert prefix == str(tmp_path / "own")


def test_the_programs_of_the_image_run_by_the_python_of_the_layer(tmp_path: Path) -> None:
    python = layered(tmp_path / "own")
    [first, *_] = (python.parent / "pytest").read_text().splitlines()
    assert first == f"#!{python}"
    assert (
        subprocess.run([python.parent / "pytest", "--version"], capture_output=True).returncode == 0
    )


def test_folders_links_and_programs_of_other_pythons_are_left_where_they_are(
    tmp_path: Path,
) -> None:
    image, own = tmp_path / "image", tmp_path / "own"
    (image / "__pycache__").mkdir(parents=True)
    own.mkdir()
    (image / "of_the_image").write_text(f"#!{image}/python\nprint()\n")
    (image / "of_the_shell").write_text("#!/bin/sh\n")
    (image / "python").symlink_to("/usr/bin/python3")
    bring_programs(image, own)
    assert [path.name for path in own.iterdir()] == ["of_the_image"]
