"""Runs the tests of job code where job code runs: in the environment of its own image.

So a requirement that an image forgets fails here. The image is built as `cdk deploy` builds it, and
the environment is the one that the embedded AWS runs jobs in; what only tests or benchmarks need
comes from a folder beside it.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from localaws.images.store import ImageStore

ROOT = Path(__file__).parent.parent
HOME = Path(os.environ.get("LOCALAWS_HOME", ROOT / ".stepline"))


def main() -> int:
    kit = packages_beside("testkit", "pytest", "hypothesis")
    images = sorted(path.parent.name for path in (ROOT / "training").glob("*/Dockerfile"))
    return max(test(pipeline, kit) for pipeline in images)


def test(pipeline: str, kit: Path) -> int:
    """Run the tests of a pipeline's processing and training code; pytest's exit status."""
    print(f"Job code of {pipeline}, in the environment of its image", flush=True)
    folders = [ROOT / "tests" / room / pipeline for room in ("processing", "training")]
    command = [str(python_of(pipeline)), "-m", "pytest", *map(str, filter(Path.exists, folders))]
    return subprocess.run(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(kit)}).returncode


def python_of(pipeline: str) -> Path:
    """The Python that jobs of this pipeline's image run with; builds the image where it has to."""
    tag = f"stepline-tests/{pipeline}"
    subprocess.run(
        ["localaws-docker", "build", "--tag", tag, str(ROOT / "training" / pipeline)],
        env={**os.environ, "LOCALAWS_HOME": str(HOME)},
        check=True,
        stdout=subprocess.DEVNULL,
    )
    packages = ImageStore(HOME).resolve(tag).packages
    if packages is None:
        raise SystemExit(f"The image of {pipeline} installs no packages, so nothing can run there")
    return packages / "bin" / "python"


def packages_beside(name: str, *packages: str, options: tuple[str, ...] = ()) -> Path:
    """A folder for PYTHONPATH with these packages, in the versions of our lock file."""
    folder = ROOT / f".{name}"
    if not folder.exists():
        command = ["uv", "pip", "install", "--quiet", "--python", sys.executable, *options]
        command += ["--target", str(folder), "--constraint", str(ROOT / "requirements.lock")]
        subprocess.run([*command, *packages], check=True)
    return folder


if __name__ == "__main__":
    sys.exit(main())
