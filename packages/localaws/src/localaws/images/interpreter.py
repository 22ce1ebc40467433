"""The Python that jobs of an image run with: ``python -m localaws.images.interpreter IMAGE``.

IMAGE is the folder of a Dockerfile, or the URI of an image of AWS's own. With it tests and benchmarks of job code run where the job code will, without a job around them, so
that a requirement which the image forgets is missing there too.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from pathlib import Path

from localaws.images.aws_made import Catalogue
from localaws.images.ecr_name import parse
from localaws.images.image_file import BadImageFile
from localaws.images.registry import Registry
from localaws.images.store import ImageStore
from localaws.runtime.process_image import ProcessImage
from localaws.runtime.protocol import ImageNotFound, RuntimeRefused


def interpreter(home: Path, image: Path | str) -> Path:
    """The Python of an image, which is built where it is not built yet.

    Raises:
        subprocess.CalledProcessError: a folder's cannot be built; why was said on stderr.
        ImageNotFound, RuntimeRefused: there is no image of that URI, or it cannot be built.
    """
    uri = str(image)
    found = _of_uri(home, uri) if parse(uri) else _of_folder(home, Path(image))
    if found.packages is None:
        raise RuntimeRefused(
            f"the image {image} was built for a container engine: it has no Python here"
        )
    return found.packages / "bin" / "python"


def _of_uri(home: Path, uri: str) -> ProcessImage:
    catalogue = Catalogue.read(account="")  # there are no repositories of an account here
    return Registry(ImageStore(home), catalogue).resolve(uri)


def _of_folder(home: Path, context: Path) -> ProcessImage:
    tag = f"localaws-interpreter/{context.resolve().name}"
    program = [sys.executable, "-m", "localaws.images.docker_cli"]
    subprocess.run(
        [*program, "build", "--tag", tag, str(context)],
        env={**os.environ, "LOCALAWS_HOME": str(home)},
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return ImageStore(home).resolve(tag)


def main() -> None:
    logging.basicConfig(level=logging.INFO, format="%(message)s")  # what the builder says
    home = Path(os.environ.get("LOCALAWS_HOME", ".localaws"))
    try:
        print(interpreter(home, sys.argv[1]))
    except (ImageNotFound, RuntimeRefused, BadImageFile) as error:
        sys.exit(f"{sys.argv[1]}: {error}")
    except subprocess.CalledProcessError as error:
        sys.exit(error.returncode)


if __name__ == "__main__":
    main()
