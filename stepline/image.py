"""SageMaker's local mode for an image, without any AWS: where it, its folder and its samples are.

Training and serving are ``localaws.local_mode``'s, which replaces this program; asking what
serves is plain HTTP.
"""

from __future__ import annotations

import os
import sys
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from stepline import catalog, embedded, request, samples
from stepline.errors import UserError

IMAGES = Path("training")  # training/<name>/ is the image of the pipeline of that name
CHANNEL = "training"  # what the SageMaker SDK calls a channel that has no name
RESPONDS_WITHIN = 65.0  # seconds; the container has 60


@dataclass(frozen=True)
class Image:
    """An image folder. ``name`` is that of its samples and of its folder of local mode."""

    name: str
    folder: Path

    @property
    def ml(self) -> Path:
        """What is /opt/ml where no other folder is named."""
        return embedded.home() / "local-mode" / self.name


def find(image: str) -> Image:
    """A folder with a Dockerfile, or the name of one in ``training``.

    Raises:
        UserError: there is no such image.
    """
    for folder in (Path(image), IMAGES / image):
        if (folder / "Dockerfile").is_file():
            return Image(folder.resolve().name, folder)
    if Path(image).is_dir():
        raise UserError(f"The folder {image} is no image: it has no Dockerfile.")
    names = ", ".join(sorted(path.parent.name for path in IMAGES.glob("*/Dockerfile")))
    raise UserError(
        f"There is no image {image}. Give a folder with a Dockerfile"
        + (f", or a name of {IMAGES}: {names}." if names else ".")
    )


def train(
    image: Image,
    ml: Path | None,
    channels: Sequence[str],
    hyperparameters: Sequence[str],
    content_type: str | None,
    runtime: str,
    force: bool,
) -> NoReturn:
    """Train it: with the hyperparameters of its pipeline, where it has one and none others are given,
    and on the sample of its name, where no data is given and none is there.

    Raises:
        UserError: a channel has no path, or the module of its pipeline is wrong.
    """
    for channel in channels:
        if channel.endswith("="):
            raise UserError(
                f"The channel {channel} has no path: is a variable of the shell not set? "
                "Expected NAME=PATH."
            )
    options = [f"--channel={channel}" for channel in channels]
    options += [f"--set={pair}" for pair in hyperparameters]
    options += [f"--default-set={key}={value}" for key, value in _defaults(image).items()]
    if content_type:
        options.append(f"--content-type={content_type}")
    sample = samples.find_data(image.name)
    if sample:
        options.append(f"--default-channel={CHANNEL}={sample}")
    _become("train", image, ml, runtime, [*options, *(["--force"] if force else [])])


def serve(image: Image, ml: Path | None, runtime: str, port: int) -> NoReturn:
    """Serve what was trained, until Ctrl-C."""
    _become("serve", image, ml, runtime, [f"--port={port}"])


def predict(
    image: Image, payload: Path | None, content_type: str | None, accept: str | None, port: int
) -> bytes:
    """The answer to a file, or to the sample payload of the image's name.

    Raises:
        UserError: no file, nothing serves, or the container refuses; with its own words.
    """
    file = payload or samples.payload(image.name)
    if file is None:
        raise UserError(f"There is no payload in {samples.SAMPLES / image.name}. Name a file.")
    asked = request.of_file(file, content_type)
    headers = {"Content-Type": asked.content_type}
    if accept:
        headers["Accept"] = accept
    address = f"http://localhost:{port}/invocations"
    sent = urllib.request.Request(address, asked.body, headers)
    try:
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with direct.open(sent, timeout=RESPONDS_WITHIN) as response:
            content: bytes = response.read()
            return content
    except urllib.error.HTTPError as error:
        said = error.read().decode("utf-8", "replace").strip()
        raise UserError(f"The answer to {file} is {error.code} {error.reason}: {said}") from error
    except OSError as error:
        reason = error.reason if isinstance(error, urllib.error.URLError) else error
        raise UserError(
            f"Nothing answers at {address} ({reason}). Serve the image in another terminal: "
            f"stepline image serve {image.folder}"
        ) from error


def _defaults(image: Image) -> Mapping[str, str]:
    """The hyperparameters that the pipeline of this image trains with; none for any other folder."""
    own = (IMAGES / image.name).resolve() == image.folder.resolve()
    if not own or not Path(catalog.PROGRAM).is_dir():
        return {}
    known = catalog.read()
    return known.find(image.name).hyperparameters if image.name in known.names else {}


def _become(
    command: str, image: Image, ml: Path | None, runtime: str, options: Sequence[str]
) -> NoReturn:
    """Replace this process, so that Ctrl-C and the exit status are local mode's own."""
    program = [sys.executable, "-m", "localaws.local_mode", command, str(image.folder)]
    program += [str(ml or image.ml), f"--home={embedded.home()}", f"--runtime={runtime}"]
    os.execv(sys.executable, [*program, *options])
