"""What an image begins with, by what its FROM names: Python's own images and Lambda's. Pure.

Those of AWS's registries are ``aws_base``'s to say.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from localaws.images import lambda_base
from localaws.images.copy_step import Copy
from localaws.images.dockerfile import DockerfileError
from localaws.images.image_file import AwsMadeImage
from localaws.images.refusal import WAY_OUT
from localaws.images.run_command import MakeFolder, RunStep
from localaws.runtime.process_image import BASE_PATH, ImageConfig

_PYTHON = re.compile(
    r"((docker\.io|public\.ecr\.aws/docker|mirror\.gcr\.io)/)?(library/)?"
    r"python(:(?P<tag>[\w.-]+))?(@sha256:[0-9a-f]{64})?"
)
_VERSION = re.compile(r"(\d+)(\.(\d+))?")
_PLAIN = ImageConfig(
    environment={"PATH": BASE_PATH, "LANG": "C.UTF-8"},
    command=("python3",),  # the Python images' own
    working_directory="/",
)


@dataclass(frozen=True)
class Inherited:
    """All that the build of an image of AWS's own does, in that image's context."""

    image: AwsMadeImage
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Base:
    """What a stage has before its first instruction.

    Attributes:
        python: the version asked for, such as "3.11"; "" leaves it open.
        steps: what the builder has to do for it.
    """

    python: str
    config: ImageConfig = _PLAIN
    steps: tuple[Step, ...] = field(default=())


Step = Copy | RunStep | Inherited


def known(image: str) -> Base | None:
    """The base of one of Python's images or of Lambda's; None: it is another.

    Raises:
        ValueError: it is Python 2.
    """
    if found := _PYTHON.fullmatch(image):
        return Base(_python_version(image, found["tag"] or ""))
    tag = lambda_base.tag_of(image)
    if tag is None:
        return None
    config = ImageConfig(
        environment=dict(lambda_base.ENVIRONMENT),
        entrypoint=(lambda_base.ENTRYPOINT,),
        working_directory=lambda_base.TASK,
    )
    steps = (MakeFolder((lambda_base.TASK,), "/"),)
    return Base(_python_version(image, tag), config, steps)


def unknown(image: str, line: int) -> DockerfileError:
    """What is said of a base that nothing stands in for."""
    return DockerfileError(
        line,
        f"FROM {image} is not supported: a process image needs FROM python:3.X, or one of AWS's own "
        f"images that there are here; {WAY_OUT}",
    )


def _python_version(image: str, tag: str) -> str:
    """The Python version that a tag stands for; "" where it leaves it open."""
    version = _VERSION.match(tag)
    if version and version[1] != "3":
        raise ValueError(f"{image}: Python {version[1]} is not supported; {WAY_OUT}")
    return f"3.{version[3]}" if version and version[3] else ""
