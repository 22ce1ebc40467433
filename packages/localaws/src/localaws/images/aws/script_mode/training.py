"""What an image's ``train`` runs: AWS's training toolkit where it is installed, and else the same without it."""

from __future__ import annotations

import importlib.util
import json
import logging
import os
import socket
import sys

from . import distribution, private_packages, runner, source, stand_in, trainer
from .distribution import Launcher
from .folders import Folders
from .hyperparameters import Hyperparameters
from .stand_in import RealImage
from .training_job import Machine, TrainingJob

FORMAT = "%(asctime)s %(name)-12s %(levelname)-8s %(message)s"  # the toolkit's
log = logging.getLogger("sagemaker-training-toolkit")


def main(image: RealImage, framework_module: str, quotes_errors: bool = False) -> int:
    """Run the job of this container; its exit code.

    ``framework_module`` is what AWS's image names in ``SAGEMAKER_TRAINING_MODULE``; a script reads it in
    ``SM_FRAMEWORK_MODULE``. ``quotes_errors``: whether that image quotes the script's output in a failure.
    """
    private_packages.enter(sys.argv)
    logging.basicConfig(format=FORMAT, level=logging.INFO)
    if said := stand_in.warning(image, stand_in.differences(image)):
        log.warning(said)
    os.environ.setdefault("SAGEMAKER_TRAINING_MODULE", framework_module)
    folders = Folders.of(os.environ)
    folders.output.mkdir(parents=True, exist_ok=True)  # the toolkit reports success where it lacks
    if importlib.util.find_spec("sagemaker_training") is not None:
        return trainer.refused(folders, _check_launcher) or _with_toolkit()

    def work() -> None:
        job = TrainingJob.read(os.environ, Machine.this_one())
        runner.run(job, source.from_s3(os.environ), quotes_errors)

    return trainer.outcome(folders, work)


def invoke(quotes_errors: bool = False) -> None:
    """What the toolkit calls as the framework's own training: the script, by the launcher that the job names."""
    from sagemaker_training import entry_point, environment, files, runner

    files.download_and_extract = source.said(files.download_and_extract)
    job = environment.Environment()
    chosen = distribution.launcher(job.additional_framework_parameters)
    types = {
        Launcher.PYTHON: runner.ProcessRunnerType,
        Launcher.TORCHRUN: runner.TorchDistributedRunnerType,
    }
    entry_point.run(
        Folders.of(os.environ).moved(
            job.module_dir
        ),  # in the channel `code`, where a job is isolated
        job.user_entry_point,
        job.to_cmd_args(),
        job.to_env_vars(),
        capture_error=quotes_errors,
        runner_type=types[chosen],
    )


def _check_launcher() -> None:
    file = Folders.of(os.environ).config / "hyperparameters.json"
    told = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    distribution.launcher(Hyperparameters.of(told).framework)


def _with_toolkit() -> int:
    from sagemaker_training import entry_point, trainer

    # Hosts of one job may not know each other here; the toolkit waits a quarter of an hour for that.
    if unknown := _unknown_hosts():
        log.warning("not waiting for hosts that are not known here: %s", ", ".join(unknown))
        entry_point._wait_hostname_resolution = lambda: None
    try:
        trainer.train()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
        # An error of the system without a number, such as of a damaged archive, ends the toolkit with 0.
        return code or int(not (Folders.of(os.environ).output / "success").exists())
    return 0


def _unknown_hosts() -> list[str]:
    config = Folders.of(os.environ).config / "resourceconfig.json"
    try:
        hosts = json.loads(config.read_text(encoding="utf-8"))["hosts"]
    except (OSError, ValueError, KeyError):
        return []  # the toolkit says what is wrong
    return [host for host in hosts if not _is_known(host)]


def _is_known(host: str) -> bool:
    try:
        socket.gethostbyname(host)
    except OSError:
        return False
    return True
