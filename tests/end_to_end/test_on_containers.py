"""Runs with a container engine: it builds the Dockerfiles, runs every job and endpoint."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from localaws.images.build import BuildRequest, build_for_engine
from localaws.images.store import ImageStore
from localaws.images.whole_context import whole_folder
from localaws.runtime.engine import Engine
from localaws.runtime.engine_image import build_with_engine
from packages.localaws.tests.runtimes import container_engine

from .conftest import ROOT, Terminal, interrupt

pytestmark = pytest.mark.end_to_end

FOREIGN = ROOT / "packages/localaws/tests/images/fixtures/foreign"
FRAMEWORKS = (
    "hugging_face",
    "pytorch",
    "tensorflow",
)  # built whole by `make proofs`: gigabytes each
OURS = ("training/*/Dockerfile", "packages/localaws/src/localaws/images/aws/*/Dockerfile")
CONTAINERS = ("--runtime", "container", "--port", "0")


@pytest.fixture(scope="module")
def engine() -> Engine:
    return container_engine()


@pytest.fixture(scope="module")
def contained(engine: Engine, terminal: Terminal) -> Iterator[Terminal]:
    """A terminal whose embedded AWS runs containers; none may be left when that has stopped."""
    terminal.run("up", *CONTAINERS)
    yield terminal
    served = serving(engine)
    terminal.run("down")
    assert not served & serving(engine)


def serving(engine: Engine) -> set[str]:
    """The names of the containers that serve."""
    listed = engine.run("ps", "--all", "--format", "{{.Names}} {{.Command}}")
    assert listed.returncode == 0, listed.stderr
    return {line.split()[0] for line in listed.stdout.splitlines() if line.split()[1:] == ["serve"]}


def has_endpoint(engine: Engine, pipeline: str) -> bool:
    return any(name.startswith(f"localaws-stepline-{pipeline}-dev-") for name in serving(engine))


def predictions(said: str) -> list[str]:
    """The last word of each line that the endpoint answered."""
    lines = said.split("answers:\n")[1].split("\n\n")[0].splitlines()
    return [line.split()[-1] for line in lines]


def test_an_image_of_ones_own_trains_and_serves(contained: Terminal, engine: Engine) -> None:
    said = contained.run("run", "iris")
    assert "jobs run as: container" in said
    species = ["setosa", "versicolor", "virginica"] * 3 + ["setosa"]
    right = [one == other for one, other in zip(predictions(said), species, strict=True)]
    assert sum(right) >= 9  # a tree may err on a flower between two species
    assert has_endpoint(engine, "iris")


def test_awss_image_processes_trains_evaluates_and_serves_beside_it(
    contained: Terminal, engine: Engine
) -> None:
    said = contained.run("run", "bank")
    for state in ("Preprocess", "Train", "Evaluate"):
        assert f"✓ {state}" in said
    scores = [float(word) for word in predictions(said) if re.fullmatch(r"0\.\d+(e-\d+)?", word)]
    assert len(scores) >= 10
    assert has_endpoint(engine, "bank")
    assert has_endpoint(engine, "iris")


@pytest.mark.parametrize(
    "dockerfile",
    [
        pytest.param(
            found,
            id=found.parent.name,
            marks=pytest.mark.proof if found.parent.name in FRAMEWORKS else (),
        )
        for pattern in OURS
        for found in sorted(ROOT.glob(pattern))
    ],
)
def test_an_image_of_ours_has_both_programs_on_its_path(
    dockerfile: Path, engine: Engine, tmp_path: Path
) -> None:
    tags: list[str] = []
    with whole_folder(dockerfile.parent) as context:
        build_for_engine(
            BuildRequest(context, context / "Dockerfile"),
            ImageStore(tmp_path),
            lambda image: tags.append(build_with_engine(engine, image, dockerfile.parent.name)),
        )
    looked = engine.run("run", "--rm", *tags, "sh", "-c", "command -v train && command -v serve")
    assert [Path(found).name for found in looked.stdout.split()] == ["train", "serve"]


@pytest.mark.usefixtures("engine")
def test_somebody_elses_image_trains_and_serves_with_the_system_packages_it_asks_for(
    fresh: Terminal, tmp_path: Path
) -> None:
    points, asked, ml = tmp_path / "points.csv", tmp_path / "asked.csv", str(tmp_path / "ml")
    points.write_text("1,1,near\r\n1.2,0.8,near\r\n5,5,far\r\n")
    asked.write_text("4,4\n0,1\n")
    image = str(FOREIGN)
    fresh.run(
        *("image", "train", image, ml, "--runtime", "container"),
        *("--channel", f"points={points}", "--set", "digits=1"),
    )
    process = fresh.start("image", "serve", image, ml, *CONTAINERS)
    try:
        assert process.stdout is not None
        port = None
        while port is None:
            line = process.stdout.readline()
            assert line, "it has ended"
            port = re.search(r"serves at http://localhost:(\d+)", line)
        said = fresh.run("image", "predict", image, str(asked), "--port", port[1])
        assert said.split() == ["far", "near"]
    finally:
        interrupt(process)
        process.communicate(timeout=60)
    assert process.returncode == 0
