"""Building images from Dockerfiles: real environments, real pip, no network."""

from __future__ import annotations

import subprocess
import zipfile
from pathlib import Path

import pytest

from localaws.images.build import BuildRequest, build
from localaws.images.changes import InstallFailed
from localaws.images.dockerfile import DockerfileError
from localaws.images.store import ImageStore
from localaws.runtime.process_image import ProcessImage


def wheel(folder: Path, name: str, version: str) -> None:
    """A pure Python package of one module that knows its version."""
    info = f"{name}-{version}.dist-info"
    with zipfile.ZipFile(folder / f"{name}-{version}-py3-none-any.whl", "w") as archive:
        archive.writestr(f"{name}.py", f"version = {version!r}\n")
        archive.writestr(
            f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
        )
        archive.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        archive.writestr(f"{info}/RECORD", "")


@pytest.fixture
def context(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    packages = tmp_path / "packages"
    packages.mkdir()
    for version in ("1.0", "2.0"):
        wheel(packages, "steplinetestpackage", version)
    # The user's own pip configuration applies: this is how it says where packages are.
    monkeypatch.setenv("PIP_FIND_LINKS", str(packages))
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    folder = tmp_path / "context"
    folder.mkdir()
    (folder / "requirements.txt").write_text("steplinetestpackage<2\n")
    (folder / "train").write_text("#!/usr/bin/env python\n")
    return folder


def make(context: Path, dockerfile: str) -> tuple[ProcessImage, str]:
    """Build, and what was said meanwhile, pip's own words included."""
    (context / "Dockerfile").write_text(dockerfile)
    said = context.parent / "said"
    with said.open("w") as output:
        request = BuildRequest(context, context / "Dockerfile", tags=("x:1",))
        image = build(request, ImageStore(context.parent / "home"), output)
    return image, said.read_text()


DOCKERFILE = """FROM python:3.11-slim
WORKDIR /opt/program
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt
COPY . .
RUN chmod +x train
ENTRYPOINT ["python"]
"""


def imports(image: ProcessImage, module: str) -> str:
    assert image.packages is not None
    answer = subprocess.run(
        [
            image.packages / "bin" / "python",
            "-I",
            "-c",
            f"import {module}; print({module}.version)",
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    return answer.stdout.strip() or answer.stderr.strip().splitlines()[-1]


def test_where_the_first_way_of_installing_fails_the_other_is_taken(context: Path) -> None:
    image, said = make(
        context,
        DOCKERFILE.replace(
            "-r requirements.txt",
            "steplinetestpackage==9 || pip install "
            "steplinetestpackage==2 && pip uninstall --yes pip",
        ),
    )
    assert imports(image, "steplinetestpackage") == "2.0"
    assert "that failed, so: pip install steplinetestpackage==2" in said
    assert image.packages is not None
    assert not (image.packages / "bin" / "pip").exists()


def test_uv_is_installed_before_it_is_used(context: Path) -> None:
    with pytest.raises(InstallFailed, match=r"`uv pip install six` needs the package uv"):
        make(context, "FROM python:3.11\nRUN uv pip install --system six\n")


def test_an_image_has_its_files_its_packages_and_nothing_else(context: Path) -> None:
    image, _ = make(context, DOCKERFILE)
    assert sorted(p.name for p in image.inside("/opt/program").iterdir()) == [
        "Dockerfile",
        "requirements.txt",
        "train",
    ]
    assert image.inside("/opt/program/train").stat().st_mode & 0o100
    assert imports(image, "steplinetestpackage") == "1.0"
    assert imports(image, "boto3") == "ModuleNotFoundError: No module named 'boto3'"


def test_an_unchanged_build_runs_pip_no_second_time(context: Path) -> None:
    first, said_first = make(context, DOCKERFILE)
    second, said_second = make(context, DOCKERFILE)
    assert first == second
    assert "pip install -r requirements.txt" in said_first
    assert "pip install" not in said_second


def test_changed_code_keeps_the_environment_and_changed_requirements_do_not(context: Path) -> None:
    first, _ = make(context, DOCKERFILE)
    (context / "train").write_text("#!/usr/bin/env python\nprint()\n")
    code, _ = make(context, DOCKERFILE)
    assert code.identity != first.identity
    assert code.packages == first.packages
    (context / "requirements.txt").write_text("steplinetestpackage\n")
    requirements, _ = make(context, DOCKERFILE)
    assert requirements.packages != first.packages
    assert imports(requirements, "steplinetestpackage") == "2.0"


def test_a_requirements_file_that_another_names_is_part_of_the_key(context: Path) -> None:
    (context / "requirements.txt").write_text("-r more.txt\n")
    (context / "more.txt").write_text("steplinetestpackage==1.0\n")
    dockerfile = DOCKERFILE.replace("COPY requirements.txt .", "COPY *.txt ./")
    first, _ = make(context, dockerfile)
    (context / "more.txt").write_text("steplinetestpackage==2.0\n")
    second, _ = make(context, dockerfile)
    assert [imports(i, "steplinetestpackage") for i in (first, second)] == ["1.0", "2.0"]


def test_a_failed_install_leaves_nothing_that_looks_whole(context: Path) -> None:
    (context / "requirements.txt").write_text("no-such-package-at-all\n")
    with pytest.raises(InstallFailed, match=r"pip install -r requirements.txt.*exit code 1"):
        make(context, DOCKERFILE)
    left = [p.name for p in (context.parent / "home" / "environments").iterdir() if p.is_dir()]
    assert left == []
    assert ImageStore(context.parent / "home").tags() == {}
    (context / "requirements.txt").write_text("steplinetestpackage\n")
    assert imports(make(context, DOCKERFILE)[0], "steplinetestpackage") == "2.0"


def test_what_is_ignored_is_not_in_the_image(context: Path) -> None:
    (context / ".dockerignore").write_text("secret*\n**/__pycache__\n")
    (context / "secret.txt").write_text("x")
    (context / "module" / "__pycache__").mkdir(parents=True)
    (context / "module" / "code.py").write_text("")
    image, _ = make(context, "FROM python:3.11\nCOPY . /srv/\n")
    names = {p.relative_to(image.tree).as_posix() for p in image.tree.rglob("*")}
    assert "srv/module/code.py" in names
    assert not {n for n in names if "secret" in n or "__pycache__" in n}


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("COPY missing /x", "missing: no such file in the build context"),
        ("COPY ../packages /x", "forbidden path outside the build context"),
        ("RUN chmod +x missing", "line 2: .*missing is no file that the Dockerfile copied"),
    ],
)
def test_a_wrong_step_is_one_sentence(context: Path, line: str, words: str) -> None:
    with pytest.raises(DockerfileError, match=words):
        make(context, f"FROM python:3.11\n{line}\n")


def test_copy_follows_dockers_rules_for_destinations(context: Path) -> None:
    (context / "folder").mkdir()
    (context / "folder" / "a").write_text("a")
    image, _ = make(
        context,
        "FROM python:3.11\nCOPY train /bin-of-mine/start\nCOPY folder /data\n"
        'COPY train folder/a /many/\nCOPY --chmod=700 train /modes/\nCOPY ["train", "/w x"]\n',
    )
    names = {p.relative_to(image.tree).as_posix() for p in image.tree.rglob("*") if p.is_file()}
    assert names == {"bin-of-mine/start", "data/a", "many/train", "many/a", "modes/train", "w x"}
    assert image.inside("/modes/train").stat().st_mode & 0o777 == 0o700


def test_another_python_version_than_the_machines_is_said(context: Path) -> None:
    image, said = make(context, "FROM python:3.4\n")
    assert "the image asks for Python 3.4, this machine has" in said
    assert "the image asks for Python 3.4" in image.config.notes[0]
