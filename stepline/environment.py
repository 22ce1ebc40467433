"""The environment in which code that was written for AWS works on the embedded AWS, unchanged.

To what the embedded AWS itself names it adds what the SageMaker Python SDK needs: the credentials
of an execution role, so that ``get_execution_role()`` finds one, and ``startup`` on the path, which
sends its STS calls here and keeps its telemetry at home. ``python`` is the one of this environment, which
has boto3 and the SDK, unless another one was activated. Which AWS the shell means is in ``target``.
"""

from __future__ import annotations

import json
import os
import shlex
import signal
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

from stepline import programs
from stepline.errors import UserError
from stepline.target import CHOSEN, Target

STARTUP = Path(__file__).parent / "startup"
# The name and the path that the SageMaker console gives to the role that it makes.
ROLE, ROLE_PATH = "AmazonSageMaker-ExecutionRole", "/service-role/"
POLICY = "arn:aws:iam::aws:policy/AmazonSageMakerFullAccess"


def for_programs() -> dict[str, str]:
    """What a program's environment has to have beside what is there already.

    Makes the execution role where it is missing.

    Raises:
        UserError: no embedded AWS runs here, or this shell means another AWS.
    """
    target = Target.current()
    if not target.embedded:
        raise UserError(_not_here())
    assumed = _assume(target)
    return {
        **target.environment,
        "AWS_ACCESS_KEY_ID": assumed["AccessKeyId"],
        "AWS_SECRET_ACCESS_KEY": assumed["SecretAccessKey"],
        "AWS_SESSION_TOKEN": assumed["SessionToken"],
        **_for_python(os.environ),
        "PATH": programs.path(os.environ),
    }


def exports(environment: Mapping[str, str]) -> str:
    """Lines for a shell to evaluate."""
    return "\n".join(f"export {name}={shlex.quote(value)}" for name, value in environment.items())


def become(command: Sequence[str], environment: Mapping[str, str]) -> NoReturn:
    """Replace this process by a command: signals and the exit status are its own.

    Raises:
        UserError: there is no such command, or it may not be executed.
    """
    # Python has set it to be ignored, which the command would inherit.
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    try:
        os.execvpe(command[0], list(command), {**os.environ, **environment})
    except FileNotFoundError as error:
        raise UserError(
            f"There is no command {command[0]}. Give one as the shell would find it: "
            "`stepline exec -- python program.py`."
        ) from error
    except OSError as error:
        raise UserError(f"{command[0]} cannot be executed: {error.strerror}.") from error


def _not_here() -> str:
    chosen = [name for name in CHOSEN if name in os.environ]
    if not chosen:
        return "No embedded AWS runs here. Start it with `stepline up`, then do this again."
    names = " and ".join(chosen)
    return (
        f"This shell means {Target.current()} ({names} is set), and there a program needs nothing of "
        f"stepline's: start it as it is. For the embedded AWS: `unset {' '.join(chosen)}`, then "
        "`stepline up`."
    )


def _assume(target: Target) -> dict[str, str]:
    """Credentials of the execution role, which is made where it is missing."""
    iam, sts = target.client("iam"), target.client("sts")
    trust = _trust(target.account())
    with suppress(iam.exceptions.EntityAlreadyExistsException):  # an earlier command has made it
        iam.create_role(RoleName=ROLE, Path=ROLE_PATH, AssumeRolePolicyDocument=json.dumps(trust))
    iam.attach_role_policy(RoleName=ROLE, PolicyArn=POLICY)
    arn = iam.get_role(RoleName=ROLE)["Role"]["Arn"]
    assumed = sts.assume_role(RoleArn=arn, RoleSessionName="stepline")
    credentials: dict[str, str] = assumed["Credentials"]
    return credentials


def _trust(account: str) -> dict[str, Any]:
    """Who may assume the role: SageMaker, as the console makes it, and this account's programs."""
    principals = {"Service": "sagemaker.amazonaws.com", "AWS": f"arn:aws:iam::{account}:root"}
    statement = {"Effect": "Allow", "Principal": principals, "Action": "sts:AssumeRole"}
    return {"Version": "2012-10-17", "Statement": [statement]}


def _for_python(present: Mapping[str, str]) -> dict[str, str]:
    """What makes Python read ``startup``; what the user has set himself stays in force."""
    before = [folder for folder in present.get("PYTHONPATH", "").split(os.pathsep) if folder]
    path = [str(STARTUP), *(folder for folder in before if folder != str(STARTUP))]
    # The administrator's level, so that the user's own configuration goes before it.
    settings = present.get("SAGEMAKER_ADMIN_CONFIG_OVERRIDE", str(STARTUP / "sagemaker.yaml"))
    return {
        "PYTHONPATH": os.pathsep.join(path),
        "SAGEMAKER_ADMIN_CONFIG_OVERRIDE": settings,
    }
