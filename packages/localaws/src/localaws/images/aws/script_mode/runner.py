"""Runs a user's script as AWS's training toolkit does, for images in which that cannot be installed.

Of the launchers of a framework there is torchrun here.
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO

from . import distribution, entry_point, source
from .arguments import arguments
from .distribution import Launcher
from .entry_point import Kind
from .error_text import ErrorLines, text
from .errors import (
    ClientError,
    CommandFailed,
    ExecuteUserScriptError,
    InstallModuleError,
    InstallRequirementsError,
)
from .training_job import TrainingJob
from .variables import variables

log = logging.getLogger("sagemaker-training-toolkit")


def run(job: TrainingJob, download: source.Download, quotes_errors: bool = False) -> None:
    """Fetch the code, install what it asks for, run it to its end.

    With ``quotes_errors`` the failure says what the script's output said of it.

    Raises:
        ClientError: the code, its requirements or its configuration are wrong, or it failed.
        Exception: it cannot be fetched.
    """
    launcher = distribution.launcher(job.hyperparameters.framework)
    name = entry_point.checked(job.program)
    code = job.folders.code
    source.fetch(job.folders.moved(job.source), code, download)
    beside = sorted(path.name for path in code.iterdir())
    kind = entry_point.kind(name, beside)
    _install(kind, name, beside, code)
    told = variables(job)
    command = _command(launcher, kind, name, job)
    _say(command, told)
    environment = {**os.environ, **job.toolkit_variables(), **told, "PYTHONPATH": _path(code)}
    streams = (ErrorLines(), ErrorLines()) if quotes_errors else ()
    try:
        code_of_exit = _run(command, code, environment, streams)
    except OSError as error:
        raise ExecuteUserScriptError(1, command, str(error)) from None
    if code_of_exit:
        raise ExecuteUserScriptError(code_of_exit, command, text(streams))


def _run(
    command: list[str], code: Path, environment: dict[str, str], streams: tuple[ErrorLines, ...]
) -> int:
    """Its exit code. Where there are ``streams`` to listen to, all that it says comes out on stdout."""
    pipe = subprocess.PIPE if streams else None
    with subprocess.Popen(
        command, cwd=code, env=environment, stdout=pipe, stderr=pipe, text=True, errors="replace"
    ) as process:
        heard = zip((process.stdout, process.stderr), streams, strict=False)
        listening = [threading.Thread(target=_listen, args=pair) for pair in heard]
        for thread in listening:
            thread.start()
        for thread in listening:
            thread.join()
    return process.returncode


def _listen(stream: IO[str], errors: ErrorLines) -> None:
    for line in stream:
        print(line.rstrip("\n"), flush=True)
        errors.hear(line)


def _command(launcher: Launcher, kind: Kind, name: str, job: TrainingJob) -> list[str]:
    words = arguments(job.hyperparameters.users)
    if launcher is Launcher.PYTHON:
        return entry_point.command(kind, name, words, sys.executable)
    if kind is not Kind.SCRIPT:
        raise ClientError("torch_distributed runs a Python script: name one as the entry point")
    return distribution.under_torchrun(name, words, job.machine.gpus or 1, sys.executable)


def _install(kind: Kind, name: str, beside: list[str], code: Path) -> None:
    requirements = ["-r", "requirements.txt"] if "requirements.txt" in beside else []
    if kind is Kind.PACKAGE:
        log.info("Installing module.")
        _pip([".", *requirements], code, InstallModuleError)
    elif kind is Kind.SCRIPT and requirements:
        log.info("Installing dependencies from requirements.txt")
        _pip(requirements, code, InstallRequirementsError)
    elif kind is Kind.COMMAND and (code / name).is_file():
        (code / name).chmod(0o777)


def _pip(arguments: list[str], code: Path, failure: type[CommandFailed]) -> None:
    command = [sys.executable, "-m", "pip", "install", *arguments]
    failed = subprocess.run(command, cwd=code, check=False).returncode
    if failed:
        raise failure(failed, command)


def _path(code: Path) -> str:
    """The folder of the code first, then what this program finds modules in."""
    return os.pathsep.join([str(code), *(path for path in sys.path if path)])


def _say(command: list[str], told: dict[str, str]) -> None:
    whole = json.dumps(json.loads(told["SM_TRAINING_ENV"]), indent=4)
    lines = "\n".join(f"{name}={value}" for name, value in told.items())
    log.info(
        "Invoking user script\n\nTraining Env:\n\n%s\n\nEnvironment variables:\n\n%s\n\n"
        "Invoking script with the following command:\n\n%s\n\n",
        whole,
        lines,
        " ".join(command),
    )
