"""What an image's ``serve`` runs: the user's module, the model, the server."""

from __future__ import annotations

import importlib
import logging
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from .. import private_packages, source, stand_in
from ..errors import ClientError
from ..folders import Folders
from ..stand_in import RealImage
from . import workers
from .service import Responder, Service
from .settings import Settings, SettingsError
from .user_module import Functions

log = logging.getLogger(__name__)


Load = Callable[[Settings, Folders], Responder]  # in a worker, with the module's folder on its path


def main(
    image: RealImage,
    load: Load,
    needs_module: bool = True,
    refused: Callable[[Mapping[str, str]], str | None] = lambda environment: None,
) -> int:
    """Serve until SIGTERM; 1 where there is nothing to serve.

    Args:
        needs_module: without one of the user's there is nothing to serve; else the image's own functions do.
        refused: why an environment cannot be served, where the image has a reason of its own.
    """
    private_packages.enter(sys.argv)
    logging.basicConfig(
        format="%(asctime)s %(levelname)s - %(name)s - %(message)s", level=logging.INFO
    )
    if said := stand_in.warning(image, stand_in.differences(image)):
        log.warning(said)
    if why := refused(os.environ):
        log.error(why)
        return 1
    folders = Folders.of(os.environ)
    try:
        settings = Settings.of(os.environ)
        code = code_of(settings, folders, needs_module)
        _install(code)
    except (ClientError, SettingsError, subprocess.CalledProcessError) as error:
        log.error(error)
        return 1
    sys.path.insert(0, str(code))
    return workers.run(settings.port, settings.workers, lambda: load(settings, folders))


def with_defaults(defaults: Functions) -> Load:
    """Serving by the module's functions, and ``defaults`` for those that it has not."""

    def load(settings: Settings, folders: Folders) -> Service:
        module = importlib.import_module(settings.module)
        functions = Functions.of(vars(module), defaults)
        return Service(functions, functions.model_fn(str(folders.model)), settings.default_accept)

    return load


def code_of(settings: Settings, folders: Folders, needs_module: bool = True) -> Path:
    """The folder with the module: ``code/`` in the model, or what the submit directory brings.

    Raises:
        ClientError: the archive cannot be read, or the module is needed and in none of them.
    """
    own = folders.model / "code"
    told = folders.moved(settings.source)
    if told and Path(told) != own:
        source.fetch(told, folders.code, source.from_s3(os.environ))
        own = folders.code
    file = own / f"{settings.module.replace('.', '/')}.py"
    if not file.is_file() and not file.with_suffix("").is_dir():
        missing = (
            f"There is no {settings.module}.py to serve with: it is looked for in code/ of the model's "
            "archive, or in what SAGEMAKER_SUBMIT_DIRECTORY names, by the name in SAGEMAKER_PROGRAM."
        )
        if needs_module:
            raise ClientError(missing)
        if "SAGEMAKER_PROGRAM" in os.environ:
            log.warning("%s The image's own functions serve.", missing)
    return own


def _install(code: Path) -> None:
    if (code / "requirements.txt").is_file():
        command = [sys.executable, "-m", "pip", "install", "-r", "requirements.txt"]
        subprocess.run(command, cwd=code, check=True)
